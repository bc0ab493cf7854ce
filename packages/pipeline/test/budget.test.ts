import t from 'tap';
import { Budget } from '../src/budget.js';
import { settle } from './doubles/manual-clock.js';

const { signal } = new AbortController();

function recorded(promises: readonly Promise<boolean>[]): (boolean | undefined)[] {
  const results: (boolean | undefined)[] = promises.map(() => undefined);
  promises.forEach((promise, i) => void promise.then((granted) => (results[i] = granted)));
  return results;
}

t.test('grants up to the limit, then makes wait and reports the pressure', async (t) => {
  let pressure = 0;
  const budget = new Budget(10, () => pressure++);
  t.equal(await budget.take(10, signal), true);
  t.equal(budget.hasRoomFor(1), false);
  const results = recorded([budget.take(1, signal)]);
  await settle();
  t.same([results[0], pressure, budget.used], [undefined, 1, 10]);
  budget.release(1);
  await settle();
  t.same([results[0], pressure, budget.used], [true, 1, 10]);
});

t.test('serves who waits longest first, also when a later one would fit', async (t) => {
  let pressure = 0;
  const budget = new Budget(10, () => pressure++);
  await budget.take(8, signal);
  const results = recorded([budget.take(9, signal), budget.take(1, signal)]);
  await settle();
  t.same(results, [undefined, undefined]);
  budget.release(2);
  t.equal(pressure, 3, 'a release that does not end the wait reports again');
  budget.release(6);
  await settle();
  t.same(results, [true, true]);
});

t.test('lets more than everything through alone', async (t) => {
  const budget = new Budget(10, () => undefined);
  t.equal(await budget.take(25, signal), true);
  const results = recorded([budget.take(25, signal)]);
  await settle();
  t.equal(results[0], undefined);
  budget.release(25);
  await settle();
  t.same([results[0], budget.used], [true, 25]);
});

t.test('an abort ends a wait and lets those behind it through', async (t) => {
  const budget = new Budget(10, () => undefined);
  const stop = new AbortController();
  await budget.take(5, signal);
  const results = recorded([budget.take(6, stop.signal), budget.take(5, signal)]);
  stop.abort();
  await settle();
  t.same(results, [false, true]);
  t.equal(await budget.take(1, stop.signal), false);
  t.equal(budget.used, 10);
});
