import t from 'tap';
import { measureRounds } from '../src/rounds.js';

/** Keeps the processor busy. */
function spin(ms: number): void {
  const until = performance.now() + ms;
  while (performance.now() < until);
}

t.test('measures tasks in turn, as often as it is told, after a warm-up', async (t) => {
  const order: string[] = [];
  const task = (name: string, ms: number) => ({
    name,
    run: () => {
      order.push(name);
      spin(ms);
    },
  });
  const [slow, fast] = await measureRounds([task('a', 60), task('b', 1)], { rounds: 3, leastMs: 3 });
  t.same([slow?.ms.length, fast?.ms.length], [3, 3]);
  t.ok(slow?.ms.every((ms) => ms >= 60));
  t.ok(Math.min(...(slow?.ms ?? [])) > Math.min(...(fast?.ms ?? [])), 'the time of one pass, not of a round');
  const turns = order
    .join('')
    .replace(/^a+b+/, '')
    .replaceAll(/(.)\1*/g, '$1');
  t.match(turns, /^(?:ab){3}$/, 'no task has its rounds at once');
  t.end();
});

t.test('tells how much of the time went to the garbage collector', async (t) => {
  let kept: unknown;
  const waste = {
    name: 'waste',
    run: () => {
      for (let times = 0; times < 10; times += 1) kept = Array.from({ length: 300_000 }, (_, at) => ({ at }));
    },
  };
  const thrift = { name: 'thrift', run: () => spin(10) };
  const [wasteful, thrifty] = await measureRounds([waste, thrift], { rounds: 3, leastMs: 50 });
  t.ok(kept);
  // What one leaves behind may be collected while the other runs, so that they cannot be held against each other.
  t.ok((wasteful?.gcPercent ?? 0) > 0);
  for (const measured of [wasteful, thrifty]) t.ok((measured?.gcPercent ?? 101) <= 100);
});
