import { Buffer } from 'node:buffer';
import fc from 'fast-check';
import t from 'tap';
import { createKernel } from '../../src/kernel/index.js';
import { plainText } from '../../src/prefilter/alphabet.js';
import { conditionOf } from '../../src/prefilter/condition.js';
import { FrameLiterals } from '../../src/prefilter/frame-literals.js';
import { LiteralFinder } from '../../src/prefilter/literal-finder.js';
import { Prefilter } from '../../src/prefilter/matcher.js';

const seed = Number(process.env['FC_SEED'] ?? 20_261_123);

function frameOf(texts: readonly string[]): { bytes: Buffer; ends: Uint32Array } {
  const records = texts.map((text) => Buffer.from(`${text}\n`));
  let end = 0;
  return { bytes: Buffer.concat(records), ends: Uint32Array.from(records, ({ length }) => (end += length)) };
}

const patterns = ['secret', 'tok_[a-z]{3}', '[0-9]{3}-[0-9]{2}', 'key: (?:abc|xyz)', '[A-Z]{2}[0-9]{2}', 'e'];

function createPrefilter(): Prefilter {
  return new Prefilter(patterns.map((source) => ({ condition: conditionOf(source), keywords: undefined })));
}

t.test('a frame looked through as a whole says of each record what the record itself says', async () => {
  const prefilter = createPrefilter();
  const kernel = createKernel();
  const piece = fc.constantFrom(
    'secret',
    'tok_abc',
    '123-45',
    'key: abc',
    'DE12',
    'x',
    ' ',
    'sec',
    'ret',
    '\n',
    'é',
  );
  const text = fc.array(piece, { maxLength: 6 }).map((parts) => parts.join(''));
  const [whole, single] = [new Uint32Array(prefilter.words), new Uint32Array(prefilter.words)];
  fc.assert(
    fc.property(fc.array(text, { maxLength: 12 }), (texts) => {
      const { bytes, ends } = frameOf(texts);
      kernel.load(bytes, ends);
      if (!prefilter.lookAtFrame(kernel, bytes)) return false;
      let start = 0;
      return [...ends].every((end, record) => {
        prefilter.begin();
        prefilter.searchRecord(record, bytes, start, end - 1, whole);
        prefilter.search(bytes, start, end - 1, single);
        start = end;
        // What runs over the end of a record before may be met too: that is one search more, and no finding.
        return single.every((bits, word) => (bits & ~(whole[word] as number)) === 0);
      });
    }),
    { numRuns: 500, seed },
  );
});

t.test('records that are passed over take nothing from those behind', async (t) => {
  const prefilter = createPrefilter();
  const { bytes, ends } = frameOf(['secret', 'plain', 'tok_abc']);
  const kernel = createKernel();
  kernel.load(bytes, ends);
  t.ok(prefilter.lookAtFrame(kernel, bytes));
  const marks = new Uint32Array(prefilter.words);
  prefilter.begin();
  prefilter.searchRecord(2, bytes, ends[1] as number, (ends[2] as number) - 1, marks);
  t.equal((marks[0] as number) & 0b11, 0b10);
});

t.test('beside ſ and K the records are told one by one', async (t) => {
  for (const letter of ['\u017f', '\u212a']) {
    const { bytes, ends } = frameOf(['plain', `${letter}ecret`]);
    const kernel = createKernel();
    kernel.load(bytes, ends);
    t.notOk(createPrefilter().lookAtFrame(kernel, bytes));
  }
});

t.test(
  'states are forgotten where there is no room, and the frame given up if that does not help',
  async (t) => {
    const words = ['abc', 'bcd', 'cde', 'dea'];
    const finder = new LiteralFinder(
      new Map(words.map((word, bit) => [word, [{ word: 0, bit: 1 << bit }]])),
      plainText.letters,
    );
    const { bytes, ends } = frameOf(['xx abc', 'cde', 'none', 'bcdea abc']);
    for (const plain of [false, true]) {
      const kernel = createKernel({ plain });
      kernel.load(bytes, ends);
      const roomy = new FrameLiterals(finder, kernel);
      t.ok(roomy.search());
      const planes = ends.slice().fill(0);
      ends.forEach((_, record) => {
        const own = new Uint32Array(1);
        roomy.mark(record, own);
        planes[record] = own[0] as number;
      });
      t.same([...planes], [0b0001, 0b0100, 0, 0b1111]);
      t.notOk(new FrameLiterals(finder, kernel, 3).search(), 'three states are not enough to go on');
      const { length } = finder.automaton.table;
      const most = length / finder.automaton.columns - 1;
      const tight = new FrameLiterals(finder, kernel, most);
      if (!tight.search()) continue;
      const own = new Uint32Array(1);
      tight.mark(3, own);
      t.equal(own[0], 0b1111, 'a table that was thrown away once loses nothing');
    }
  },
);
