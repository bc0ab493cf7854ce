import fc from 'fast-check';
import t from 'tap';
import { detectRecord, redactFrame, redactFramePlain, redactRecord } from '../../src/apply/redact.js';
import { defaultLimits, type EngineFormat, type Finding } from '../../src/types.js';
import { contextOf, fakeRuleset, frameOf, recordsOf, type FakeDetector } from '../support.js';

/** Simple patterns that touch what is easy to get wrong: anchors, edges, newlines, wide characters, overlaps. */
const patterns = [
  [
    'secret',
    '[0-9]+',
    '[0-9]{3,5}',
    'a+b?',
    '\\bab\\b',
    '\\b[a-z]{2}\\b',
    '^a',
    'b$',
    '^[0-9]+$',
    '(?m)^b|a$',
    '\\Aab',
    '1\\z',
  ],
  [
    '\\Bb',
    'a\\B',
    '(?s)a.b',
    'a\\s+b',
    '[^a]b',
    '[^\\s"]+1',
    'é+',
    '[é😀]',
    '\\pL1',
    '"',
    '\\\\',
    ':',
    '[{},]',
    'true|null',
    'e',
  ],
  [
    '=(?P<value>[0-9]+)',
    '(?P<value>a)[^b]*b',
    '(?:^|[^0-9])(?P<value>[0-9]{2})(?:$|[^0-9])',
    '\\n',
    '\\t',
    '(?i)SECRET|A1',
    '-?1',
  ],
  ['a[^1]*b', 'a\\s*', '[0-9]', '\\A\\b\\z|[a1]{2}', '(?:^|,)1'],
].flat();
const actionNames = ['mask', 'partial', 'pseudonymize', 'drop', 'discard'] as const;

/** Present in one case of `of`: what narrows a detector must not leave most of them without a finding. */
function seldom<T>(of: number, arbitrary: fc.Arbitrary<T>): fc.Arbitrary<T | undefined> {
  return fc.oneof({ weight: of - 1, arbitrary: fc.constant(undefined) }, { weight: 1, arbitrary });
}

const detector = fc.record({
  patterns: fc.uniqueArray(fc.constantFrom(...patterns), { minLength: 1, maxLength: 3 }),
  keys: seldom(
    3,
    fc.uniqueArray(fc.constantFrom('a', 'ab', 'a.b', 'user_mail', 'e', 'é'), { minLength: 1, maxLength: 2 }),
  ),
  keywords: seldom(
    6,
    fc.constantFrom<FakeDetector['keywords']>(
      { near: ['ab'], within: 4 },
      { near: ['secret', 'aab'], within: 20 },
    ),
  ),
  validate: seldom(6, fc.constantFrom<string[][]>(['luhn'], ['entropy'])),
  severity: fc.constantFrom('low', 'medium', 'critical'),
  action: fc.oneof(
    { weight: 6, arbitrary: fc.constant('mask') },
    { weight: 3, arbitrary: fc.constantFrom(...actionNames) },
    { weight: 1, arbitrary: fc.constant({ type: 'partial' as const, keepLast: 1 }) },
  ),
});
const detectors = fc
  .array(detector, { minLength: 1, maxLength: 5 })
  .map((list) => list.map((parts, index): FakeDetector => ({ id: `d${String(index)}`, ...parts })));
const policy = fc.constantFrom(undefined, { maskedNumber: 'zero' as const });

const words = [
  'secret',
  'a',
  'b',
  'ab',
  'aab',
  '1',
  '12',
  '123',
  '45678',
  ' ',
  ',',
  '=',
  '\n',
  '\t',
  '"',
  '\\',
  'é',
  '😀',
  'user_mail',
];
const text = fc
  .array(fc.constantFrom(...words, '{', '}', ':', '-', 'S', '\r', '\u2028'), { maxLength: 14 })
  .map((parts) => parts.join(''));
