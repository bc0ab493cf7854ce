import fc from 'fast-check';
import t from 'tap';
import { createKernel } from '../../src/kernel/index.js';
import { inspectText, sign, signsOfEncoded } from '../../src/scan/inspect.js';
import { prepare, readTokens } from '../../src/scan/prepare.js';
import { RecordScan } from '../../src/scan/record-scan.js';
import { defaultLimits, type EngineFormat } from '../../src/types.js';
import { framed } from './support.js';

const seed = Number(process.env['FC_SEED'] ?? 20_261_123);
const kernel = createKernel();
const plain = createKernel({ plain: true });
const scan = new RecordScan(defaultLimits);

function signsOf(bytes: Buffer, ends: Uint32Array): Uint8Array {
  kernel.load(bytes, ends);
  plain.load(bytes, ends);
  const signs = kernel.signs();
  const expected = plain.signs();
  if (Buffer.compare(signs, expected) !== 0) throw new Error(`${signs.join()} is not ${expected.join()}`);
  return signs;
}

/** Whether something in the record is decoded. */
function isDecoded(bytes: Buffer, start: number, end: number, format: EngineFormat): boolean {
  scan.open(bytes, start, end, format);
  if (readTokens(scan) === undefined) prepare(scan);
  return scan.pool.length > 0;
}

/** Base64 and quoted-printable aside, the signs of `inspectText`; no sign of another that it has not, and one if anything is decoded. */
function isRight(bytes: Buffer, ends: Uint32Array, format: EngineFormat): boolean {
  const signs = signsOf(bytes, ends);
  let start = 0;
  return [...signs].every((found, record) => {
    const end = (ends[record] as number) - 1;
    const inspected = inspectText(bytes, start, end);
    const exact = ~(sign.base64 | sign.quotedPrintable);
    const isSound = (found & signsOfEncoded) !== 0 || !isDecoded(bytes, start, end, format);
    start = end + 1;
    return isSound && ((found ^ inspected) & exact) === 0 && (found & ~inspected) === 0;
  });
}

const encode = (value: string): string => Buffer.from(value).toString('base64');
const fragment = fc.oneof(
  fc.string({ maxLength: 30 }).map(encode),
  fc.string({ unit: 'grapheme', maxLength: 20 }).map(encode),
  fc.string({ minLength: 16, maxLength: 40 }).map((value) => Buffer.from(value).toString('base64url')),
  fc.uint8Array({ minLength: 12, maxLength: 30 }).map((value) => Buffer.from(value).toString('base64')),
  fc.uuid(),
  fc.string({ unit: fc.constantFrom('a', 'Z', '0', '9', '/', '+', '-', '_'), maxLength: 60 }),
  fc.string({ unit: fc.constantFrom(...'=ABCDEF0123456789abGz @\r\n'), maxLength: 12 }),
  fc.string({ unit: fc.constantFrom(...'%u0a4F\\n&#;x<>lt&amp;'), maxLength: 8 }),
  fc.string({ unit: fc.constantFrom('é', '…', '\u200b', '７', '٣', '中', '😀', '\u00a0'), maxLength: 3 }),
  fc.string({ unit: fc.constantFrom(...'{}[]":, \'1'), maxLength: 6 }),
  fc.constantFrom(' ', '/', '=', '"', '{"a":"', '"}', '\n', '\r\n\t', ' at '),
);
const text = fc.array(fragment, { maxLength: 6 }).map((parts) => parts.join(''));
const json = fc
  .array(fc.tuple(text, fc.oneof(text, fc.array(text, { maxLength: 2 }), fc.jsonValue())), { maxLength: 3 })
  .map((entries) => JSON.stringify(Object.fromEntries(entries)));
/** Some bytes of a text are others. */
const mutated = (source: fc.Arbitrary<string>): fc.Arbitrary<Buffer> =>
  fc
    .tuple(source, fc.array(fc.tuple(fc.nat(), fc.integer({ min: 1, max: 255 })), { maxLength: 3 }))
    .map(([value, changes]) => {
      const bytes = Buffer.from(value);
      for (const [at, byte] of changes) if (bytes.length > 0) bytes[at % bytes.length] = byte;
      return bytes;
    });

for (const [format, source] of [
  ['text', text],
  ['json', json],
] as const) {
  t.test(`what is decoded in ${format} has a sign (FC_SEED=${seed})`, async (t) => {
    let signed = 0;
    let all = 0;
    const record = fc.oneof(
      source.map((value) => Buffer.from(value)),
      mutated(source),
    );
    t.doesNotThrow(() => {
      fc.assert(
        fc.property(fc.array(record, { maxLength: 8 }), (records) => {
          const { bytes, ends } = framed(records);
          if (!isRight(bytes, ends, format)) return false;
          all += records.length;
          signed += kernel.signs().filter((signs) => (signs & signsOfEncoded) !== 0).length;
          return true;
        }),
        { seed, numRuns: 3000 },
      );
    });
    t.ok(signed > all / 10 && signed < (all * 9) / 10, `${signed} of ${all} have a sign`);
  });
}

t.test('the signs of all pairs of bytes, at all places of a block', async (t) => {
  const records = Array.from({ length: 65_536 }, (_, pair) =>
    Buffer.from([...Buffer.alloc(pair % 17, 'a'), pair >> 8, pair & 0xff, 0x41, 0x62]),
  );
  const { bytes, ends } = framed(records);
  t.ok(isRight(bytes, ends, 'text'));
});

t.test('all bytes behind an = at any place of a word', async (t) => {
  const digits = Array.from({ length: 256 }, (_, code) => code.toString(16).toUpperCase().padStart(2, '0'));
  const around = ['', 'a', '1', '='];
  const records = digits.flatMap((code) =>
    around.flatMap((before) =>
      around.flatMap((after) => [`${before}=${code}${after}`, ` ${before}=${code}${after}80=80 `]),
    ),
  );
  const { bytes, ends } = framed(records);
  t.ok(isRight(bytes, ends, 'text'));
  t.ok(kernel.signs().some((signs) => (signs & signsOfEncoded) === sign.quotedPrintable));
});
