import t from 'tap';
import { engineTask, plainPathTask, splitByFindings } from '../src/engine-task.js';
import { framesOf, recordsOfFrame } from '../src/frames.js';
import { ruleset } from './support.js';

const frames = framesOf(
  ['secret 1, secret 2', 'nothing', '{"cardNumber":"x"}', 'in vain'].map((text) => Buffer.from(text)),
);

t.test('counts what a pass finds, on both paths', (t) => {
  for (const task of [engineTask('fast', ruleset, frames), plainPathTask('plain', ruleset, frames)]) {
    t.equal(task.findings, 0);
    task.run();
    task.run();
    t.equal(task.findings, 3, 'of one pass, not of all');
  }
  t.end();
});

t.test('tells records with findings from those without', (t) => {
  const { clean, dirty } = splitByFindings(ruleset, frames);
  const textsOf = (some: typeof frames): string[] =>
    some.flatMap((frame) => [...recordsOfFrame(frame)].map(String));
  t.same(textsOf(clean), ['nothing', 'in vain']);
  t.same(textsOf(dirty).sort(), ['secret 1, secret 2', '{"cardNumber":"x"}']);
  t.end();
});