const key = fc.oneof(
  fc.constantFrom('a', 'ab', 'b', 'user_mail', 'userMail', 'a.b', 'é', 'e', '', 'x1'),
  text,
);
const { value } = fc.letrec<{ value: unknown; leaf: unknown }>((tie) => ({
  leaf: fc.oneof(text, fc.nat(3), fc.constantFrom(0, 1, -12, 1.5e30, 45678, true, false, null)),
  value: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    tie('leaf'),
    fc.array(tie('value'), { maxLength: 4 }),
    fc.array(fc.tuple(key, tie('value')), { maxLength: 4 }).map((entries) => Object.fromEntries(entries)),
  ),
}));

/** The same JSON with other white space and escapes, some of which need not be there. */
function rewrite(json: string, style: number): string {
  if (style === 0) return json;
  if (style === 1) return JSON.stringify(JSON.parse(json), null, ' ').replaceAll('\n', '\t');
  return json.replace(/é|\ud83d\ude00|b/g, (char) =>
    [...Array(char.length).keys()]
      .map((at) => `\\u${char.charCodeAt(at).toString(16).padStart(4, '0')}`)
      .join(''),
  );
}
const jsonRecord = fc
  .tuple(value, fc.nat(2))
  .map(([parsed, style]) => rewrite(JSON.stringify(parsed), style))
  .filter((record) => !record.includes('\\\\u'));
const badRecord = fc.constantFrom('', '{"a":', '{"a":1}}', '\0', 'a\0b 12', '[[[[[[[[1]]]]]]]]');
const broken = fc.constantFrom(
  Buffer.from([0x61, 0xff]),
  Buffer.from([0xc3]),
  Buffer.from([0xed, 0xa0, 0x80]),
);

const format = fc.constantFrom<EngineFormat>('text', 'json');
const records = fc.array(
  fc.oneof(
    { weight: 8, arbitrary: jsonRecord },
    { weight: 5, arbitrary: text },
    { weight: 1, arbitrary: badRecord },
  ),
  { maxLength: 8 },
);
const frameRecords = fc.oneof(
  { weight: 9, arbitrary: records },
  { weight: 1, arbitrary: fc.tuple(records, broken).map(([list, bad]) => [...list, bad, 'a 123']) },
);
const limits = fc.constantFrom({}, { maxFindingsPerRecord: 3 }, { maxRecordBytes: 20 }, { maxDepth: 3 });

const context = contextOf();
const seed = Number(process.env['FC_SEED'] ?? 20_261_123);

function check(property: fc.IRawProperty<never>, numRuns: number): void {
  fc.assert(property as fc.IProperty<never>, { numRuns, seed });
}

t.test(
  `the frame path finds, changes and withholds what the plain path does (FC_SEED=${String(seed)})`,
  async (t) => {
    t.doesNotThrow(() => {
      check(
        fc.property(detectors, policy, frameRecords, format, limits, (fakes, fakePolicy, list, as, limit) => {
          const ruleset = fakeRuleset(fakes, fakePolicy);
          const input = frameOf(list, as);
          const fast = redactFrame(ruleset, input, contextOf(limit));
          const plain = redactFramePlain(ruleset, input, contextOf(limit));
          const differences = [
            fast.bytes.equals(plain.bytes),
            String(fast.lengths) === String(plain.lengths),
            String(fast.kept) === String(plain.kept),
            String(fast.discarded) === String(plain.discarded),
            JSON.stringify(fast.withheld) === JSON.stringify(plain.withheld),
            JSON.stringify(fast.counts) === JSON.stringify(plain.counts),
            fast.kept.length + fast.discarded.length + fast.withheld.length === list.length,
            fast.lengths.reduce((sum, length) => sum + length, 0) === fast.bytes.length,
          ];
          return differences.every(Boolean);
        }) as never,
        1500,
      );
    });
  },
);

