import { setImmediate } from 'node:timers/promises';
import { runInNewContext } from 'node:vm';
import { setFlagsFromString } from 'node:v8';
import t from 'tap';
import { WasmKernel } from '../../src/kernel/wasm-kernel.js';
import { instantiateKernel, type KernelExports } from '../../src/kernel/wasm-module.js';
import { pageBytes, WasmMemory } from '../../src/kernel/wasm-memory.js';
import { findWords, framed, WordFinder, WordNumbers, WordSearch } from './support.js';

const classes = Uint8Array.from({ length: 256 }, (_, byte) => byte);

function instance(): KernelExports {
  const exports = instantiateKernel();
  if (exports === undefined) throw new Error('no WebAssembly');
  return exports;
}

t.test('there is no kernel where WebAssembly or an instruction is missing', async (t) => {
  const refused = {
    validate: () => false,
    Module: Object,
    Instance: class {
      readonly exports = {};
    },
  };
  t.equal(instantiateKernel(refused), undefined);
  t.intercept(globalThis, 'WebAssembly' as keyof typeof globalThis, { value: undefined });
  t.equal(instantiateKernel(), undefined);
});

t.test('memory that is refused leaves a table full, and a frame unread', async (t) => {
  const exports = instance();
  const kernel = new WasmKernel(exports);
  const { bytes, ends } = framed(['xaby', 'ab']);
  const search = new WordSearch(kernel, [['ab']]);
  kernel.load(bytes, ends);
  search.look();
  const table = kernel.createTable(classes, 1_000_000);
  const grow = exports.memory.grow.bind(exports.memory);
  exports.memory.grow = () => {
    throw new RangeError('no more');
  };
  let rows = 0;
  while (table.addRow(-1) !== 0) rows += 1;
  t.ok(rows > 0 && rows < 16 * 64);
  t.throws(() => kernel.load(Buffer.alloc(8 * pageBytes), Uint32Array.of(8 * pageBytes)), RangeError);
  t.strictSame(search.look(), findWords(['xaby', 'ab'], [['ab']]));
  exports.memory.grow = grow;
  t.not(table.addRow(-1), 0);
});

t.test('a scan for which there is no memory throws, and does not pass a frame by', async (t) => {
  let refused = 0;
  for (let left = 0; left < 12; left += 1) {
    const exports = instance();
    const kernel = new WasmKernel(exports);
    const grow = exports.memory.grow.bind(exports.memory);
    let grown = 0;
    exports.memory.grow = (pages) => {
      grown += 1;
      if (grown > left) throw new RangeError('no more');
      return grow(pages);
    };
    const words = ['ab', 'cd', 'ef', 'gh', 'ij', 'kl', 'mn', 'op', 'qr', 'st'];
    const records = Array.from({ length: 30_000 }, (_, at) =>
      words.filter((_, bit) => ((at >> bit) & 1) === 1).join(`${at.toString(36)} `),
    );
    try {
      const found = new WordSearch(kernel, [words]).find(records);
      t.equal(found.join(), findWords(records, [words]).join());
    } catch (error) {
      if (!(error instanceof RangeError)) throw error;
      refused += 1;
    }
  }
  t.ok(refused > 2);
});

t.test('frames may grow, and tables stay as they are', async (t) => {
  const search = new WordSearch(new WasmKernel(instance()), [['ab']]);
  for (const size of [10, 100_000, 1000, 3_000_000, 50]) {
    const records = [`${'x'.repeat(size)}ab`, 'ab'];
    t.strictSame(search.find(records), findWords(records, [['ab']]));
  }
});

t.test('a scan has room for so many automata', async (t) => {
  const kernel = new WasmKernel(instance());
  const finders = Array.from({ length: 129 }, () => new WordFinder(kernel, ['ab']));
  t.throws(() => kernel.createScan(finders, new WordNumbers(129)), RangeError);
});

t.test('the pages of tables that nobody has are used again', async (t) => {
  setFlagsFromString('--expose-gc');
  const collect = runInNewContext('gc') as () => void;
  const exports = instance();
  const kernel = new WasmKernel(exports);
  for (let round = 0; round < 40; round += 1) {
    const table = kernel.createTable(classes, 1000);
    for (let row = 0; row < 1000; row += 1) table.addRow(-1);
    kernel.createScan([new WordFinder(kernel, ['ab'])], new WordNumbers(1));
    collect();
    await setImmediate();
  }
  t.ok(exports.memory.buffer.byteLength < 10 * 24 * pageBytes, 'of 40 times 24 pages');
});

t.test('a table has as many rows as 16 bits tell apart', async (t) => {
  const kernel = new WasmKernel(instance());
  const table = kernel.createTable(new Uint8Array(256), 100_000);
  const rows: number[] = [];
  for (const accept of [-1, 7]) for (let row = 1; row !== 0;) rows.push((row = table.addRow(accept)));
  const made = rows.filter((row) => row !== 0);
  t.equal(made.length, 32_767 + 32_768);
  t.equal(new Set(made).size, made.length);
  t.ok(made.every((row, at) => row > 0 && table.indexOf(row) === at));
});

t.test('pages that come back are joined, and lent again', async (t) => {
  const memory = new WasmMemory(instance().memory);
  const [first, second, third] = [memory.takePages(20), memory.takePages(20), memory.takePages(20)];
  const size = memory.bytes.length;
  memory.givePages(third, 20);
  memory.givePages(first, 20);
  memory.givePages(second, 20);
  t.equal(memory.takePages(60), first);
  t.equal(memory.bytes.length, size);
});
