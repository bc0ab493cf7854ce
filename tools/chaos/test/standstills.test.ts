import t from 'tap';
import { Standstills } from '../src/stage/standstills.js';

t.test('the longest standstill of each partition is known, though others move on', async (t) => {
  const watch = new Standstills();
  for (let second = 0; second <= 100; second += 10) {
    watch.see('sink', 0, second, second);
    watch.see('sink', 1, second < 30 || second > 80 ? second : 30, second);
  }
  t.strictSame(watch.longest, [
    { service: 'sink', partition: 0, seconds: 10, until: 100 },
    { service: 'sink', partition: 1, seconds: 60, until: 90 },
  ]);
});

t.test('one that goes on is as long as it has lasted', async (t) => {
  const watch = new Standstills();
  for (const second of [0, 50, 300]) watch.see('redactor', 4, 7, second);
  t.match(watch.longest, [{ seconds: 300, until: 300 }]);
});

t.test('a position that was read too old does not count as a move', async (t) => {
  const watch = new Standstills();
  for (const [second, offset] of [
    [0, 9],
    [10, 0],
    [20, 9],
  ] as const)
    watch.see('sink', 2, offset, second);
  t.match(watch.longest, [{ seconds: 20 }]);
});
