import t from 'tap';
import { detectRecord, redactFrame, redactFramePlain, redactRecord } from '../../src/apply/redact.js';
import { defaultLimits, type EngineFormat } from '../../src/types.js';
import {
  contextOf,
  fakeRuleset,
  frameOf,
  recordsOf,
  type FakeDetector,
  type FakePolicy,
} from '../support.js';

const digits: FakeDetector = { id: 'num', pattern: '[0-9]+' };

function redact(detectors: FakeDetector[], text: string, format: EngineFormat, policy?: FakePolicy): string {
  const result = redactRecord(fakeRuleset(detectors, policy), Buffer.from(text), format, contextOf());
  return result.kind === 'kept'
    ? result.bytes.toString()
    : result.kind === 'withheld'
      ? result.reason
      : result.kind;
}

const json = (detector: Partial<FakeDetector>, text: string, policy?: FakePolicy): string =>
  redact([{ id: 'num', pattern: '[0-9]+', ...detector }], text, 'json', policy);
const byKey = (action: FakeDetector['action'], text: string): string =>
  redact([{ id: 'k', keys: ['k'], ...(action === undefined ? {} : { action }) }], text, 'json');

t.test('text: replaces or removes the span', async (t) => {
  t.equal(redact([digits], 'a 12 b 3\r', 'text'), 'a [NUM] b [NUM]\r');
  t.equal(redact([{ ...digits, label: 'N_1' }], 'é12', 'text'), 'é[N_1]');
  t.equal(redact([{ ...digits, action: 'drop' }], 'a 12 b', 'text'), 'a  b');
  t.equal(redact([{ ...digits, action: 'discard' }], 'a 12 b', 'text'), 'discarded');
  t.equal(redact([{ ...digits, action: 'partial' }], 'a 12345678 b 123', 'text'), 'a ****5678 b [NUM]');
  t.match(redact([{ ...digits, action: 'pseudonymize' }], 'a 12', 'text'), /^a \[NUM:e1:[a-z2-7]{16}\]$/);
});

t.test('text: anchors mean the ends of the record', async (t) => {
  t.equal(redact([{ id: 'x', pattern: '^a|b$' }], 'aab bb', 'text'), '[X]ab b[X]');
});

t.test('json: replaces inside strings and keys, and leaves every other byte', async (t) => {
  t.equal(json({}, ' {"a1" :\t"x 12 y", "b":[ "3" ]} '), ' {"a[NUM]" :\t"x [NUM] y", "b":[ "[NUM]" ]} ');
  t.equal(json({}, '"12"'), '"[NUM]"');
});

t.test('json: decodes escapes to search, and replaces what was written', async (t) => {
  t.equal(json({}, '{"a":"\\u0031\\u0032 \\"x\\n3"}'), '{"a":"[NUM] \\"x\\n[NUM]"}');
  t.equal(json({ pattern: '"[a-z]+"' }, '{"a":"say \\"hi\\" \\u00e9"}'), '{"a":"say [NUM] \\u00e9"}');
  t.equal(json({ pattern: '^\\t.$' }, '{"a":"\\t\\ud83d\\ude00"}'), '{"a":"[NUM]"}');
  t.equal(json({}, '{"\\u0031":"a"}'), '{"[NUM]":"a"}');
});

t.test('json: does not match across the edge of a string', async (t) => {
  t.equal(json({ pattern: 'a":"b|ab' }, '{"a":"b"}'), '{"a":"b"}');
  t.equal(json({ pattern: '^x$' }, '{"x":"x y","z":"x"}'), '{"[NUM]":"x y","z":"[NUM]"}');
});

t.test('json: escapes what partial leaves readable', async (t) => {
  const action = { type: 'partial', keepLast: 2 } as const;
  const input = '{"x":"ab\\"\\\\\\u0001cd"}';
  t.equal(json({ pattern: 'a.+', action }, input), '{"x":"**\\"\\\\\\u0001cd"}');
});

