import fc from 'fast-check';
import t from 'tap';
import { StateStore } from '../../src/prefilter/state-store.js';

const seed = Number(process.env['FC_SEED'] ?? 20_261_124);

t.test(`equal states have one number, others numbers of their own (FC_SEED=${String(seed)})`, async () => {
  const state = fc.tuple(fc.integer({ min: -1, max: 3 }), fc.array(fc.nat(9), { maxLength: 4 }));
  fc.assert(
    fc.property(fc.array(state, { maxLength: 60 }), (states) => {
      const store = new StateStore();
      const numbers = new Map<string, number>();
      for (const [accept, positions] of states) {
        // What stands behind the positions in the list is not part of them.
        const list = Int32Array.from([...positions, 77, 78]);
        const number = store.numberOf(accept, list, positions.length);
        const key = JSON.stringify([accept, positions]);
        const wanted = numbers.get(key) ?? numbers.size;
        numbers.set(key, wanted);
        if (number !== wanted || store.count !== numbers.size || store.accepts[number] !== accept)
          return false;
        const kept = store.positions.subarray(store.starts[number], store.starts[number + 1]);
        if (kept.join() !== positions.join()) return false;
      }
      return true;
    }),
    { seed },
  );
});

t.test('it grows, and forgets', async (t) => {
  const store = new StateStore();
  const list = (number: number): Int32Array => Int32Array.from({ length: 20 }, (_, at) => number * 3 + at);
  const numbers = (): number[] =>
    Array.from({ length: 5000 }, (_, number) => store.numberOf(number % 7, list(number), 20));
  const first = numbers();
  t.strictSame(
    first,
    Array.from({ length: 5000 }, (_, number) => number),
  );
  t.strictSame(numbers(), first);
  t.equal(store.count, 5000);
  store.clear();
  t.equal(store.count, 0);
  t.equal(store.numberOf(1, list(9), 20), 0);
  t.strictSame([...store.positions.subarray(store.starts[0], store.starts[1])], [...list(9)]);
});
