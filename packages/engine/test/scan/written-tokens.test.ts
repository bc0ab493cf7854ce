import t from 'tap';
import { beyond, endOfToken, openBefore } from '../../src/scan/written-tokens.js';

const labels = new Set(['EMAIL']);

t.test('finds the bracket of the replacement that a byte may lie in', async (t) => {
  const openOf = (text: string, from = 0): number =>
    openBefore(Buffer.from(text), from, Buffer.from(text).indexOf('x'));
  for (const [text, open] of [
    ['[x', 0],
    ['a [EMAIL:x', 2],
    ['a [EMAIL: x', -1],
    ['a [EMAIL] x', -1],
    ['x', -1],
    ['abcx', -1],
  ] as const)
    t.equal(openOf(text), open, text);
  t.equal(openOf('[EMAIL:x', 1), -1, 'not before the record');
  t.equal(openBefore(Buffer.from('[EMAIL]'), 0, 0), 0, 'the bracket itself');
  t.equal(openBefore(Buffer.from('[EMAIL]'), 0, 6), 0, 'the closing one lies in it');
});

t.test('says where it does not look on', async (t) => {
  const text = Buffer.from(`[EMAIL:sealed:${'a'.repeat(400)}]`);
  t.equal(openBefore(text, 0, 300), beyond);
  t.equal(openBefore(text, 0, 100), 0);
  t.equal(openBefore(text, 200, 300), -1, 'the record begins within reach');
});

t.test('knows where a replacement ends', async (t) => {
  const endOf = (text: string): number => endOfToken(Buffer.from(text), 0, Buffer.byteLength(text), labels);
  t.equal(endOf('[EMAIL] x'), 7);
  t.equal(endOf('[EMAIL:sealed:aa] x'), 17);
  t.equal(endOf('[EMAIL:e1:mzxw6ytboi4dgnbv]'), 27);
  t.equal(endOf('[PHONE]'), -1);
});
