import fc from 'fast-check';
import t from 'tap';
import { createKernel, type Kernel } from '../../src/kernel/index.js';
import { findWords, WordSearch } from './support.js';

const runs = { seed: Number(process.env['FC_SEED'] ?? 20_261_123), numRuns: 150 };
const kernels: Kernel[] = [createKernel(), createKernel({ plain: true })];

const letter = fc.constantFrom('a', 'b', 'é', 'x', ' ', '"', '7', '8');
const word = fc.string({ unit: letter, minLength: 1, maxLength: 6 }).map(latin1);
const finder = fc.uniqueArray(word, { minLength: 1, maxLength: 6 });
/** Up to more than four: they are led over words four at a time. */
const finders = fc.array(finder, { minLength: 1, maxLength: 9 });
const text = fc.string({ unit: letter, maxLength: 40 }).map(latin1);
const filler = fc.oneof(
  fc.nat(300).map((length) => 'x'.repeat(length)),
  fc.integer({ min: 4080, max: 4110 }).map((length) => 'x '.repeat(length / 2)),
);
const record = fc.oneof(
  { weight: 8, arbitrary: text },
  fc.tuple(text, filler, text).map((parts) => parts.join('')),
);
const records = fc.array(record, { maxLength: 40 });

/** Its bytes as characters, so that offsets count bytes. */
function latin1(value: string): string {
  return Buffer.from(value).toString('latin1');
}

t.test(`both kernels meet what a naive search finds (FC_SEED=${runs.seed})`, async (t) => {
  t.strictSame(
    kernels.map(({ kind }) => kind),
    ['wasm', 'plain'],
  );
  t.doesNotThrow(() => {
    fc.assert(
      fc.property(records, records, finders, (some, others, words) =>
        kernels.every((kernel) => {
          const search = new WordSearch(kernel, words);
          // The second time all words are known, the third time some are.
          return [some, some, others].every((list) => {
            const expected = findWords(list, words).join();
            return search.find(list).join() === expected;
          });
        }),
      ),
      runs,
    );
  });
});

t.test(`tables that are thrown away meanwhile lose nothing (FC_SEED=${runs.seed})`, async (t) => {
  let thrown = 0;
  let given = 0;
  t.doesNotThrow(() => {
    fc.assert(
      fc.property(records, finders, fc.integer({ min: 3, max: 12 }), (list, words, maxRows) =>
        kernels.every((kernel) => {
          const search = new WordSearch(kernel, words, { maxRows });
          const found = search.find(list);
          const { isLost } = search.met;
          if (search.finders.some(({ table }) => table.generation > 0)) thrown += 1;
          if (isLost.includes(1)) given += 1;
          // Of what is lost nothing is told; of the others everything.
          const kept = words.map((finder, index) => (isLost[index] === 1 ? [] : finder));
          return found.join() === findWords(list, kept).join();
        }),
      ),
      runs,
    );
  });
  t.ok(thrown > given && given > 0, 'tables were thrown away, some of them too often');
});

t.test(`a record is searched alone, whatever stands beside it (FC_SEED=${runs.seed})`, async (t) => {
  t.doesNotThrow(() => {
    fc.assert(
      fc.property(text, record, text, finders, (before, inner, after, words) => {
        const bytes = Buffer.from(`${before}${inner}\n${after}`, 'latin1').subarray(before.length);
        const expected = findWords([inner], words).join();
        return kernels.every((kernel) => {
          const search = new WordSearch(kernel, words);
          kernel.load(bytes, Uint32Array.of(inner.length + 1));
          return search.look().join() === expected;
        });
      }),
      runs,
    );
  });
});
