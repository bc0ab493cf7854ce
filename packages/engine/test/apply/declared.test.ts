import t from 'tap';
import {
  compileRuleset,
  defaultLimits,
  redactDeclaredFrame,
  type DeclaredSpan,
  type RedactContext,
} from '../../src/index.js';

const pack = `
pack: fake
title: Fake
detectors:
  - { id: word, title: Word, category: pii, severity: high, pattern: 'secret[0-9]+', action: mask,
      examples: { match: [secret1, secret2, secret3], ignore: [secret, secre1, x] } }
  - { id: card, title: Card, category: pci, severity: high, pattern: 'card[0-9]+', action: { type: partial, keepLast: 2 },
      examples: { match: [card1, card2, card3], ignore: [card, car1, x] } }
`;
const policy = 'policy: p\npacks: [fake]\nactions: { health: drop, network: partial }\n';
const ruleset = compileRuleset({
  packs: [{ file: 'fake.yaml', text: pack }],
  policy: { file: 'p.yaml', text: policy },
});
const keyed: RedactContext = { pseudonymKey: Buffer.alloc(32, 1), epoch: 'e1', limits: defaultLimits };
const unkeyed: RedactContext = { ...keyed, pseudonymKey: Buffer.alloc(0) };

/** Declares the places of `part` in the records. */
type Declared = readonly [part: string, is: DeclaredSpan['is'], isKey?: boolean];

function redact(records: readonly string[], declared: readonly Declared[], context = keyed) {
  const text = records.map((record) => `${record}\n`).join('');
  const bytes = Buffer.from(text);
  const spans = declared
    .map(([part, is, isKey = false]) => {
      const start = Buffer.byteLength(text.slice(0, text.indexOf(part)));
      return { start, end: start + Buffer.byteLength(part), is, isKey };
    })
    .sort((a, b) => a.start - b.start || b.end - a.end);
  const lengths = Uint32Array.from(records, (record) => Buffer.byteLength(record) + 1);
  const result = redactDeclaredFrame(ruleset, { bytes, lengths, format: 'json' }, context, spans);
  return { ...result, text: result.bytes.toString() };
}

t.test('acts on every value of a declared part, and on nothing beside it', async (t) => {
  const { text, counts } = redact(
    ['{"a":"ä","b":{"c":"x","d":[1,true,null,""]},"e":"secret1 y"}', '{"a":"kept"}', '{"f":5}'],
    [
      ['"ä"', { category: 'pii' }],
      ['{"c":"x","d":[1,true,null,""]}', {}],
      ['5', { category: 'secret' }],
    ],
  );
  t.equal(
    text,
    '{"a":"[PII]","b":{"c":"[SENSITIVE]","d":[null,null,null,""]},"e":"[WORD] y"}\n{"a":"kept"}\n{"f":null}\n',
  );
  t.same(
    counts.map(({ detector, action, count }) => `${detector} ${action} ${String(count)}`),
    ['word mask 1', 'declared-pii mask 1', 'declared mask 3', 'declared-secret mask 1'],
  );
});

t.test('the stricter of what is asked for and what the policy does counts', async (t) => {
  const { text } = redact(
    ['{"a":"1","b":"abcd","c":"abcdefghij","d":"4"}'],
    [
      ['"1"', { category: 'health', action: 'mask' }],
      ['"abcd"', { category: 'network', action: 'mask' }],
      ['"abcdefghij"', { category: 'network' }],
      ['"4"', { category: 'pii', action: 'drop' }],
    ],
  );
  t.equal(text, '{"b":"[NETWORK]","c":"******ghij"}\n');
  const { kept, discarded } = redact(['{"a":"1"}', '{"a":"2"}'], [['"1"', { action: 'discard' }]]);
  t.same([[...kept], [...discarded]], [[1], [0]]);
});

t.test('of an escaped text what it says counts, not how it is written', async (t) => {
  const { text } = redact(
    [String.raw`{"a":"\u0061bcdefgh\u0069j"}`],
    [[String.raw`"\u0061bcdefgh\u0069j"`, { category: 'network' }]],
  );
  t.equal(text, '{"a":"******ghij"}\n');
});

t.test('pseudonyms need a key; without one the value is masked', async (t) => {
  const declared: Declared[] = [['"ann"', { category: 'pii', action: 'pseudonymize' }]];
  t.match(redact(['{"a":"ann"}'], declared).text, /^\{"a":"\[PII:e1:[a-z2-7]{16}\]"\}\n$/);
  t.equal(redact(['{"a":"ann"}'], declared, unkeyed).text, '{"a":"[PII]"}\n');
});

t.test('a named detector lends its label and action', async (t) => {
  const { text, counts } = redact(['{"a":"123456"}'], [['"123456"', { detector: 'card' }]]);
  t.equal(text, '{"a":"****56"}\n');
  t.match(counts, [{ detector: 'card', action: 'partial', count: 1 }]);
  t.equal(redact(['{"a":"1"}'], [['"1"', { detector: 'gone' }]]).text, '{"a":"[SENSITIVE]"}\n');
});

t.test('the keys of a map are acted on where they are declared, other keys are not', async (t) => {
  const { text } = redact(
    ['{"m":{"ann":{"x":"y"}}}'],
    [
      ['{"ann":{"x":"y"}}', { category: 'pii' }],
      ['"ann"', { category: 'pii' }, true],
    ],
  );
  t.equal(text, '{"m":{"[PII]":{"x":"[PII]"}}}\n');
});

t.test('a safe part is not searched, but what is sensitive within it is acted on', async (t) => {
  const { text } = redact(
    ['{"a":{"b":"secret1","secret2":["secret3"],"c":"x"},"d":"secret4"}'],
    [
      ['{"b":"secret1","secret2":["secret3"],"c":"x"}', 'safe'],
      ['"x"', { category: 'pii' }],
    ],
  );
  t.equal(text, '{"a":{"b":"secret1","secret2":["secret3"],"c":"[PII]"},"d":"[WORD]"}\n');
});

t.test('spans of a withheld record are passed over, and findings are bounded', async (t) => {
  const { text, withheld } = redact(
    ['{"a":"1"', '{"a":"2"}', '{"a":["3","4"]}'],
    [
      ['"1"', {}],
      ['"2"', {}],
      ['["3","4"]', {}],
    ],
    { ...keyed, limits: { ...defaultLimits, maxFindingsPerRecord: 1 } },
  );
  t.equal(text, '{"a":"[SENSITIVE]"}\n');
  t.same(withheld, [
    { index: 0, reason: 'malformed_json' },
    { index: 2, reason: 'scan_budget' },
  ]);
});

t.test('declared records are joined like any others', async (t) => {
  const line = (log: string): string => JSON.stringify({ log, stream: 'stdout' });
  t.equal(redact([line('x sec'), line('ret12\n')], []).text, `${line('x [WORD]')}\n${line('[WORD]\n')}\n`);
});
