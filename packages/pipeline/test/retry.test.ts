import { ScrubjayError } from '@scrubjay/errors';
import t from 'tap';
import type { RetryPolicy } from '../src/options.js';
import { backoffMs, retrying, type RetryContext } from '../src/retry.js';
import { ManualClock } from './doubles/manual-clock.js';

const { signal } = new AbortController();

function contextOf(clock: ManualClock, policy: RetryPolicy, retried: string[] = []): RetryContext {
  return { policy, clock, what: 'The call', onRetry: ({ code }) => void retried.push(code) };
}

t.test('the wait doubles to the limit and is shortened by up to half', (t) => {
  const policy = { initialMs: 100, maxMs: 1000 };
  t.same(
    [0, 1, 2, 3, 4, 2000].map((attempt) => backoffMs(policy, attempt, 0)),
    [100, 200, 400, 800, 1000, 1000],
  );
  t.equal(backoffMs(policy, 1, 0.999_999) > 100, true);
  t.end();
});

t.test('tries a retryable error again until it succeeds', async (t) => {
  const clock = new ManualClock();
  const retried: string[] = [];
  let calls = 0;
  const done = retrying(contextOf(clock, { initialMs: 10, maxMs: 20 }, retried), signal, async () => {
    if (++calls < 4) throw new ScrubjayError('SJ_STORE_UNREACHABLE', 'away.');
    return calls;
  });
  await clock.advance(100);
  t.equal(await done, 4);
  t.same(retried, Array(3).fill('SJ_STORE_UNREACHABLE'));
});

t.test('passes a lasting error on at once and wraps a foreign one without its message', async (t) => {
  const context = contextOf(new ManualClock(), { initialMs: 10, maxMs: 20 });
  const denied = new ScrubjayError('SJ_STORE_DENIED', 'no.');
  await t.rejects(
    retrying(context, signal, () => Promise.reject(denied)),
    denied,
  );
  await t.rejects(
    retrying(context, signal, () => Promise.reject(new TypeError('secret'))),
    { code: 'SJ_INTERNAL', message: 'The call failed (TypeError).' },
  );
});

t.test('gives up a retryable error after maxElapsedMs', async (t) => {
  const clock = new ManualClock();
  let calls = 0;
  const done = retrying(contextOf(clock, { initialMs: 100, maxMs: 100, maxElapsedMs: 300 }), signal, () => {
    calls++;
    return Promise.reject(new ScrubjayError('SJ_KAFKA_FAILED', 'again.'));
  });
  const rejected = t.rejects(done, { code: 'SJ_KAFKA_FAILED' });
  await clock.advance(1000);
  await rejected;
  t.ok(calls >= 4 && calls <= 7, `${calls} attempts`);
});

t.test('an abort ends the waiting with SJ_STOPPED', async (t) => {
  const clock = new ManualClock();
  const stop = new AbortController();
  const done = retrying(contextOf(clock, { initialMs: 100, maxMs: 100 }), stop.signal, () =>
    Promise.reject(new ScrubjayError('SJ_KAFKA_FAILED', 'again.')),
  );
  const rejected = t.rejects(done, { code: 'SJ_STOPPED' });
  await clock.advance(10);
  stop.abort();
  await rejected;
});
