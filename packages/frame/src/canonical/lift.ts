import { scanObject } from './json-scan.js';
import { parseSeverity, type Severity } from './severity.js';
import { isBelievable, parseTime } from './time.js';

/** Where the well-known fields of an application's JSON record are, each kind in the order they are preferred. */
const names = {
  time: ['time', 'timestamp', 'ts', '@timestamp', 'eventTime'],
  severity: ['level', 'severity', 'severity_text', 'log.level', 'lvl'],
  trace: ['trace_id', 'traceId', 'trace.id'],
  span: ['span_id', 'spanId', 'span.id'],
} as const;
type Kind = keyof typeof names;

const kinds = Object.keys(names) as Kind[];
const slotsPerKind = 5;
const slots = new Map<string, number>(
  kinds.flatMap((kind, row) =>
    names[kind].map((name, rank): [string, number] => [name, row * slotsPerKind + rank]),
  ),
);
const longestName = Math.max(...[...slots.keys()].map((name) => name.length));
const identifier = /^[0-9A-Za-z_-]{1,64}$/;

/** Longer values than this are none of ours; nothing is decoded of them. */
const maxValueBytes = 64;

export interface Lifted {
  readonly timeMs: number | undefined;
  readonly severity: Severity | undefined;
  readonly traceId: string | undefined;
  readonly spanId: string | undefined;
}

/** For a record that is JSON but no object. */
export const nothingLifted: Lifted = {
  timeMs: undefined,
  severity: undefined,
  traceId: undefined,
  spanId: undefined,
};

/**
 * Copies time, severity and trace ids out of top-level fields of JSON records. One instance serves many records, one
 * after another. What stands in a field but does not read as its kind is passed over; the record itself stays as it is.
 */
export class FieldLifter {
  readonly #starts = new Int32Array(kinds.length * slotsPerKind);
  readonly #ends = new Int32Array(kinds.length * slotsPerKind);
  #bytes: Buffer = Buffer.alloc(0);

  /** Undefined where `bytes` are not a JSON object. */
  lift(bytes: Buffer, observedMs: number): Lifted | undefined {
    this.#ends.fill(0);
    this.#bytes = bytes;
    if (!scanObject(bytes, this.#note)) return undefined;
    return {
      timeMs: this.#first('time', (text) => {
        const timeMs = parseTime(text);
        return timeMs !== undefined && isBelievable(timeMs, observedMs) ? timeMs : undefined;
      }),
      severity: this.#first('severity', parseSeverity),
      traceId: this.#first('trace', toIdentifier),
      spanId: this.#first('span', toIdentifier),
    };
  }

  readonly #note = (keyStart: number, keyEnd: number, valueStart: number, valueEnd: number): void => {
    const length = keyEnd - keyStart;
    if (length > longestName || valueEnd - valueStart > maxValueBytes) return;
    const slot = slots.get(this.#bytes.toString('latin1', keyStart, keyEnd));
    if (slot === undefined || this.#ends[slot] !== 0) return;
    this.#starts[slot] = valueStart;
    this.#ends[slot] = valueEnd;
  };

  #first<V>(kind: Kind, read: (text: string, isNumber: boolean) => V | undefined): V | undefined {
    const row = kinds.indexOf(kind) * slotsPerKind;
    for (let slot = row; slot < row + slotsPerKind; slot++) {
      const end = this.#ends[slot] ?? 0;
      if (end === 0) continue;
      const text = this.#bytes.toString('latin1', this.#starts[slot] ?? 0, end);
      const isString = text.startsWith('"');
      // Escapes and other scripts occur in none of the values that are lifted: left as they are, they do not match.
      const value = read(isString ? text.slice(1, -1) : text, !isString);
      if (value !== undefined) return value;
    }
    return undefined;
  }
}

function toIdentifier(text: string, isNumber: boolean): string | undefined {
  return !isNumber && identifier.test(text) ? text : undefined;
}
