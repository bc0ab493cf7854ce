import t from 'tap';
import { DecodedString, escapeJsonText } from '../../src/formats/json-string.js';

function decode(content: string): { text: string; places: number[] } {
  const decoded = new DecodedString();
  const raw = Buffer.from(`"${content}"`);
  decoded.decode(raw, 1, raw.length - 1);
  const places = Array.from({ length: decoded.text.length + 1 }, (_, offset) => decoded.toRaw(offset));
  return { text: decoded.text.toString('utf8'), places };
}

t.test('decodes every escape as JSON.parse does', async (t) => {
  for (const content of [
    'plain',
    '\\"\\\\\\/\\b\\f\\n\\r\\t',
    '\\u0041\\u00e9\\u20ac',
    '\\ud83d\\ude00!',
    'é€😀\\n',
  ]) {
    t.equal(decode(content).text, JSON.parse(`"${content}"`));
  }
});

t.test('writes a surrogate without its partner as U+FFFD', async (t) => {
  for (const content of [
    '\\ud800',
    '\\udc00\\ud800',
    '\\ud800x',
    '\\ud800\\n',
    '\\ud800\\u0041',
    '\\ud800\\ud83d\\ude00',
  ]) {
    const parsed = JSON.parse(`"${content}"`) as string;
    t.equal(decode(content).text, Buffer.from(parsed).toString('utf8'), content);
  }
});

t.test('does not take a partner from behind the end', async (t) => {
  const raw = Buffer.from('\\ud83d\\ude00');
  const decoded = new DecodedString();
  decoded.decode(raw, 0, 6);
  t.equal(decoded.text.toString('utf8'), '\ufffd');
});

t.test('leads every decoded byte back to the character it came from', async (t) => {
  t.strictSame(decode('a\\u00e9b').places, [1, 2, 2, 8, 9]);
  t.strictSame(decode('\\ud83d\\ude00x').places, [1, 1, 1, 1, 13, 14]);
});

t.test('takes strings longer than any before', async (t) => {
  const long = 'x'.repeat(5000);
  t.equal(decode(`${long}\\n`).text, `${long}\n`);
});

t.test('escapes what may not stand in a JSON string', async (t) => {
  t.equal(escapeJsonText('a"b\\c\n\u0001é'), 'a\\"b\\\\c\\n\\u0001é');
});