t.test('a frame is redacted as its records are one by one, wherever it is cut', async (t) => {
  t.doesNotThrow(() => {
    check(
      fc.property(detectors, records, format, fc.nat(8), (fakes, list, as, cut) => {
        const ruleset = fakeRuleset(fakes);
        // A line that goes on a stack trace belongs to the one before it.
        const alone = list.map((record) => (as === 'text' ? record.replace(/^(?=[\s.aCS])/, '_') : record));
        const parts = [alone.slice(0, cut), alone.slice(cut)].map((part) =>
          redactFrame(ruleset, frameOf(part, as), context),
        );
        const single = alone.map((record) => redactRecord(ruleset, Buffer.from(`${record}\n`), as, context));
        const kept = single.flatMap((result) =>
          result.kind === 'kept' ? [result.bytes.toString().slice(0, -1)] : [],
        );
        return JSON.stringify(parts.flatMap(recordsOf)) === JSON.stringify(kept);
      }) as never,
      250,
    );
  });
});

t.test('findings never overlap, and lie in the record', async (t) => {
  t.doesNotThrow(() => {
    check(
      fc.property(detectors, fc.oneof(text, jsonRecord), format, (fakes, record, as) => {
        const bytes = Buffer.from(record);
        const result = detectRecord(fakeRuleset(fakes), bytes, as, defaultLimits);
        if ('withheld' in result) return true;
        return result.findings.every(({ start, end }, index) => {
          const before = index === 0 ? 0 : (result.findings[index - 1]?.end ?? 0);
          return start >= before && start < end && end <= bytes.length;
        });
      }) as never,
      300,
    );
  });
});

const masking = detectors.map((list) => list.map((fake): FakeDetector => ({ ...fake, action: 'mask' })));

t.test(
  'text: the output is the input with each finding, and nothing else, replaced by its label',
  async (t) => {
    t.doesNotThrow(() => {
      check(
        fc.property(masking, text, (fakes, record) => {
          const bytes = Buffer.from(record);
          const ruleset = fakeRuleset(fakes);
          const result = redactRecord(ruleset, bytes, 'text', context);
          if (result.kind !== 'kept') return false;
          let expected = '';
          let from = 0;
          for (const { start, end, detector: id } of result.findings) {
            expected += `${bytes.toString('utf8', from, start)}[${id.toUpperCase()}]`;
            from = end;
          }
          // A newline at the end of the record is no part of it.
          return result.bytes.toString() === expected + bytes.toString('utf8', from);
        }) as never,
        700,
      );
    });
  },
);

/** Masks findings in JSON the naive way: strings and literals are told apart by a regular expression. */
function maskJson(bytes: Buffer, findings: readonly Finding[]): string {
  const latin1 = bytes.toString('latin1');
  const masked = latin1.replace(/"(?:[^"\\]|\\.)*"|[-+.\w]+/g, (token, offset: number) => {
    const inside = findings.filter(({ start, end }) => start >= offset && end <= offset + token.length);
    if (!token.startsWith('"')) return inside.length > 0 ? 'null' : token;
    let output = '';
    let from = 0;
    for (const { start, end, detector: id } of inside) {
      output += `${token.slice(from, start - offset)}[${id.toUpperCase()}]`;
      from = end - offset;
    }
    return output + token.slice(from);
  });
  return Buffer.from(masked, 'latin1').toString();
}

function parses(bytes: Buffer): boolean {
  try {
    JSON.parse(bytes.toString());
    return true;
  } catch {
    return false;
  }
}

t.test(
  'json: the output parses, has no new newline, and is the input with only the findings replaced',
  async (t) => {
    t.doesNotThrow(() => {
      check(
        fc.property(detectors, policy, jsonRecord, (fakes, fakePolicy, record) => {
          const result = redactRecord(fakeRuleset(fakes, fakePolicy), Buffer.from(record), 'json', context);
          if (result.kind !== 'kept') return result.kind === 'discarded';
          return parses(result.bytes) && !result.bytes.includes(10);
        }) as never,
        1000,
      );
      check(
        fc.property(masking, jsonRecord, (fakes, record) => {
          const result = redactRecord(fakeRuleset(fakes), Buffer.from(record), 'json', context);
          return (
            result.kind === 'kept' &&
            result.bytes.toString() === maskJson(Buffer.from(record), result.findings)
          );
        }) as never,
        700,
      );
    });
  },
);

/**
 * Rules such as real ones: what they find has edges, and no rule looks for what another writes. Values do not run into
 * each other, and words of the context are always near: a replacement makes an edge where none was, or brings a word
 * nearer, and the next pass rightly finds more.
 */
