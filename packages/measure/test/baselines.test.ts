import t from 'tap';
import { jsonSampleOf, jsonTask, memcpyTask, re2Task } from '../src/baselines.js';
import { framesOf, totalsOf } from '../src/frames.js';
import { ruleset } from './support.js';

const frames = framesOf(['{"a":1}', '{"cut', '[1', 'secret 12 secret 34'].map((text) => Buffer.from(text)));

t.test('samples the JSON records that parse to objects, decoded and as frames', (t) => {
  const sample = jsonSampleOf(frames);
  t.same(sample?.texts, ['{"a":1}']);
  t.same(totalsOf(sample?.frames ?? []), { bytes: 8, records: 1 });
  const whole = framesOf([Buffer.from('{"a":1}'), Buffer.from('{}')]);
  t.equal(jsonSampleOf(whole)?.frames[0], whole[0], 'a frame that parses stays as it is');
  t.equal(jsonSampleOf(framesOf([Buffer.from('text')])), undefined);
  t.end();
});

t.test('runs every baseline to its end and leaves the input alone', (t) => {
  const before = frames.map(({ bytes }) => bytes.toString());
  const sample = jsonSampleOf(frames);
  const tasks = [memcpyTask(frames), re2Task(ruleset, frames), ...(sample ? [jsonTask(sample)] : [])];
  for (const task of tasks) {
    task.run();
    task.run();
  }
  t.same(
    tasks.map(({ name }) => name),
    ['memcpy', 'RE2 rule by rule', 'JSON.parse + stringify'],
  );
  t.same(
    frames.map(({ bytes }) => bytes.toString()),
    before,
  );
  t.end();
});
