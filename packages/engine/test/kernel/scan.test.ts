import t from 'tap';
import { createKernel, Hits, kernelOf, type Kernel } from '../../src/kernel/index.js';
import { findWords, framed, listed, WordFinder } from './support.js';

const kernels: Kernel[] = [createKernel(), createKernel({ plain: true })];
const hits = new Hits();

function scan(kernel: Kernel, words: readonly string[], records: readonly string[]): string[] | boolean {
  const { bytes, ends } = framed(records);
  kernel.load(bytes, ends);
  return kernel.scan(new WordFinder(kernel, words), hits) && listed(hits);
}

for (const kernel of kernels) {
  t.test(`${kernel.kind}: frames without and with one record`, async (t) => {
    t.strictSame(scan(kernel, ['ab'], []), []);
    t.strictSame([...kernel.signs()], []);
    t.strictSame(scan(kernel, ['ab'], ['']), []);
    t.strictSame(scan(kernel, ['ab'], ['xxab']), ['0:0@3-3']);
    t.strictSame(scan(kernel, ['ab'], ['', '', 'ab', '', 'ab', '']), ['2:0@3-3', '4:0@7-7']);
  });

  t.test(`${kernel.kind}: a word at both edges of every record, through all lanes and pieces`, async (t) => {
    const records = Array.from({ length: 3000 }, (_, at) => `ab${'x'.repeat(at % 97)}cd`);
    t.strictSame(scan(kernel, ['ab', 'cd'], records), findWords(records, ['ab', 'cd']));
  });

  t.test(`${kernel.kind}: records of a mebibyte, alone and among others`, async (t) => {
    const long = `${'x'.repeat(1 << 20)}ab`;
    for (const records of [[long], ['ab', long, 'x', 'ab', long]])
      t.strictSame(scan(kernel, ['ab'], records), findWords(records, ['ab']));
  });

  t.test(`${kernel.kind}: more hits than a lane has room for`, async (t) => {
    const records = ['abcd'.repeat(20_000), ...Array.from({ length: 9000 }, () => 'cdab')];
    t.strictSame(scan(kernel, ['ab', 'cd'], records), findWords(records, ['ab', 'cd']));
  });

  t.test(`${kernel.kind}: bytes side by side that accept the same are one hit`, async (t) => {
    const run = 'x'.repeat(100_000);
    t.strictSame(scan(kernel, ['x'], [`${run} ${run}`, run, 'ax']), [
      '0:0@0-99999',
      '0:0@100001-200000',
      '1:0@200002-300001',
      '2:0@300004-300004',
    ]);
    t.strictSame(scan(kernel, ['axx', 'ax', 'x'], ['axxx']), ['0:1@1-1', '0:0@2-2', '0:2@3-3']);
  });

  t.test(`${kernel.kind}: a hit goes on where a lane is out of room`, async (t) => {
    for (const times of [510, 511, 512, 1021, 1022, 1023]) {
      const records = [`${'x '.repeat(times)}xxx x`];
      t.strictSame(scan(kernel, ['x'], records), findWords(records, ['x']));
    }
  });

  t.test(
    `${kernel.kind}: what was found in a record is found anew when the table is thrown away`,
    async (t) => {
      for (const times of [1, 511, 512, 513, 3000]) {
        const records = ['x x', `${'x '.repeat(times)}abcdefgh xx`, 'x'];
        const finder = new WordFinder(kernel, ['x', 'abcdefgh']);
        const { bytes, ends } = framed(records);
        kernel.load(bytes, ends);
        finder.forgetAfter = 8;
        t.ok(kernel.scan(finder, hits));
        t.equal(finder.table.generation, 1);
        t.strictSame(listed(hits), findWords(records, ['x', 'abcdefgh']));
      }
    },
  );

  t.test(`${kernel.kind}: gives up at once when the automaton does`, async (t) => {
    const finder = new WordFinder(kernel, ['ab', 'cd']);
    const { bytes, ends } = framed(['ab', 'ab cd']);
    kernel.load(bytes, ends);
    finder.steps = 3;
    t.notOk(kernel.scan(finder, hits));
    t.equal(hits.count, 0);
    t.equal(finder.table.generation, 0);
    finder.steps = Infinity;
    t.ok(kernel.scan(finder, hits), 'and goes on with what it has built');
    t.strictSame(listed(hits), findWords(['ab', 'ab cd'], ['ab', 'cd']));
  });

  t.test(`${kernel.kind}: many words in a record`, async (t) => {
    const words = Array.from(
      { length: 200 },
      (_, at) => `<${String.fromCharCode(97 + (at % 20), 97 + at / 20)}>`,
    );
    const records = [words.join(''), words.toReversed().join(''), words.concat(words).join(' ')];
    t.strictSame(scan(kernel, words, records), findWords(records, words));
  });

  t.test(`${kernel.kind}: loads a part of the records, and forgets those of before`, async (t) => {
    const { bytes, ends } = framed(['ab', 'ab', 'ab']);
    kernel.load(bytes, ends, 2);
    t.ok(kernel.scan(new WordFinder(kernel, ['ab']), hits));
    t.strictSame(listed(hits), ['0:0@1-1', '1:0@4-4']);
    t.strictSame([...kernel.signs()], [0, 0]);
  });

  t.test(`${kernel.kind}: gives a record up whose table is thrown away too often`, async (t) => {
    const finder = new WordFinder(kernel, ['abcdefghij'], 4);
    for (const times of [30, 60]) {
      const { bytes, ends } = framed(['abcdefghij'.repeat(times)]);
      kernel.load(bytes, ends);
      t.notOk(kernel.scan(finder, hits));
    }
    t.ok(finder.table.generation > 8);
  });

  t.test(`${kernel.kind}: a record of any length, and nothing behind it`, async (t) => {
    const finder = new WordFinder(kernel, ['ab']);
    for (const length of [0, 1, 2, 100, 511, 512, 513, 70_000]) {
      const text = Buffer.from(`a${'x'.repeat(length)}ab`);
      kernel.load(text.subarray(1), Uint32Array.of(text.length - 1));
      t.ok(kernel.scan(finder, hits));
      t.strictSame(listed(hits), [`0:0@${length + 1}-${length + 1}`]);
      kernel.load(text, Uint32Array.of(text.length - 1));
      t.ok(kernel.scan(finder, hits));
      t.equal(hits.count, 0);
    }
  });

  t.test(`${kernel.kind}: a table keeps its rows apart, and is full in the end`, async (t) => {
    const table = kernel.createTable(
      Uint8Array.from({ length: 256 }, (_, byte) => byte),
      1000,
    );
    t.equal(table.columns, 256);
    const rows = Array.from({ length: 1000 }, () => table.addRow(-1));
    t.equal(new Set(rows).size, 1000);
    t.notOk(rows.includes(0));
    t.strictSame(
      rows.map((row) => table.indexOf(row)),
      [...rows.keys()],
    );
    t.equal(table.addRow(-1), 0);
    table.clear();
    t.equal(table.rows, 0);
    t.equal(table.indexOf(table.addRow(1)), 0);
  });

  t.test(`${kernel.kind}: hits of several tables are not mixed up`, async (t) => {
    const { bytes, ends } = framed(['ab', 'cd', 'abcd']);
    const [first, second] = [new WordFinder(kernel, ['ab']), new WordFinder(kernel, ['x', 'cd'])];
    kernel.load(bytes, ends);
    kernel.scan(first, hits);
    t.strictSame(listed(hits), ['0:0@1-1', '2:0@7-7']);
    kernel.scan(second, hits);
    t.strictSame(listed(hits), ['1:1@4-4', '2:1@9-9']);
    kernel.scan(first, hits);
    t.strictSame(listed(hits), ['0:0@1-1', '2:0@7-7']);
  });
}

t.test('a table of another kernel is refused', async (t) => {
  for (const kernel of kernels) {
    const finder = new WordFinder(createKernel({ plain: kernel.kind === 'wasm' }), ['ab']);
    t.throws(() => kernel.scan(finder, hits), TypeError);
  }
  t.throws(() => kernels[0]?.scan(new WordFinder(createKernel(), ['ab']), hits), TypeError);
});

t.test('a thread has one kernel', async (t) => {
  t.equal(kernelOf(), kernelOf());
});