const realistic: readonly FakeDetector[] = [
  { id: 'mail', pattern: '\\b[a-z]+@[a-z]+\\.[a-z]{2,3}\\b', keys: ['mail', 'to'] },
  { id: 'card', pattern: '(?:^|[^0-9.*-])(?P<value>[0-9]{4}(?:[ -]?[0-9]{4}){3})\\b', keys: ['card'] },
  { id: 'pin', pattern: '\\b[0-9]{4}\\b', weakKeys: ['pin'], context: { raise: ['pin'], within: 1024 } },
  { id: 'born', pattern: '\\b[0-9]{4}-[0-9]{2}-[0-9]{2}\\b', keys: ['born'] },
  { id: 'ip', pattern: '\\b[0-9]{1,3}(?:\\.[0-9]{1,3}){3}\\b', keys: ['ip'] },
  { id: 'at', pattern: '-?\\b[0-9]{1,2}\\.[0-9]{4,}\\b', keys: ['lat', 'lon'] },
  { id: 'word', pattern: 'secret[0-9]*' },
];
const everyAction = fc.constantFrom<NonNullable<FakeDetector['action']>>(
  'mask',
  'seal',
  'partial',
  { type: 'partial', keepLast: 2 },
  'pseudonymize',
  'drop',
  { type: 'generalize', as: 'year' },
  { type: 'generalize', as: 'network' },
  { type: 'generalize', as: 'position' },
);
const realisticRules = fc
  .tuple(fc.array(everyAction, { minLength: realistic.length, maxLength: realistic.length }), fc.nat(127))
  .map(([actions, chosen]) =>
    realistic
      .map((fake, index): FakeDetector => ({ ...fake, action: actions[index] ?? 'mask' }))
      .filter((_, index) => index === 0 || (chosen & (1 << index)) !== 0),
  );
const part = fc.constantFrom(
  ...['bob@example.org', '4111 1111 1111 1111', '4111111111111111', '1984', '1984-03-12', '203.0.113.77'],
  ...[
    '52.520008',
    '-13.4049',
    'secret12',
    'pin',
    '7',
    '****',
    '*1234',
    'a',
    'é',
    '/24',
    '@',
    '.org',
    '[MAIL]',
  ],
);
const sentence = fc
  .array(fc.tuple(part, fc.constantFrom(' ', ', ', '=', '"', ': ')), { maxLength: 8 })
  .map((pairs) => pairs.flat().join(''));
const document = fc
  .array(
    fc.tuple(
      fc.constantFrom('mail', 'to', 'card', 'born', 'ip', 'lat', 'pin', 'x', 'bob@example.org'),
      fc.oneof(sentence, part, fc.constantFrom<unknown>(1984, 52.520008, 5, true, null, { a: '1984' })),
    ),
    { maxLength: 6 },
  )
  .map((entries) => JSON.stringify(Object.fromEntries(entries)));
const sealing = { ...context, seal: (value: Buffer): Buffer => Buffer.from([...value].reverse()) };

t.test('redacting twice is redacting once, whatever the actions', async (t) => {
  t.doesNotThrow(() => {
    check(
      fc.property(
        realisticRules,
        policy,
        fc.oneof(
          fc.tuple(sentence, fc.constant<EngineFormat>('text')),
          fc.tuple(document, fc.constant<EngineFormat>('json')),
        ),
        (fakes, fakePolicy, [record, as]) => {
          // A value that is dropped from a text leaves its name to the next word.
          if (as === 'text' && fakes.some(({ action }) => action === 'drop')) return true;
          const ruleset = fakeRuleset(fakes, fakePolicy);
          const once = redactRecord(ruleset, Buffer.from(record), as, sealing);
          if (once.kind !== 'kept') return once.kind === 'discarded';
          const twice = redactRecord(ruleset, once.bytes, as, sealing);
          return twice.kind === 'kept' && twice.bytes.equals(once.bytes);
        },
      ) as never,
      600,
    );
  });
});
