import { setImmediate as nextTurn } from 'node:timers/promises';
import t from 'tap';
import { Permits } from '../src/permits.js';

t.test('as much runs at the same time as is permitted, in the order in which it came', async (t) => {
  const permits = new Permits(2);
  const begun: number[] = [];
  let running = 0;
  let most = 0;
  await Promise.all(
    [0, 1, 2, 3, 4].map((index) =>
      permits.during(async () => {
        begun.push(index);
        most = Math.max(most, (running += 1));
        await nextTurn();
        running -= 1;
      }),
    ),
  );
  t.strictSame(begun, [0, 1, 2, 3, 4]);
  t.equal(most, 2);
});

t.test('what fails gives its permit back, and its error to who asked', async (t) => {
  const permits = new Permits(1);
  await t.rejects(
    permits.during(() => Promise.reject(new Error('no'))),
    { message: 'no' },
  );
  t.equal(await permits.during(() => Promise.resolve(7)), 7);
});
