import { Buffer } from 'node:buffer';
import t from 'tap';
import {
  alternate,
  beyondAscii,
  byteSet,
  bytes,
  bytesIn,
  characterOf,
  concat,
  keyOf,
  literal,
  repeat,
  without,
  type ByteNode,
} from '../../src/prefilter/byte-tree.js';
import { anyChar, charSet, rangeOf, union } from '../../src/prefilter/char-set.js';
import { spelt } from './spelt.js';

t.test('equal sets of bytes are one object', async (t) => {
  t.equal(bytesIn('ab'), byteSet([0x62, 0x61, 0x62]));
  t.equal(without(without(bytesIn('ab'))), bytesIn('ab'));
  t.equal(without(beyondAscii).subarray(0, 0x80).every(Boolean), true);
  t.equal(without(beyondAscii)[0x80], 0);
});

t.test('a list of one is that one, and one copy is no repetition', async (t) => {
  const node = bytes(bytesIn('a'));
  t.equal(concat([node]), node);
  t.equal(alternate([node]), node);
  t.equal(repeat(node, 1, 1), node);
  t.strictSame(repeat(node, 1, 2), { kind: 'repeat', of: node, least: 1, most: 2 });
});

t.test('the letters of a word stand in both cases where case is ignored', async (t) => {
  t.equal(spelt(literal(Buffer.from('a-Z1é'), true)), `[Aa][-][Zz][0123456789][\xc3][\xa9]`);
  t.equal(spelt(literal(Buffer.from('a-Z'), false)), '[a][-][Z]');
});

t.test('a character is one byte or the bytes of UTF-8', async (t) => {
  const digits = '0123456789';
  t.equal(spelt(characterOf(charSet(0x61))), '[a]');
  t.equal(spelt(characterOf(rangeOf(0x34, 0x35))), `[${digits}]`, 'digits are not told apart');
  t.equal(spelt(characterOf(charSet(0xe9))), '[\xc3][\xa9]');
  t.equal(spelt(characterOf(union([charSet(0xe9), charSet(0x4e2d)]))), '([\xc3][\xa9]|[\xe4][\xb8][\xad])');
  const [wide, vague] = [union([charSet(0x61), charSet(0xe9)]), anyChar].map(characterOf) as [
    ByteNode,
    ByteNode,
  ];
  t.equal(spelt(wide), `[a${beyond()}][${beyond()}]{0,Infinity}`);
  t.match(vague, { kind: 'concat', parts: [{ set: byteSet(Array(256).keys()) }, { kind: 'repeat' }] });
});

function beyond(): string {
  return Buffer.from(Array.from({ length: 128 }, (_, at) => at + 128)).toString('latin1');
}

t.test('nodes that are written alike have one key', async (t) => {
  const nodes = (): ByteNode[] => [
    bytes(bytesIn('ab')),
    literal(Buffer.from('ab'), false),
    alternate([bytes(bytesIn('a')), bytes(bytesIn('b'))]),
    repeat(bytes(bytesIn('ab')), 2, 3),
    repeat(bytes(bytesIn('ab')), 2, Infinity),
  ];
  const [first, second] = [nodes().map(keyOf), nodes().map(keyOf)];
  t.strictSame(first, second);
  t.equal(new Set(first).size, first.length);
  const [node] = nodes() as [ByteNode];
  t.equal(keyOf(node), keyOf(node));
});
