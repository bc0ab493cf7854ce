import t from 'tap';
import { frameOf } from '../frames.js';
import { filesOf, noTexts, openPool, setup, textsOf } from './support.js';

t.test('a shadow is compared in the workers and keeps to its own rules', async (t) => {
  const shadow = { sampleRate: 1, maxMsPerFrame: 1000 };
  const { pool, events } = await openPool(t, { workers: 1, setup: { ...setup, shadow } });
  await pool.redact(frameOf(['a1']), noTexts);
  t.strictSame(events.shadow, [], 'there is no candidate yet');
  const [summary] = await Promise.all([
    pool.load('shadow', filesOf('[b-c][0-9]')),
    pool.load('active', filesOf('[a-a][0-9]')),
  ]);
  t.strictSame(pool.compiled.shadow, summary);
  t.strictSame(textsOf(await pool.redact(frameOf(['a1', 'b1']), noTexts)), [
    'scrubbed: [WORD]',
    'scrubbed: b1',
  ]);
  const findings = [
    ['word', 'removed', 1],
    ['word', 'added', 1],
  ];
  t.match(events.shadow, [{ records: 2, errors: 0, withheld: [], findings }]);
});
