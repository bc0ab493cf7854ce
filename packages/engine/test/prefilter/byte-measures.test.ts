import { Buffer } from 'node:buffer';
import t from 'tap';
import { copiesOf, edgeOf, isNullable, mostCopies, sizeOf } from '../../src/prefilter/byte-measures.js';
import { alternate, bytes, bytesIn, concat, literal, repeat } from '../../src/prefilter/byte-tree.js';

const digit = bytes(bytesIn('0123456789'));
const letter = bytes(bytesIn('abcdefghijkl'));
const word = literal(Buffer.from('word'), false);
const nothing = concat([]);
const perhaps = repeat(digit, 0, 1);

t.test('repetitions are spelled out up to some copies, of letters up to few', async (t) => {
  t.strictSame(copiesOf(digit, 2, 5), { least: 2, most: 5 });
  t.strictSame(copiesOf(digit, 2, 40), { least: 2, most: Infinity });
  t.strictSame(copiesOf(digit, mostCopies + 1, mostCopies + 1), { least: mostCopies, most: Infinity });
  t.strictSame(copiesOf(letter, 3, 3), { least: 3, most: 3 });
  t.strictSame(copiesOf(letter, 4, 4), { least: 3, most: Infinity });
  t.strictSame(copiesOf(word, 4, 4), { least: 4, most: 4 });
});

t.test('the size of a node is the number of bytes that it spells out', async (t) => {
  t.equal(sizeOf(word), 4);
  t.equal(sizeOf(alternate([word, digit])), 5);
  t.equal(sizeOf(repeat(word, 2, 3)), 12);
  t.equal(sizeOf(repeat(word, 2, Infinity)), 8);
  t.equal(sizeOf(repeat(word, 0, Infinity)), 4);
  t.equal(sizeOf(repeat(word, 0, 0)), 0);
});

t.test('what may be no bytes at all', async (t) => {
  t.ok(isNullable(nothing) && isNullable(perhaps) && isNullable(repeat(perhaps, 2, 2)));
  t.ok(isNullable(alternate([word, nothing])) && isNullable(concat([perhaps, perhaps])));
  t.notOk(isNullable(word) || isNullable(digit) || isNullable(repeat(word, 1, 2)));
  t.notOk(isNullable(alternate([word, digit])) || isNullable(concat([perhaps, word])));
});

t.test('edges are the first and the last bytes, behind what may be none', async (t) => {
  const node = concat([perhaps, alternate([word, letter]), repeat(bytes(bytesIn('-+')), 0, Infinity)]);
  t.equal(edgeOf(node, 'first'), bytesIn('0123456789wabcdefghijkl'));
  t.equal(edgeOf(node, 'last'), bytesIn('-+dabcdefghijkl'));
  t.equal(edgeOf(concat([repeat(digit, 0, 0), word]), 'first'), bytesIn('w'));
  t.equal(edgeOf(nothing, 'last'), bytesIn(''));
});
