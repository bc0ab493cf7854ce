import fc from 'fast-check';
import t from 'tap';
import { detectRecord, redactFrame, redactFramePlain, redactRecord } from '../../src/apply/redact.js';
import { defaultLimits, type EngineFormat } from '../../src/types.js';
import { contextOf, fakeRuleset, frameOf, recordsOf, type FakeDetector } from '../support.js';

/** Values, keys and texts in every dress that the engine reads, one in the other. */
const secret = 'qzx774qzx';
const detectors: FakeDetector[] = [
  { id: 'secret', pattern: 'qzx[0-9]+qzx' },
  { id: 'pin', keys: ['pin', 'user.code'] },
  { id: 'name', keys: ['person'], textValue: 'phrase', action: 'pseudonymize' },
  { id: 'mail', pattern: '\\b[a-z]+@[a-z]+\\.org\\b', action: { type: 'partial', keepLast: 3 } },
  { id: 'gone', keys: ['gone'], action: 'drop' },
];
const ruleset = fakeRuleset(detectors);
const context = contextOf();

const hex = (text: string, prefix: string): string =>
  text.replace(
    /[^a-z0-9 \u0080-\uffff]/gi,
    (char) => prefix + char.charCodeAt(0).toString(16).toUpperCase().padStart(2, '0'),
  );
const encoders: ((text: string) => string)[] = [
  (text) => hex(text, '%'),
  (text) => hex(text, '\\u00'),
  (text) => text.replace(/[@<>&"']/g, (char) => `&#${String(char.charCodeAt(0))};`),
  (text) => Buffer.from(`here it is: ${text}`).toString('base64'),
  (text) => JSON.stringify({ a: text, pin: 12, user: { code: text } }),
  (text) => JSON.stringify([text, { gone: 1 }]),
  (text) => text.replace('7', '７').replace('qz', 'q\u200bz'),
  (text) => `pin="${text}" x=1`,
  (text) => `<a><pin>${text}</pin></a>`,
  (text) => `user={"code":${JSON.stringify(text)}} ok`,
  (text) => `q=1&person=${encodeURIComponent(text)}&n=2`,
  (text) => `${text}\n\tat x`,
  (text) => text,
];
const seed = fc.constantFrom(
  secret,
  'bob@example.org',
  'gone=1 pin=22',
  'person: Jane Doe, x',
  '{"pin":[1,"2"]}',
  'plain',
  '%',
  '\\',
);
const dressed = fc
  .tuple(seed, fc.array(fc.constantFrom(...encoders), { maxLength: 4 }))
  .map(([text, chain]) => chain.reduce<string>((inner, encode) => encode(inner), text));
const text = fc
  .array(fc.oneof(dressed, fc.constantFrom(' ', '=', '{"', '"', '}', ':', '&', '\n', 'pin=', '[', '\\')), {
    maxLength: 5,
  })
  // A record that begins with white space may go on with the one before.
  .map((parts) => parts.join(' ').trimStart());
const json = fc
  .array(fc.tuple(fc.constantFrom('a', 'pin', 'user', 'gone'), text), { maxLength: 3 })
  .map((entries) => JSON.stringify(Object.fromEntries(entries)));
const record = fc.oneof(
  fc.tuple(text, fc.constant<EngineFormat>('text')),
  fc.tuple(json, fc.constant<EngineFormat>('json')),
);
const runs = { seed: Number(process.env['FC_SEED'] ?? 20_261_123), numRuns: 400 };

t.test(
  `the frame path finds in all forms what the plain path finds (FC_SEED=${String(runs.seed)})`,
  async (t) => {
    t.doesNotThrow(() => {
      fc.assert(
        fc.property(
          fc.array(text, { maxLength: 4 }),
          fc.array(json, { maxLength: 4 }),
          fc.nat(4),
          (texts, jsons, cut) =>
            (
              [
                [texts, 'text'],
                [jsons, 'json'],
              ] as const
            ).every(([list, format]) => {
              const fast = redactFrame(ruleset, frameOf(list, format), context);
              const plain = redactFramePlain(ruleset, frameOf(list, format), context);
              const parts = [list.slice(0, cut), list.slice(cut)].flatMap((part) =>
                recordsOf(redactFrame(ruleset, frameOf(part, format), context)),
              );
              return (
                fast.bytes.equals(plain.bytes) &&
                JSON.stringify(fast.counts) === JSON.stringify(plain.counts) &&
                JSON.stringify(fast.withheld) === JSON.stringify(plain.withheld) &&
                JSON.stringify(parts) === JSON.stringify(recordsOf(fast))
              );
            }),
        ),
        runs,
      );
    });
  },
);

t.test('what is found in the output of a redaction is not found again, and JSON stays JSON', async (t) => {
  t.doesNotThrow(() => {
    fc.assert(
      fc.property(record, ([input, format]) => {
        const once = redactRecord(ruleset, Buffer.from(input), format, context);
        if (once.kind !== 'kept') return format === 'json' || once.kind === 'withheld';
        const output = once.bytes.toString();
        if (format === 'json') JSON.parse(output);
        return !output.includes(secret) && !output.includes('bob@example.org');
      }),
      runs,
    );
  });
});

t.test('a secret does not survive in any form, decoded as often as the engine does', async (t) => {
  const chain = fc.array(fc.constantFrom(...encoders.slice(0, 12)), { maxLength: 3 });
  t.doesNotThrow(() => {
    fc.assert(
      fc.property(chain, (list) => {
        const input = Buffer.from(list.reduce((inner, encode) => encode(inner), secret));
        const result = detectRecord(ruleset, input, 'text', defaultLimits);
        return 'findings' in result && result.findings.length > 0;
      }),
      runs,
    );
  });
});
