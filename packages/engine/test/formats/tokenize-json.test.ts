import t from 'tap';
import { JsonTokens, stringHolds, tokenKind } from '../../src/formats/json-tokens.js';
import { tokenizeJson } from '../../src/formats/tokenize-json.js';

const tokens = new JsonTokens();

function tokenize(text: string, maxDepth = 64): string {
  const bytes = Buffer.from(`,${text},`);
  return tokenizeJson(bytes, 1, bytes.length - 1, maxDepth, tokens);
}

t.test('names kinds, spans and containers', async (t) => {
  const text = '{"a":[1,"x\\n",true,false,null],"b":{}}';
  t.equal(tokenize(text), 'ok');
  const names = Object.keys(tokenKind);
  const seen = Array.from({ length: tokens.count }, (_, token) => [
    names[tokens.kinds[token] ?? -1],
    text.slice((tokens.starts[token] ?? 0) - 1, (tokens.ends[token] ?? 0) - 1),
    tokens.parents[token],
    tokens.escaped[token],
  ]);
  t.strictSame(seen, [
    ['object', text, -1, 0],
    ['key', 'a', 0, 0],
    ['array', '[1,"x\\n",true,false,null]', 0, 0],
    ['number', '1', 2, 0],
    ['string', 'x\\n', 2, 1],
    ['true', 'true', 2, 0],
    ['false', 'false', 2, 0],
    ['null', 'null', 2, 0],
    ['key', 'b', 0, 0],
    ['object', '{}', 0, 0],
  ]);
});

t.test('tells what keys and strings hold', async (t) => {
  const cases: readonly (readonly [string, number])[] = [
    ['', 0],
    ['abc.def>;|@KLM', 0],
    ['=', stringHolds.separator],
    [':', stringHolds.separator],
    ['<', stringHolds.separator],
    ['{', stringHolds.bracket],
    ['[', stringHolds.bracket],
    [']}', 0],
    ['a[b=c', stringHolds.separator | stringHolds.bracket],
    ['\\u003d\\u007b', 0],
    ['\\n=', stringHolds.separator],
  ];
  for (const [text, holds] of cases) {
    for (const before of [0, 1, 14, 15, 16, 17, 40]) {
      const content = 'x'.repeat(before) + text + 'x'.repeat(before % 7);
      t.equal(tokenize(`[${`"${content}",`.repeat(3)}1,{"${content}":"="}]`), 'ok');
      const seen = Array.from(tokens.holds.subarray(0, tokens.count));
      t.strictSame(seen, [0, holds, holds, holds, 0, 0, holds, stringHolds.separator], content);
    }
  }
});

const valid = [
  [
    '0',
    '-0',
    '12.5e-3',
    '1E+2',
    '1e5',
    '""',
    '"\\u00Ff"',
    '"\\"\\\\\\/\\b\\f\\n\\r\\t"',
    'true',
    'null',
    'false',
  ],
  [
    '[]',
    '{}',
    ' [ ] ',
    '\t{\r\n}',
    '[[],[{}]]',
    '{"":""}',
    '{"a":1,"a":2}',
    '{ "a" : 1 , "b" : [ 2 , 3 ] }',
    '"\u007f\u2028é"',
  ],
].flat();
const invalid = [
  [
    '',
    ' ',
    '01',
    '-',
    '1.',
    '.5',
    '1e',
    '1e+',
    '+1',
    '0x1',
    'NaN',
    'tru',
    'nul',
    'falsy',
    'True',
    '1 2',
    '"',
    '"\\',
    '"\\x"',
  ],
  [
    '"\\u12"',
    '"\\u12g4"',
    '"\\u123',
    '"a\nb"',
    '"\t"',
    '[',
    ']',
    '[1',
    '[1,',
    '[1,]',
    '[,1]',
    '[1 2]',
    '[1}',
    '{',
    '{"a"',
    '{"a":',
  ],
  [
    '{"a":1',
    '{"a":1,',
    '{"a":1,}',
    '{"a" 1}',
    '{a:1}',
    '{"a":1]',
    '{,}',
    '{"a":1 "b":2}',
    '{1:2}',
    "{'a':1}",
    '\ufeff1',
    '{"a":}',
    '-x',
  ],
].flat();

t.test('accepts what JSON.parse accepts and refuses the rest', async (t) => {
  for (const text of valid) {
    t.doesNotThrow(() => JSON.parse(text) as unknown, encodeURI(text));
    t.equal(tokenize(text), 'ok', encodeURI(text));
  }
  for (const text of invalid) {
    t.throws(() => JSON.parse(text) as unknown, encodeURI(text));
    t.equal(tokenize(text), 'malformed_json', encodeURI(text));
  }
});

t.test('does not read past the end of the record', async (t) => {
  for (const text of ['{"a":1}', '[1]', '"abc"', '"\\u0041"', 'true', '12.5e3']) {
    const bytes = Buffer.from(text);
    for (let end = 0; end < bytes.length; end += 1) {
      const isNumber = /^12(\.5(e3)?)?$|^1$/.test(text.slice(0, end));
      t.equal(
        tokenizeJson(bytes, 0, end, 64, tokens),
        isNumber ? 'ok' : 'malformed_json',
        `${text} cut at ${String(end)}`,
      );
    }
  }
});

t.test('counts depth from the outermost container', async (t) => {
  t.equal(tokenize('[[[]]]', 3), 'ok');
  t.equal(tokenize('[[{}],[[]]]', 3), 'ok');
  t.equal(tokenize('[[[]]]', 2), 'too_deep');
  t.equal(tokenize('1', 0), 'ok');
  t.equal(tokenize('['.repeat(100_000) + ']'.repeat(100_000), 100_000), 'ok');
});