t.test('json: a literal is replaced whole, by null or by zero', async (t) => {
  t.equal(json({ pattern: '5' }, '{"a":-1.5e3,"b":[2]}'), '{"a":null,"b":[2]}');
  t.equal(json({ pattern: '[15]' }, '{"a":-1.5e3}'), '{"a":null}', 'two findings in one number');
  t.equal(json({ pattern: 'true|null|5' }, '[true,false,null,5]'), '[null,false,null,null]');
  t.equal(
    json({ pattern: 'true|null|5' }, '[true,false,null,5]', { maskedNumber: 'zero' }),
    '[false,false,null,0]',
  );
  t.equal(json({ action: 'partial' }, '{"a":1234567890}'), '{"a":null}');
  t.equal(json({ action: 'pseudonymize' }, '{"a":1234567890}'), '{"a":null}');
});

t.test('json: by key, every leaf is replaced and its type holds where it can', async (t) => {
  t.equal(
    byKey('mask', '{"k":"a","b":{"k":[1,{"c":"","d":true}]}}'),
    '{"k":"[K]","b":{"k":[null,{"c":"","d":null}]}}',
  );
  t.equal(byKey('partial', '{"k":"1234-5678"}'), '{"k":"****-5678"}');
  t.equal(byKey('discard', '{"k":"a"}'), 'discarded');
  t.equal(byKey('discard', '{"k":[null,""]}'), '{"k":[null,""]}');
});

t.test('json: drop removes the member with one comma', async (t) => {
  const cases: Record<string, string> = {
    '{"k":1}': '{}',
    '{ "k" : 1 }': '{  }',
    '{"k":1,"b":2}': '{"b":2}',
    '{"b":2,"k":1}': '{"b":2}',
    '{"b":2 , "k":"x" , "c":3}': '{"b":2  , "c":3}',
    '{"k":1,"k":2}': '{}',
    '{"b":1,"k":1,"k":2}': '{"b":1}',
    '{"k":1,"k":2,"b":1}': '{"b":1}',
    '{"k":1,"b":1,"k":2}': '{"b":1}',
    '{"k":1,"b":1,"k":2,"c":3,"k":4}': '{"b":1,"c":3}',
    '{"a":{"k":1},"b":[{"k":1},2]}': '{"a":{},"b":[{},2]}',
    '{"k":{"x":1,"y":[2,null]},"b":3}': '{"b":3}',
    '{"k":{"k":1}}': '{}',
    '{"k":null,"b":1}': '{"k":null,"b":1}',
  };
  for (const [input, output] of Object.entries(cases)) t.equal(byKey('drop', input), output);
});

t.test(
  'json: drop by pattern removes the element, the member of the value, or that of the key',
  async (t) => {
    const cases: Record<string, string> = {
      '[1,"a",2]': '["a"]',
      '[1]': '[]',
      '[ "a" , "x1y" ]': '[ "a"  ]',
      '["1",["2","a"],3]': '[["a"]]',
      '{"a1":"b","c":"d"}': '{"c":"d"}',
      '{"a":"1","c":{"d":[5]}}': '{"c":{"d":[]}}',
      '{"a1":{"b":[2,"3"]},"c":"d"}': '{"c":"d"}',
    };
    for (const [input, output] of Object.entries(cases)) t.equal(json({ action: 'drop' }, input), output);
    t.equal(json({ action: 'drop' }, '12'), 'discarded');
    t.equal(json({ action: 'drop' }, ' "a1"'), 'discarded');
  },
);

t.test('json: a dropped field takes along what else was found in it', async (t) => {
  const detectors: FakeDetector[] = [
    { id: 'k', keys: ['k'], action: 'drop' },
    { id: 'x', pattern: 'x' },
  ];
  const input = frameOf(['{"k":{"x":"x"},"a":"x"}'], 'json');
  const result = redactFrame(fakeRuleset(detectors), input, contextOf());
  t.strictSame(recordsOf(result), ['{"a":"[X]"}']);
  t.strictSame(result.counts, [
    { detector: 'k', action: 'drop', count: 1 },
    { detector: 'x', action: 'mask', count: 1 },
  ]);
  const number: FakeDetector[] = [
    { id: 'd', pattern: '1', action: 'drop' },
    { id: 'm', pattern: '2' },
  ];
  t.equal(redact(number, '[102]', 'json'), '[]');
  t.equal(redact(number, '[201]', 'json'), '[]');
});

