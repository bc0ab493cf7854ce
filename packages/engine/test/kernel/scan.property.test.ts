import fc from 'fast-check';
import t from 'tap';
import { createKernel, Hits, type Kernel } from '../../src/kernel/index.js';
import { findWords, framed, listed, WordFinder } from './support.js';

const runs = { seed: Number(process.env['FC_SEED'] ?? 20_261_123), numRuns: 300 };
const kernels: Kernel[] = [createKernel(), createKernel({ plain: true })];

const word = fc.string({ unit: fc.constantFrom('a', 'b', 'c', 'é', 'x'), minLength: 1, maxLength: 5 });
const words = fc.uniqueArray(word, { minLength: 1, maxLength: 8 }).map((list) => list.map(latin1));
const text = fc.string({ unit: fc.constantFrom('a', 'b', 'c', 'é', ' ', 'x'), maxLength: 40 }).map(latin1);
const filler = fc.nat(3000).map((length) => 'x'.repeat(length));
const record = fc.oneof(
  { weight: 4, arbitrary: text },
  fc.tuple(text, filler, text).map((parts) => parts.join('')),
);

/** Its bytes as characters, so that offsets count bytes. */
function latin1(value: string): string {
  return Buffer.from(value).toString('latin1');
}

function scan(kernel: Kernel, finder: WordFinder, records: readonly string[], hits = new Hits()): string[] {
  const { bytes, ends } = framed(records.map((one) => Buffer.from(one, 'latin1')));
  kernel.load(bytes, ends);
  return kernel.scan(finder, hits) ? listed(hits) : ['given up'];
}

t.test(`both kernels find what a naive search finds (FC_SEED=${runs.seed})`, async (t) => {
  t.equal(kernels[0]?.kind, 'wasm');
  t.equal(kernels[1]?.kind, 'plain');
  t.doesNotThrow(() => {
    fc.assert(
      fc.property(fc.array(record, { maxLength: 60 }), words, (records, list) => {
        const expected = findWords(records, list).join();
        return kernels.every((kernel) => {
          const finder = new WordFinder(kernel, list);
          // The second time all states are there.
          return [1, 2].every(() => scan(kernel, finder, records).join() === expected);
        });
      }),
      runs,
    );
  });
});

t.test(`a table that is thrown away meanwhile loses no hit (FC_SEED=${runs.seed})`, async (t) => {
  let thrown = 0;
  let given = 0;
  t.doesNotThrow(() => {
    fc.assert(
      fc.property(
        fc.array(record, { maxLength: 60 }),
        words,
        fc.integer({ min: 3, max: 12 }),
        (records, list, rows) => {
          const expected = findWords(records, list).join();
          return kernels.every((kernel) => {
            const finder = new WordFinder(kernel, list, rows);
            const found = scan(kernel, finder, records).join();
            if (finder.table.generation > 0) thrown += 1;
            if (found === 'given up') given += 1;
            return found === expected || found === 'given up';
          });
        },
      ),
      runs,
    );
  });
  t.ok(thrown > given && given > 0, 'tables were thrown away, some of them too often');
});

t.test(`a record is searched alone, whatever stands beside it (FC_SEED=${runs.seed})`, async (t) => {
  const hits = new Hits();
  t.doesNotThrow(() => {
    fc.assert(
      fc.property(text, record, text, words, (before, inner, after, list) => {
        const bytes = Buffer.from(`${before}${inner}\n${after}`, 'latin1').subarray(before.length);
        const expected = findWords([inner], list).join();
        return kernels.every((kernel) => {
          const finder = new WordFinder(kernel, list);
          kernel.load(bytes, Uint32Array.of(inner.length + 1));
          return kernel.scan(finder, hits) && listed(hits).join() === expected;
        });
      }),
      runs,
    );
  });
});
