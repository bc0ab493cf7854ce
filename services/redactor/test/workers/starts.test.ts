import { setTimeout as sleep } from 'node:timers/promises';
import t from 'tap';
import { frameOf } from '../frames.js';
import { noTexts, openPool, setup, textsOf } from './support.js';

const again = { code: 'SJ_INTERNAL', retryable: true };

t.test('a worker that cannot be replaced at once is tried again', async (t) => {
  const flaky = await openPool(t, { workers: 1, setup: { ...setup, epoch: 'flaky' } });
  await t.rejects(flaky.pool.redact(frameOf(['crash'], 70), noTexts), again);
  t.strictSame(textsOf(await flaky.pool.redact(frameOf(['a1'], 71), noTexts)), ['scrubbed: [WORD]']);
  t.strictSame(flaky.events.startFailures, ['SJ_INTERNAL']);
});

t.test('a pool that is closed tries no longer', async (t) => {
  const { pool, events } = await openPool(t, { workers: 1, setup: { ...setup, epoch: 'flaky' } });
  let failures = 0;
  const closed = new Promise<void>((resolve, reject) => {
    events.onStartFailed = () => {
      failures += 1;
      pool.close().then(resolve, reject);
    };
  });
  await t.rejects(pool.redact(frameOf(['crash'], 72), noTexts), again);
  await closed;
  await t.rejects(pool.redact(frameOf(['a1'], 73), noTexts), { code: 'SJ_STOPPED' });
  // Longer than it waits before it tries again.
  await sleep(500);
  t.strictSame([failures, events.load], [1, [0, 0, 0]]);
});

t.test('workers that do not agree on the rules do not start', async (t) => {
  const differing = openPool(t, { workers: 2, setup: { ...setup, epoch: 'differs' } });
  await t.rejects(differing, { code: 'SJ_INTERNAL' });
});