t.test('withholds a JSON record that does not parse or is too deep, and no text record', async (t) => {
  t.equal(redact([digits], '{"a":', 'json'), 'malformed_json');
  t.equal(redact([digits], `${'['.repeat(65)}${']'.repeat(65)}`, 'json'), 'too_deep');
  t.equal(redact([digits], '{"a":', 'text'), '{"a":');
  t.equal(redact([digits], '\ufeff{"a":1}', 'json'), '\ufeff{"a":null}');
});

t.test('keeps an empty record, whatever its format', async (t) => {
  for (const format of ['text', 'json'] as const) {
    for (const record of ['', '\n']) t.equal(redact([digits], record, format), record);
  }
  const result = redactFrame(fakeRuleset([digits]), frameOf(['', ' ', ''], 'json'), contextOf());
  t.strictSame([...result.kept], [0, 2]);
  t.strictSame(result.withheld, [{ index: 1, reason: 'malformed_json' }]);
});

t.test(
  'one record: gives back the same buffer if nothing is found, and its newline if it has one',
  async (t) => {
    const ruleset = fakeRuleset([digits]);
    const record = Buffer.from('nothing here\n');
    t.match(redactRecord(ruleset, record, 'text', contextOf()), { kind: 'kept', findings: [] });
    const result = redactRecord(ruleset, record, 'text', contextOf());
    t.equal(result.kind === 'kept' && result.bytes, record);
    t.equal(redact([digits], '1\n', 'text'), '[NUM]\n');
    t.match(redactRecord(ruleset, Buffer.from('\0'), 'text', contextOf()), {
      kind: 'withheld',
      reason: 'nul_bytes',
    });
    const discarding = fakeRuleset([{ ...digits, action: 'discard' }]);
    t.match(redactRecord(discarding, Buffer.from('1'), 'text', contextOf()), {
      kind: 'discarded',
      findings: [{ action: 'discard' }],
    });
  },
);

t.test('detects what it would act on, with spans in the record as it was written', async (t) => {
  const ruleset = fakeRuleset([{ ...digits, category: 'pci' }]);
  t.strictSame(detectRecord(ruleset, Buffer.from('é 12\n'), 'text', defaultLimits), {
    findings: [{ detector: 'num', category: 'pci', action: 'mask', confidence: 0.8, start: 3, end: 5 }],
  });
  t.match(detectRecord(ruleset, Buffer.from('{"\\u00e9":"\\n\\u0031"}'), 'json', defaultLimits), {
    findings: [{ start: 13, end: 19 }],
  });
  t.strictSame(detectRecord(ruleset, Buffer.from([0xff]), 'text', defaultLimits), {
    withheld: 'invalid_utf8',
  });
});

t.test('a frame: every record is kept, discarded or withheld, and the rest closes up', async (t) => {
  const ruleset = fakeRuleset([digits, { id: 'gone', pattern: 'gone', action: 'discard' }]);
  const records = [
    'a 1',
    'gone 22',
    'clean',
    Buffer.from([0x31, 0xff]),
    'x\0 1',
    '',
    'long '.repeat(10),
    '1 22 é',
  ];
  for (const run of [redactFrame, redactFramePlain]) {
    const result = run(ruleset, frameOf(records, 'text'), contextOf({ maxRecordBytes: 40 }));
    t.strictSame(recordsOf(result), ['a [NUM]', 'clean', '', '[NUM] [NUM] é']);
    t.strictSame([...result.kept], [0, 2, 5, 7]);
    t.strictSame([...result.discarded], [1]);
    t.strictSame(result.withheld, [
      { index: 3, reason: 'invalid_utf8' },
      { index: 4, reason: 'nul_bytes' },
      { index: 6, reason: 'too_large' },
    ]);
    t.strictSame(result.counts, [
      { detector: 'num', action: 'mask', count: 3 },
      { detector: 'gone', action: 'discard', count: 1 },
    ]);
    t.equal(result.bytes.at(-1), 10);
  }
});

