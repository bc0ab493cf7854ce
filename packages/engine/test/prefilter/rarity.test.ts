import { Buffer } from 'node:buffer';
import t from 'tap';
import { anywhere, flowThrough, sumOf } from '../../src/prefilter/byte-rates.js';
import {
  alternate,
  beyondAscii,
  bytes,
  bytesIn,
  concat,
  literal,
  repeat,
  without,
} from '../../src/prefilter/byte-tree.js';
import { costOf, flowOf, rateOf } from '../../src/prefilter/rarity.js';

const of = (text: string): ReturnType<typeof bytes> => bytes(bytesIn(text));
const digit = of('0123456789');
const any = bytes(without(bytesIn('')));
const word = literal(Buffer.from('xyz'), false);

function isNear(a: number, b: number): boolean {
  return Math.abs(a - b) < 1e-9;
}

t.test('the bytes of logs follow each other as often as all together', async (t) => {
  t.ok(isNear(sumOf(anywhere), 1));
  t.ok(rateOf(any) > 0.99 && rateOf(any) < 1 + 1e-9);
  t.ok(isNear(sumOf(flowThrough(bytesIn('e'), anywhere)), rateOf(of('e'))));
  t.ok(rateOf(bytes(beyondAscii)) > 0, 'what was hardly measured may still be');
});

t.test('what is longer is rarer, what may be one thing or the other is not', async (t) => {
  t.ok(rateOf(of('~')) < rateOf(of('e')));
  t.ok(rateOf(word) < rateOf(literal(Buffer.from('xy'), false)));
  t.ok(isNear(rateOf(alternate([word, digit])), rateOf(word) + rateOf(digit)));
  t.ok(rateOf(concat([digit, digit])) > rateOf(digit) ** 2, 'digits follow digits');
  t.equal(rateOf(concat([])), sumOf(anywhere));
});

t.test('repetitions are followed for some copies', async (t) => {
  t.ok(isNear(rateOf(repeat(digit, 3, 3)), rateOf(concat([digit, digit, digit]))));
  t.ok(isNear(rateOf(repeat(digit, 0, 1)), 1 + rateOf(digit)));
  t.ok(isNear(rateOf(repeat(digit, 0, Infinity)), rateOf(repeat(digit, 0, 3))));
  t.ok(rateOf(repeat(word, 1, 2)) > rateOf(word));
  t.strictSame(flowOf(repeat(word, 0, 0), anywhere), anywhere);
});

t.test('what many bytes can be costs more to look for', async (t) => {
  t.ok(costOf(any) > costOf(digit) && costOf(digit) > costOf(of('~')));
  t.equal(costOf(of('~')), 1);
  t.equal(costOf(word), 3);
  t.equal(costOf(alternate([word, word])), 6);
  t.equal(costOf(repeat(word, 2, 3)), 9);
  t.equal(costOf(repeat(word, 2, Infinity)), 9);
});
