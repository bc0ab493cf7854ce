import { scanObject } from './json-scan.js';
import { SeverityTexts } from './severity-texts.js';
import { isBelievable } from './time.js';
import type { TimeText } from './time-text.js';

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
const rowOf = (kind: Kind): number => kinds.indexOf(kind) * slotsPerKind;
const rows = { time: rowOf('time'), severity: rowOf('severity'), trace: rowOf('trace'), span: rowOf('span') };

interface Name {
  readonly bytes: Buffer;
  readonly slot: number;
}

/** By length: no more than three names share one, so that a key is compared with few and becomes no string. */
const namesByLength: (readonly Name[] | undefined)[] = [];
for (const kind of kinds) {
  names[kind].forEach((name, rank) => {
    const known = namesByLength[name.length] ?? [];
    namesByLength[name.length] = [...known, { bytes: Buffer.from(name), slot: rowOf(kind) + rank }];
  });
}

/** Longer values than this are none of ours; nothing is decoded of them. */
const maxValueBytes = 64;
const maxIdentifierBytes = 64;
const quote = 0x22;
const noBytes = Buffer.alloc(0);

/** By byte: 1 where an identifier may hold it. */
const identifierBytes = new Uint8Array(256);
for (const byte of Buffer.from('0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz_-'))
  identifierBytes[byte] = 1;

/**
 * Copies time, severity and trace ids out of top-level fields of JSON records. One instance serves many records, one
 * after another; what was found stands in its fields until the next. What stands in a field but does not read as its kind
 * is passed over; the record itself stays as it is.
 */
export class FieldLifter {
  /** Unix milliseconds; NaN where there is none that can be believed. */
  timeMs = NaN;
  /** Members of a canonical record with a comma behind; empty where there is no severity. */
  severity: Uint8Array = noBytes;
  /** Spans of the ids without their quotes; empty where there is none. */
  traceStart = 0;
  traceEnd = 0;
  spanStart = 0;
  spanEnd = 0;
  readonly #times: TimeText;
  readonly #severities = new SeverityTexts();
  readonly #starts = new Int32Array(kinds.length * slotsPerKind);
  readonly #ends = new Int32Array(kinds.length * slotsPerKind);
  #bytes: Buffer = noBytes;

  constructor(times: TimeText) {
    this.#times = times;
  }

  /** Forgets what was found. */
  clear(): void {
    this.timeMs = NaN;
    this.severity = noBytes;
    this.traceEnd = this.traceStart = this.spanEnd = this.spanStart = 0;
  }

  /** False, and nothing is found, where the bytes `[start, end)` are not a JSON object. */
  lift(bytes: Buffer, start: number, end: number, observedMs: number): boolean {
    this.clear();
    this.#ends.fill(0);
    this.#bytes = bytes;
    if (!scanObject(bytes, this.#note, start, end)) return false;
    this.#readTime(observedMs);
    this.#readSeverity();
    const trace = this.#findIdentifier(rows.trace);
    if (trace >= 0) [this.traceStart, this.traceEnd] = this.#innerOf(trace);
    const span = this.#findIdentifier(rows.span);
    if (span >= 0) [this.spanStart, this.spanEnd] = this.#innerOf(span);
    return true;
  }

  readonly #note = (keyStart: number, keyEnd: number, valueStart: number, valueEnd: number): void => {
    const candidates = namesByLength[keyEnd - keyStart];
    if (candidates === undefined || valueEnd - valueStart > maxValueBytes) return;
    for (const { bytes, slot } of candidates) {
      if (!this.#isAt(keyStart, bytes)) continue;
      if (this.#ends[slot] !== 0) return;
      this.#starts[slot] = valueStart;
      this.#ends[slot] = valueEnd;
      return;
    }
  };

  #isAt(start: number, name: Uint8Array): boolean {
    for (let at = 0; at < name.length; at++) if (this.#bytes[start + at] !== name[at]) return false;
    return true;
  }

  #readTime(observedMs: number): void {
    for (let slot = rows.time; slot < rows.time + slotsPerKind; slot++) {
      if (this.#ends[slot] === 0) continue;
      const [start, end] = this.#innerOf(slot);
      const timeMs = this.#times.read(this.#bytes, start, end);
      if (timeMs !== undefined && isBelievable(timeMs, observedMs)) {
        this.timeMs = timeMs;
        return;
      }
    }
  }

  #readSeverity(): void {
    for (let slot = rows.severity; slot < rows.severity + slotsPerKind; slot++) {
      const end = this.#ends[slot] ?? 0;
      if (end === 0) continue;
      this.severity = this.#severities.read(this.#bytes, this.#starts[slot] ?? 0, end);
      if (this.severity.length > 0) return;
    }
  }

  /** The slot of the first string of a row that is an identifier; -1 where there is none. */
  #findIdentifier(row: number): number {
    for (let slot = row; slot < row + slotsPerKind; slot++) {
      const end = (this.#ends[slot] ?? 0) - 1;
      const start = (this.#starts[slot] ?? 0) + 1;
      if (end <= start || end - start > maxIdentifierBytes || this.#bytes[start - 1] !== quote) continue;
      let at = start;
      while (at < end && identifierBytes[this.#bytes[at] ?? 0] === 1) at++;
      if (at === end) return slot;
    }
    return -1;
  }

  /** Without the quotes of a string. Escapes and other scripts occur in none of the values that are lifted. */
  #innerOf(slot: number): [start: number, end: number] {
    const start = this.#starts[slot] ?? 0;
    const end = this.#ends[slot] ?? 0;
    return this.#bytes[start] === quote ? [start + 1, end - 1] : [start, end];
  }
}
