import { Buffer } from 'node:buffer';
import t from 'tap';
import { conditionOf } from '../../src/prefilter/condition.js';
import { Prefilter } from '../../src/prefilter/matcher.js';

/** The places of the patterns that may match in the text, keywords left aside. */
function search(patterns: readonly string[], text: string, prefilter = create(patterns)): number[] {
  const marks = new Uint32Array(prefilter.words);
  const bytes = Buffer.from(text);
  prefilter.begin();
  prefilter.search(bytes, 0, bytes.length, marks);
  return placesIn(marks, patterns.length);
}

function create(patterns: readonly string[]): Prefilter {
  return new Prefilter(patterns.map((pattern) => ({ condition: conditionOf(pattern), keywords: undefined })));
}

function placesIn(marks: Uint32Array, count: number): number[] {
  return Array.from({ length: count }, (_, at) => at).filter(
    (at) => (((marks[at >> 5] as number) >>> (at & 31)) & 1) === 1,
  );
}

t.test('marks the patterns whose condition the text meets', async (t) => {
  const patterns = ['(?i)secret', 'he|she|his', '[0-9]{9}', '[0-9]{3}-[0-9]{2}', 'abc.*xyz', '\\pL+'];
  const cases: [string, number[]][] = [
    ['nothing here', [1, 5]],
    ['SECRET', [0, 5]],
    ['\u017fecret', [0, 5]],
    ['12345678', [5]],
    ['123456789', [2, 5]],
    ['x123-45', [3, 5]],
    ['123 45', [5]],
    ['abc', [5]],
    ['xyz abc', [4, 5]],
    ['', [5]],
  ];
  const prefilter = create(patterns);
  for (const [text, expected] of cases) t.strictSame(search(patterns, text, prefilter), expected, text);
});

t.test('reads ſ and K as s and k, and other bytes as they are', async (t) => {
  t.strictSame(search(['(?i)ask', '™'], 'A\u017f\u212a'), [0]);
  t.strictSame(search(['(?i)ask', '™', 'ſ™'], '\u2122 \u0160'), [1]);
  t.strictSame(search(['\u212a'], '\u212a'), [0]);
  for (const cut of [1, 2]) {
    const bytes = Buffer.from('\u212a').subarray(0, cut);
    t.strictSame(search(['(?i)kelvin'], bytes.toString('latin1')), []);
  }
});

t.test('only looks at the part that it is asked about', async (t) => {
  const prefilter = create(['secret', '[0-9]{5}']);
  const marks = new Uint32Array(prefilter.words);
  const bytes = Buffer.from('secret 12345 \u017f\u212a');
  const at = (start: number, end: number): number[] => {
    prefilter.search(bytes, start, end, marks);
    return placesIn(marks, 2);
  };
  t.strictSame(at(0, 6), [0]);
  t.strictSame(at(0, 5), []);
  t.strictSame(at(7, 12), [1]);
  t.strictSame(at(7, 11), []);
  t.strictSame(at(13, 14), [], 'half of a ſ');
  t.strictSame(at(15, 17), [], 'a part of a K');
});

t.test('keywords count from one text to the other, up to the next record', async (t) => {
  const prefilter = new Prefilter([
    { condition: conditionOf('[0-9]{5}'), keywords: ['ssn', 'tax'] },
    { condition: conditionOf('[0-9]{5}'), keywords: undefined },
  ]);
  const look = (...texts: string[]): number[] => {
    const marks = new Uint32Array(prefilter.words);
    prefilter.begin();
    for (const text of texts) prefilter.search(Buffer.from(text), 0, text.length, marks);
    prefilter.keepNear(marks);
    return placesIn(marks, 2);
  };
  t.strictSame(look('12345'), [1]);
  t.strictSame(look('TAX 12345'), [0, 1]);
  t.strictSame(look('ssn', '12345'), [0, 1]);
  t.strictSame(look('12345'), [1]);
});

t.test('many patterns, and none', async (t) => {
  const patterns = Array.from({ length: 70 }, (_, index) => `word${String(index)}x`);
  t.strictSame(search(patterns, 'word0x word31x WORD32X word69x'), [0, 31, 32, 69]);
  t.strictSame(search([], 'text'), []);
});
