import t from 'tap';
import { isOneValue, onOneLine, scanObject } from '../../src/canonical/json-scan.js';

function members(text: string): Record<string, string> | false {
  const bytes = Buffer.from(text);
  const seen: Record<string, string> = {};
  const isObject = scanObject(bytes, (keyStart, keyEnd, valueStart, valueEnd) => {
    seen[bytes.toString('utf8', keyStart, keyEnd)] = bytes.toString('utf8', valueStart, valueEnd);
  });
  return isObject && seen;
}

t.test('finds the members of the outermost object', async (t) => {
  t.same(members(' { "a" : 1 , "b":"x,}\\"y", "c":{"d":["}",2]}, "e":[ ], "f":-1.5e+7 , "g":null} '), {
    ...{ a: '1', b: '"x,}\\"y"', c: '{"d":["}",2]}', e: '[ ]', f: '-1.5e+7', g: 'null' },
  });
  t.same(members('{ }'), {});
});

t.test('says where there is no object', async (t) => {
  const others = [
    '',
    '[]',
    '1',
    '{',
    '{}x',
    '{"a"}',
    '{"a":}',
    '{"a":1',
    '{"a":1,}',
    '{"a":1 "b":2}',
    '{a:1}',
    '{"a',
  ];
  const more = ['{"a":"x}', '{"a":[1}', '{"a":["x]}', '{"a":"x\ny"}', '{"a":1}}', '{"a\ty":1}', '{"a":"\\'];
  for (const text of [...others, ...more]) t.equal(members(text), false, JSON.stringify(text));
});

t.test('knows one value from none and from two', async (t) => {
  for (const text of ['1', ' "x" ', '[1,2]\n', 'true'])
    t.ok(isOneValue(Buffer.from(text)), JSON.stringify(text));
  for (const text of ['', ' ', '1 2', '"x', ',', '[1'])
    t.notOk(isOneValue(Buffer.from(text)), JSON.stringify(text));
});

t.test('newlines between tokens become spaces, other bytes stay', async (t) => {
  t.equal(onOneLine(Buffer.from('{\n  "a": 1\n}')).toString(), '{   "a": 1 }');
  const flat = Buffer.from('{"a":"\\n\u2028"}');
  t.equal(onOneLine(flat), flat);
});
