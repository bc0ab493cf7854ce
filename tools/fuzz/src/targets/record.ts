import { Buffer, isUtf8 } from 'node:buffer';
import {
  defaultLimits,
  redactFrame,
  redactFramePlain,
  redactRecord,
  type EngineFormat,
  type RecordResult,
  type RedactContext,
  type Ruleset,
} from '@scrubjay/engine';
import { Broken, type Target } from '../target.js';

const context: RedactContext = {
  pseudonymKey: Buffer.alloc(32, 7),
  epoch: 'fuzz',
  limits: defaultLimits,
};

const dictionary = [
  ...['{"', '":"', '","', '"}', '[', ']', '\\"', '\\\\', '\\u0040', '\\/', '\\n', '\n', '\n  at ', '\t'],
  ...[
    '=',
    '&',
    ';',
    ': ',
    '%40',
    '%25',
    '%',
    '&#64;',
    '&commat;',
    '&amp;',
    '=40',
    '=\r\n',
    '<a b="',
    '</a>',
    '/>',
  ],
  ...[
    'email=',
    'password: ',
    'Cookie: a=b; c=',
    'Authorization: Bearer ',
    '[EMAIL]',
    '[EMAIL:fuzz:abcdefghijklmnop]',
  ],
  ...[
    'bob@example.com',
    '4111 1111 1111 1111',
    'Ym9iQGV4YW1wbGUuY29tIHdhcyBoZXJl',
    '\xe2\x80\x8b',
    '\xc2\xad',
  ],
  ...['\xef\xbc\x94', '\xef\xbb\xbf', '-----BEGIN RSA PRIVATE KEY-----', '-----END RSA PRIVATE KEY-----'],
];

/** Behind a byte order mark, which the engine passes over and JSON.parse does not. */
function parses(text: string): boolean {
  try {
    JSON.parse(text.replace(/^\uFEFF/, ''));
    return true;
  } catch {
    return false;
  }
}

/**
 * Redacts arbitrary bytes as one record. Promises: no throw; JSON is withheld exactly if it is none; what comes out
 * of JSON parses; the frame path gives the same as the plain one; nothing that was
 * read before matters.
 */
export function createRecordTarget(format: EngineFormat, ruleset: Ruleset, seeds: readonly Buffer[]): Target {
  let previous: Buffer = Buffer.alloc(0);
  return {
    name: `${format}-record`,
    seeds,
    dictionary,
    check(input) {
      const record = Buffer.from(input.filter((byte) => byte !== 0x0a));
      const result = redactRecord(ruleset, record, format, context);
      checkHistory(result, record, previous, format, ruleset);
      previous = record;
      if (
        format === 'json' &&
        record.length > 0 &&
        isUtf8(record) &&
        !parses(record.toString()) &&
        result.kind !== 'withheld'
      )
        throw new Broken('what is no JSON was not withheld');
      checkFrame(record, format, ruleset);
      // An empty record is kept as it is, whatever its format.
      if (result.kind !== 'kept' || record.length === 0) return;
      if (format === 'json' && !parses(result.bytes.toString()))
        throw new Broken('the output does not parse');
    },
  };
}

function outcomeOf(result: RecordResult): string {
  return result.kind === 'kept' ? result.bytes.toString('latin1') : result.kind;
}

/** Whatever the engine read before, a record comes out the same. */
function checkHistory(
  result: RecordResult,
  record: Buffer,
  previous: Buffer,
  format: EngineFormat,
  ruleset: Ruleset,
): void {
  redactRecord(ruleset, previous, format, context);
  const again = redactRecord(ruleset, record, format, context);
  if (outcomeOf(again) !== outcomeOf(result)) throw new Broken('the record before it changes the outcome');
}

function checkFrame(record: Buffer, format: EngineFormat, ruleset: Ruleset): void {
  const bytes = Buffer.concat([record, Buffer.from('\n')]);
  const frame = { bytes, lengths: Uint32Array.of(bytes.length), format };
  const fast = redactFrame(ruleset, frame, context);
  const plain = redactFramePlain(ruleset, frame, context);
  if (!fast.bytes.equals(plain.bytes)) throw new Broken('the frame path differs from the plain one');
  if (JSON.stringify(fast.withheld) !== JSON.stringify(plain.withheld))
    throw new Broken('the frame path withholds other records than the plain one');
}
