import t from 'tap';
import { MetFactors } from '../../src/prefilter/met-factors.js';

/** Items over factors 0 to 4; the last factor stands for everything. */
function metOf(...items: number[][]): {
  met: MetFactors;
  add: (...factors: number[]) => void;
  take: () => number[];
} {
  const plan = {
    groups: [],
    firstName: 0,
    factorCount: 5,
    items: items.map((factors) => ({ factors })),
    everything: 4,
    isShared: new Uint8Array(5),
  };
  const met = new MetFactors(plan);
  const into = new Uint32Array(items.length);
  const add = (...factors: number[]): void => {
    met.add(Uint32Array.from(factors));
  };
  return { met, add, take: () => [...into.subarray(0, met.take(into))] };
}

t.test(
  'an item is met with all of its factors, in whatever order, and one that asks for none always',
  async (t) => {
    const { add, take } = metOf([1, 2], [], [2], [0, 1, 2], [2]);
    t.strictSame(take(), [1]);
    add(2, 2);
    add(1);
    t.strictSame(take(), [0, 1, 2, 4]);
    add(1);
    t.strictSame(take(), [1], 'what was met before is forgotten');
    add(0, 2);
    add(1);
    t.strictSame(take(), [0, 1, 2, 3, 4]);
  },
);

t.test('with the factor that stands for everything all items are met', async (t) => {
  const { met, add, take } = metOf([0], [1], []);
  add(4);
  t.strictSame(take(), [0, 1, 2]);
  t.ok(met.wasEverything);
  add(1);
  t.strictSame(take(), [1, 2]);
  t.notOk(met.wasEverything);
});
