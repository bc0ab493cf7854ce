import { Buffer } from 'node:buffer';
import { redactRecord, type EngineFormat, type RedactContext, type Ruleset } from '@scrubjay/engine';

/** An input that a careless scanner takes quadratic time for, made at any length. */
export interface HostileShape {
  readonly name: string;
  readonly format: EngineFormat;
  build(length: number): Buffer;
}

function repeated(name: string, piece: string): HostileShape {
  const unit = Buffer.from(piece);
  // Whole pieces only: half a character would be withheld as no UTF-8.
  const build = (length: number): Buffer => Buffer.alloc(length - (length % unit.length), unit);
  return { name, format: 'text', build };
}

function inJsonString(name: string, piece: string): HostileShape {
  const head = '{"msg":"';
  const build = (length: number): Buffer =>
    Buffer.from(`${head}${piece.repeat(Math.floor((length - head.length - 2) / piece.length))}"}`);
  return { name, format: 'json', build };
}

export const hostileShapes: readonly HostileShape[] = [
  repeated('digits', '4'),
  repeated('digits and hyphens', '4111-'),
  repeated('digits and spaces', '4 '),
  repeated('at signs', '@'),
  repeated('letters and at signs', 'a@'),
  repeated('dotted words and an at sign', 'a.a@'),
  repeated('opening brackets', '['),
  repeated('braces and quotes', '{"'),
  repeated('backslashes', '\\'),
  repeated('backslashes and quotes', '\\"'),
  repeated('quotes', '"'),
  repeated('equals signs', 'a='),
  repeated('equals and ampersands', 'a=b&'),
  repeated('key and quote', 'password="'),
  repeated('nested keys', 'password='),
  repeated('colons', 'name: '),
  repeated('percent signs', '%25'),
  repeated('percent-encoded percent signs', '%2525'),
  repeated('ampersands', '&amp;'),
  repeated('base64 letters', 'QUFB'),
  repeated(
    'base64 of base64',
    Buffer.from(Buffer.from('bob@example.com ').toString('base64')).toString('base64'),
  ),
  repeated('angle brackets', '<a>'),
  repeated('zero-width spaces', '\u200b4'),
  repeated('full-width digits', '４'),
  repeated('begin markers', '-----BEGIN RSA PRIVATE KEY-----'),
  repeated('bearer', 'Authorization: Bearer '),
  repeated('urls with passwords', 'http://a:'),
  repeated('eyJ', 'eyJ.'),
  repeated('colons and hex', 'a:'),
  repeated('dots and digits', '1.'),
  repeated('plus signs', '+1 '),
  repeated('capitalised words', 'Anna Maria '),
  repeated('salutations', 'Dear Mr '),
  inJsonString('escaped at signs', '\\u0040'),
  inJsonString('nested JSON', '{\\"a\\":'),
  inJsonString('escaped backslashes', '\\\\'),
  {
    name: 'JSON members',
    format: 'json',
    build: (length) =>
      Buffer.from(`{${Array.from({ length: length / 16 }, (_, i) => `"name":"x${i}"`).join(',')}}`),
  },
  {
    name: 'JSON numbers',
    format: 'json',
    build: (length) => Buffer.from(`[${'4111111111111111,'.repeat(length / 17)}1]`),
  },
  {
    name: 'deep JSON',
    format: 'json',
    build: (length) => Buffer.from(`${'[{"a":'.repeat(length / 8)}1${'}]'.repeat(length / 8)}`),
  },
];

export interface HostileMeasurement {
  readonly shape: string;
  /** Bytes of the record. */
  readonly length: number;
  readonly nanosecondsPerByte: number;
  readonly outcome: 'kept' | 'discarded' | 'withheld';
}

/** Times one redaction of each length. Small records are redacted often enough to be timed. */
export function measureHostile(
  ruleset: Ruleset,
  shape: HostileShape,
  lengths: readonly number[],
): readonly HostileMeasurement[] {
  return lengths.map((length) => {
    const record = shape.build(length);
    const limits = { maxRecordBytes: length * 2 + 64, maxDepth: 64, maxFindingsPerRecord: length };
    const context: RedactContext = { pseudonymKey: Buffer.alloc(32, 7), epoch: 'fuzz', limits };
    const rounds = Math.max(1, Math.floor(65_536 / length));
    let outcome: HostileMeasurement['outcome'] = 'kept';
    const start = process.hrtime.bigint();
    for (let round = 0; round < rounds; round += 1)
      outcome = redactRecord(ruleset, record, shape.format, context).kind;
    const elapsed = Number(process.hrtime.bigint() - start);
    return { shape: shape.name, length, nanosecondsPerByte: elapsed / rounds / record.length, outcome };
  });
}
