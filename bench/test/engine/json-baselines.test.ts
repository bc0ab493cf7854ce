import t from 'tap';
import { loadRuleset } from '@scrubjay/boot';
import { framesOf, jsonSampleOf } from '@scrubjay/measure';
import { pinoTask, redactedPaths, redactTask, walkTask } from '../../src/engine/json-baselines.js';

t.test('runs the JSON baselines over records of any shape, again and again', async (t) => {
  const ruleset = await loadRuleset({ policy: 'minimal' });
  const records = [
    '{"email":"a@b.cd","req":{"headers":{"cookie":"x"}},"list":[1,{"password":"p"}]}',
    '{}',
    '{"user":null}',
  ];
  const sample = jsonSampleOf(framesOf(records.map((text) => Buffer.from(text))));
  if (sample === undefined) throw new Error('There is no sample.');
  for (const task of [walkTask(ruleset, sample), redactTask(sample), pinoTask(sample)]) {
    t.doesNotThrow(() => {
      task.run();
      task.run();
    }, task.name);
  }
  t.same(sample.texts, records);
  t.ok(redactedPaths.includes('*.email'));
});
