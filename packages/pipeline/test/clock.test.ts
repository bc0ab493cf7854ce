import t from 'tap';
import { settledWithin, sleep, systemClock } from '../src/clock.js';
import { ManualClock, settle } from './doubles/manual-clock.js';
import { defer } from './doubles/parts.js';

t.test('the system clock goes forward and calls back once', async (t) => {
  const before = systemClock.now();
  await new Promise<void>((resolve) => systemClock.after(5, resolve));
  t.ok(systemClock.now() - before >= 4);
});

t.test('a cancelled timer of the system clock does not call back', async (t) => {
  let called = false;
  systemClock.after(1, () => (called = true))();
  await new Promise<void>((resolve) => systemClock.after(10, resolve));
  t.equal(called, false);
});

t.test('sleep ends by time, by an abort, and at once after an abort', async (t) => {
  const clock = new ManualClock();
  const stop = new AbortController();
  let woken = 0;
  void sleep(clock, 50, stop.signal).then(() => woken++);
  await clock.advance(50);
  t.equal(woken, 1);
  void sleep(clock, 50, stop.signal).then(() => woken++);
  stop.abort();
  await settle();
  t.equal(woken, 2);
  t.equal(clock.timers, 0, 'the timer is cancelled');
  await sleep(clock, 50, stop.signal);
  t.equal(clock.timers, 0);
});

t.test('settledWithin waits for work to settle, but no longer than the bound', async (t) => {
  const clock = new ManualClock();
  await settledWithin(clock, 100, Promise.resolve());
  await settledWithin(clock, 100, Promise.reject(new Error('any')));
  const never = defer();
  let done = false;
  void settledWithin(clock, 100, never.promise).then(() => (done = true));
  await clock.advance(99);
  t.equal(done, false);
  await clock.advance(1);
  t.equal(done, true);
});