t.test('a frame: the input buffer comes back if nothing had to change', async (t) => {
  const input = frameOf(['a', 'b'], 'text');
  const result = redactFrame(fakeRuleset([digits]), input, contextOf());
  t.equal(result.bytes, input.bytes);
  t.equal(result.lengths, input.lengths);
  t.strictSame([...result.kept], [0, 1]);
  t.strictSame(result.counts, []);
  const empty = redactFrame(fakeRuleset([digits]), frameOf([], 'json'), contextOf());
  t.equal(empty.bytes.length, 0);
  t.equal(empty.kept.length, 0);
});

t.test('a frame: records may hold newlines, and a match stays in its record', async (t) => {
  const ruleset = fakeRuleset([
    { id: 'x', pattern: 'a\\s+b' },
    { id: 'y', pattern: 'c[^d]*d' },
  ]);
  const input = frameOf(['a\nb', 'a', 'b', 'c', 'c\nd'], 'text');
  const result = redactFrame(ruleset, input, contextOf());
  t.strictSame(recordsOf(result), ['[X]', 'a', 'b', 'c', '[Y]']);
});

t.test('a frame: withholds with a reason what costs too much or breaks a validator', async (t) => {
  const result = redactFrame(
    fakeRuleset([digits]),
    frameOf(['[1,2,3]', '[1]', '[[1]]'], 'json'),
    contextOf({ maxFindingsPerRecord: 2, maxDepth: 1 }),
  );
  t.strictSame(result.withheld, [
    { index: 0, reason: 'scan_budget' },
    { index: 2, reason: 'too_deep' },
  ]);
  const escaped = redactFrame(
    fakeRuleset([digits]),
    frameOf(['["\\n1 2 3"]'], 'json'),
    contextOf({ maxFindingsPerRecord: 2 }),
  );
  t.strictSame(escaped.withheld, [{ index: 0, reason: 'scan_budget' }]);
  t.equal(escaped.bytes.length, 0);
});

t.test('a frame: refuses lengths that do not fit its bytes', async (t) => {
  const ruleset = fakeRuleset([digits]);
  const run = (text: string, lengths: number[]) => () =>
    redactFrame(
      ruleset,
      { bytes: Buffer.from(text), lengths: Uint32Array.from(lengths), format: 'text' },
      contextOf(),
    );
  for (const broken of [
    run('a\nb', [2, 1]),
    run('a\n', [2, 2]),
    run('a\nb\n', [2]),
    run('a\n', [2, 0]),
    run('ab\n', [1, 2]),
  ]) {
    t.throws(broken, { code: 'SJ_INTERNAL' });
  }
});

t.test('refuses a weak pseudonym key or an unreadable epoch, where they are needed', async (t) => {
  const ruleset = fakeRuleset([{ ...digits, action: 'pseudonymize' }]);
  const record = Buffer.from('1');
  const weak = { ...contextOf(), pseudonymKey: Buffer.alloc(15) };
  t.throws(() => redactRecord(ruleset, record, 'text', weak), { code: 'SJ_INTERNAL' });
  for (const epoch of ['', 'a b', 'x\n', 'e'.repeat(65)]) {
    t.throws(() => redactFrame(ruleset, frameOf(['1'], 'text'), { ...contextOf(), epoch }), {
      code: 'SJ_INTERNAL',
    });
  }
  t.doesNotThrow(() => redactRecord(fakeRuleset([digits]), record, 'text', { ...weak, epoch: '' }));
});

t.test('a pseudonym is the same in text, in JSON and behind escapes', async (t) => {
  const detectors = [{ id: 'x', pattern: 'é[a-z]+', action: 'pseudonymize' }];
  const text = redact(detectors, 'éab', 'text');
  t.equal(redact(detectors, '"éab"', 'json'), `"${text}"`);
  t.equal(redact(detectors, '"\\u00e9\\u0061b"', 'json'), `"${text}"`);
});
