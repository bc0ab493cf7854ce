import t from 'tap';
import { createKernel, kernelOf, type Kernel } from '../../src/kernel/index.js';
import { findWords, framed, WordFinder, WordNumbers, WordSearch } from './support.js';

const kernels: Kernel[] = [createKernel(), createKernel({ plain: true })];

for (const kernel of kernels) {
  t.test(`${kernel.kind}: frames without and with one record`, async (t) => {
    const search = new WordSearch(kernel, [['ab']]);
    t.strictSame(search.find([]), []);
    t.strictSame([...kernel.signs()], []);
    t.strictSame(search.find(['']), []);
    t.strictSame(search.find(['xxab']), ['0:0.0@3', '0=0']);
    t.strictSame(search.find(['', '', 'ab', '', 'ab', '']), ['2:0.0@3', '2=0', '4:0.0@7', '4=0']);
    t.equal(search.finders[0]?.opened, 4);
  });

  t.test(`${kernel.kind}: a word at both edges of every record`, async (t) => {
    const records = Array.from({ length: 3000 }, (_, at) => `ab${'x'.repeat(at % 97)}cd`);
    const words = [['ab', 'cd'], ['cd']];
    t.strictSame(new WordSearch(kernel, words).find(records), findWords(records, words));
  });

  t.test(`${kernel.kind}: words across every cut, of 32 bytes, behind marks, of a stretch`, async (t) => {
    const words = [
      ['abcdefghijklmnopqrst', 'a b', '""', 'yz'],
      ['x'.repeat(18), ' "a'],
    ];
    const search = new WordSearch(kernel, words);
    for (const before of [
      0, 1, 15, 16, 17, 30, 31, 32, 33, 4050, 4063, 4064, 4065, 4078, 4090, 4094, 4095, 4096, 8190,
    ]) {
      const records = [`${'.'.repeat(before)}abcdefghijklmnopqrst a b""yz "a${'x'.repeat(20)}`];
      t.strictSame(search.find(records), findWords(records, words), String(before));
      const spaced = [`${'. '.repeat(before)}yz a b "" "a`];
      t.strictSame(search.find(spaced), findWords(spaced, words), String(before));
    }
  });

  t.test(`${kernel.kind}: records of a mebibyte, alone and among others`, async (t) => {
    const long = `${'x'.repeat(1 << 20)}ab`;
    const search = new WordSearch(kernel, [['ab']]);
    for (const records of [[long], ['ab', long, 'x', 'ab', long]])
      t.strictSame(search.find(records), findWords(records, [['ab']]));
  });

  t.test(`${kernel.kind}: more is met, in more records, than there is room for at first`, async (t) => {
    const records = ['ab '.repeat(20_000), ...Array.from({ length: 9000 }, () => 'cd ab')];
    const words = [['ab', 'cd']];
    t.strictSame(new WordSearch(kernel, words).find(records), findWords(records, words));
  });

  t.test(`${kernel.kind}: more words and states than are remembered`, async (t) => {
    const code = (at: number): string => at.toString(36).padStart(4, 'q').replace(/[0-9]/g, '-');
    const records = Array.from({ length: 40_000 }, (_, at) => `${code(at * 37)}${code(at)} ${code(at)}.ab`);
    const words = [['ab', 'q-', 'zz'], ['abc', 'q.'], ['-a', 'b-'], ['c'], ['z-z', 'y-']];
    const search = new WordSearch(kernel, words);
    const expected = findWords(records, words).join();
    t.equal(search.find(records).join(), expected);
    t.equal(search.find(records).join(), expected);
  });

  t.test(`${kernel.kind}: more sets than have room at first, of things far apart`, async (t) => {
    const words = Array.from({ length: 5 }, (_, finder) =>
      Array.from({ length: 20 }, (_, at) => `<${String.fromCharCode(97 + finder, 97 + at)}>`),
    );
    const all = words.flat();
    const records = Array.from({ length: 1500 }, (_, at) =>
      all.filter((_, index) => ((at * 2_654_435_761 + index * 40_503) >>> 3) % 7 === 0).join(' '),
    );
    const search = new WordSearch(kernel, words);
    t.strictSame(search.find(records), findWords(records, words));
    search.forget();
    t.strictSame(search.find(records.slice(0, 9)), findWords(records.slice(0, 9), words));
  });

  t.test(`${kernel.kind}: digits that no automaton tells apart are one, others are not`, async (t) => {
    const told = new WordSearch(kernel, [['a7']]);
    t.strictSame(told.find(['a7', 'a8', 'a7']), ['0:0.0@1', '0=0', '2:0.0@7', '2=0']);
    const untold = new WordSearch(kernel, [['ab']]);
    const records = ['ab7 12', 'ab8 34', '1ab', '2ab'];
    t.strictSame(untold.find(records), findWords(records, [['ab']]));
  });

  t.test(`${kernel.kind}: tells of records that are worth a look, that have signs, or of all`, async (t) => {
    const numbers = new WordNumbers(1, (things) => things.length === 2);
    const search = new WordSearch(kernel, [['ab', 'cd']], { numbers });
    const records = ['ab', 'ab cd', 'x', 'a%41 cd', 'x%41', 'cd ab'];
    const { bytes, ends } = framed(records);
    kernel.load(bytes, ends);
    const told = (keepsAll: boolean): number[] => {
      search.look(keepsAll);
      return [...search.met.records.subarray(0, search.met.count)];
    };
    t.strictSame(told(false), [1, 5], 'signs are not known yet');
    kernel.signs();
    t.strictSame(told(false), [1, 3, 5]);
    t.strictSame(told(true), [0, 1, 3, 5]);
    const always = new WordSearch(kernel, [['ab']], { numbers: new WordNumbers(1, () => true) });
    always.look();
    t.strictSame([...always.met.records.subarray(0, always.met.count)], [0, 1, 2, 3, 4, 5]);
  });

  t.test(`${kernel.kind}: what was met in a record is met anew when a table is thrown away`, async (t) => {
    for (const times of [1, 511, 512, 513, 3000]) {
      const records = ['x x', `${'x '.repeat(times)}abcdefgh xx`, 'x'];
      const words = [['x', 'abcdefgh']];
      const search = new WordSearch(kernel, words);
      const [finder] = search.finders as [WordFinder];
      finder.forgetAfter = 8;
      t.strictSame(search.find(records), findWords(records, words));
      t.equal(finder.table.generation, 1);
    }
  });

  t.test(`${kernel.kind}: beside an automaton that gives up all that others meet is told`, async (t) => {
    const numbers = new WordNumbers(2, (things) => things.length > 1);
    const search = new WordSearch(kernel, [['ab'], ['abcdefgh', 'cd']], { numbers });
    const [, second] = search.finders as [WordFinder, WordFinder];
    second.steps = 12;
    const records = ['ab', 'x', 'cd ab', 'abcdefgh'];
    t.strictSame(search.find(records), findWords(records, [['ab'], []]));
    t.strictSame([...search.met.isLost], [0, 1]);
    t.equal(second.table.generation, 0);
    second.steps = Infinity;
    t.strictSame(
      search.find(records),
      findWords(records, [['ab'], ['abcdefgh', 'cd']]).slice(2),
      'it recovers',
    );
    t.strictSame([...search.met.isLost], [0, 0]);
  });

  t.test(`${kernel.kind}: gives up an automaton whose table is thrown away too often`, async (t) => {
    const search = new WordSearch(kernel, [['abcdefghij']], { maxRows: 4 });
    for (const times of [30, 60]) {
      t.strictSame(search.find(['abcdefghij'.repeat(times)]), []);
      t.strictSame([...search.met.isLost], [1]);
    }
    t.ok((search.finders[0]?.table.generation ?? 0) > 8);
  });

  t.test(`${kernel.kind}: loads a part of the records, and forgets those of before`, async (t) => {
    const { bytes, ends } = framed(['ab', 'ab', 'ab']);
    const search = new WordSearch(kernel, [['ab']]);
    kernel.load(bytes, ends, 2);
    t.strictSame(search.look(), ['0:0.0@1', '0=0', '1:0.0@4', '1=0']);
    t.strictSame([...kernel.signs()], [0, 0]);
  });

  t.test(`${kernel.kind}: a record of any length, and nothing behind it`, async (t) => {
    const search = new WordSearch(kernel, [['ab']]);
    for (const length of [0, 1, 2, 100, 511, 512, 513, 70_000]) {
      const text = Buffer.from(`a${'x'.repeat(length)}ab`);
      kernel.load(text.subarray(1), Uint32Array.of(text.length - 1));
      t.strictSame(search.look(), [`0:0.0@${length + 1}`, '0=0']);
      kernel.load(text, Uint32Array.of(text.length - 1));
      t.strictSame(search.look(), []);
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

  t.test(`${kernel.kind}: what is closed gives its memory back, and others go on`, async (t) => {
    const kept = new WordSearch(kernel, [['ab']]);
    for (let round = 0; round < 3000; round += 1) {
      const search = new WordSearch(kernel, [['ab', 'cd'], ['x']]);
      if (round % 100 === 0)
        t.strictSame(search.find(['cd', 'x']), findWords(['cd', 'x'], [['ab', 'cd'], ['x']]));
      search.close();
    }
    t.strictSame(kept.find(['ab']), findWords(['ab'], [['ab']]));
  });

  t.test(`${kernel.kind}: scans of several rulesets are not mixed up`, async (t) => {
    const first = new WordSearch(kernel, [['ab']]);
    const second = new WordSearch(kernel, [['x', 'cd'], ['ab']]);
    const records = ['ab', 'cd', 'abcd'];
    for (let round = 0; round < 2; round += 1) {
      t.strictSame(first.find(records), findWords(records, [['ab']]));
      t.strictSame(second.find(records), findWords(records, [['x', 'cd'], ['ab']]));
    }
  });
}

t.test('a table of another kernel is refused', async (t) => {
  for (const kernel of kernels) {
    const finder = new WordFinder(createKernel({ plain: kernel.kind === 'wasm' }), ['ab']);
    t.throws(() => kernel.createScan([finder], new WordNumbers(1)), TypeError);
  }
  t.throws(
    () => kernels[0]?.createScan([new WordFinder(createKernel(), ['ab'])], new WordNumbers(1)),
    TypeError,
  );
});

t.test('a thread has one kernel', async (t) => {
  t.equal(kernelOf(), kernelOf());
});
