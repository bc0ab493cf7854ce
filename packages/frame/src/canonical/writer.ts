import { ScrubjayError } from '@scrubjay/errors';
import { isUtf8 } from 'node:buffer';
import { attributeMembers, attributesAt } from '../attributes.js';
import { startsOf } from '../records.js';
import type { Frame } from '../types.js';
import { putJsonString } from './escape.js';
import { isOneValue, onOneLine } from './json-scan.js';
import { FieldLifter } from './lift.js';
import type { LineBuffer } from './line-buffer.js';
import { splitCanonical, type CanonicalParts } from './split-canonical.js';
import { isBelievable, parseTime } from './time.js';
import { TimeText } from './time-text.js';

/** Hex digits of the ruleset's fingerprint that go into each record. */
const rulesetDigits = 12;
/** More than the numbers, the time and the ids of a line can take. */
const variableBytes = 512;
const newline = 0x0a;
const noBytes = Buffer.alloc(0);
const commaBytes = Buffer.from(',');
const lineStart = Buffer.from('{"time":"');
const traceStart = Buffer.from('"trace_id":"');
const spanStart = Buffer.from('"span_id":"');
const idEnd = Buffer.from('",');
const bodyStart = Buffer.from('"body":');
const indexStart = Buffer.from(',"index":');

/** Writes the records of a frame, each read first: its time may say where its line belongs. */
export interface CanonicalWriter {
  /** Unix milliseconds of record `index`, as its `time` will say. Throws a RangeError beyond the last record. */
  read(index: number): number;
  /** Puts the record that was read last behind what `lines` hold: one JSON object with its closing newline and no other. */
  write(lines: LineBuffer): void;
}

/**
 * Writes the records of a scrubbed frame in the canonical form: `time`, `observed_time`, `severity_text`,
 * `severity_number`, `service`, `trace_id`, `span_id`, `body`, `attributes` (where the message had a key or headers),
 * `source`, `ruleset`.
 *
 * - json: the body is the record, byte for byte, but for newlines between its tokens. Time, severity and ids are copied
 *   from well-known top-level fields. What turns out not to be JSON is written like text.
 * - text: the body is the text as a JSON string.
 * - canonical: the record's own fields; `observed_time`, `service`, `source` and `ruleset` are added.
 *
 * A time that is missing or not believable is replaced by the transport's, then by `observedAtMs`. Throws SJ_INTERNAL
 * for format `binary`, which lives in quarantine only, and for formats that the redactor has not turned into JSON.
 */
export function createCanonicalWriter(
  frame: Frame,
  options: { readonly observedAtMs?: number } = {},
): CanonicalWriter {
  if (frame.format === 'binary' || frame.format === 'protobuf' || frame.format === 'avro') {
    throw new ScrubjayError(
      'SJ_INTERNAL',
      'Records of unknown form cannot be written in the canonical form.',
    );
  }
  return new FrameWriter(frame, options.observedAtMs ?? frame.ingestedAtMs);
}

type Body = 'object' | 'value' | 'text' | 'canonical';

class FrameWriter implements CanonicalWriter {
  readonly #frame: Frame;
  readonly #records: Buffer;
  readonly #starts: Uint32Array;
  readonly #observedMs: number;
  /** Whether all bytes are UTF-8; records then are, too, as no character reaches over a newline. */
  readonly #isUtf8: boolean;
  readonly #times = new TimeText();
  readonly #lifter = new FieldLifter(this.#times);
  /** What stands between the time and the severity, behind that, and around the source: the same in all lines. */
  readonly #observed: Buffer;
  readonly #service: Buffer;
  readonly #source: Buffer;
  readonly #ending: Buffer;
  readonly #fixedBytes: number;
  /** The record that was read last. */
  #index = 0;
  #start = 0;
  #end = 0;
  #timeMs = 0;
  /** Whether that is the record's own time. */
  #isOwnTime = false;
  #body: Body = 'text';
  #parts: CanonicalParts | undefined;

  constructor(frame: Frame, observedMs: number) {
    this.#frame = frame;
    this.#records = frame.records;
    this.#starts = startsOf(frame);
    this.#observedMs = observedMs;
    this.#isUtf8 = isUtf8(frame.records);
    const stream = JSON.stringify(frame.stream);
    const ruleset = JSON.stringify(frame.rulesetFingerprint.slice(0, rulesetDigits));
    this.#observed = Buffer.from(`"observed_time":"${new Date(observedMs).toISOString()}",`);
    this.#service = Buffer.from(`"service":${JSON.stringify(frame.service)},`);
    this.#source = Buffer.from(
      `"source":{"stream":${stream},"partition":${String(frame.partition)},"offset":`,
    );
    this.#ending = Buffer.from(`},"ruleset":${ruleset}}\n`);
    this.#fixedBytes =
      this.#observed.length +
      this.#service.length +
      this.#source.length +
      this.#ending.length +
      variableBytes;
  }

  read(index: number): number {
    const length = this.#frame.lengths[index];
    const start = this.#starts[index];
    if (length === undefined || start === undefined) {
      throw new RangeError(`The frame has no record ${String(index)}.`);
    }
    this.#index = index;
    this.#start = start;
    this.#end = start + length - 1;
    this.#lifter.clear();
    this.#timeMs = NaN;
    this.#body = this.#readBody();
    this.#isOwnTime = !Number.isNaN(this.#timeMs);
    if (!this.#isOwnTime) this.#timeMs = this.#fallback(index);
    return this.#timeMs;
  }

  write(lines: LineBuffer): void {
    if (this.#body === 'canonical' && this.#parts !== undefined) {
      this.#writeCanonical(lines, this.#parts);
      return;
    }
    lines.reserve(this.#fixedBytes + this.#end - this.#start);
    this.#putTime(lines);
    lines.put(this.#observed);
    lines.put(this.#lifter.severity);
    lines.put(this.#service);
    this.#putIds(lines);
    lines.put(bodyStart);
    this.#putBody(lines);
    lines.put(commaBytes);
    this.#putEnd(lines);
  }

  #readBody(): Body {
    const { format } = this.#frame;
    if (format === 'canonical') return this.#readCanonical();
    if (format === 'text') return 'text';
    if (this.#lifter.lift(this.#records, this.#start, this.#end, this.#observedMs)) {
      this.#timeMs = this.#lifter.timeMs;
      return 'object';
    }
    return isOneValue(this.#records, this.#start, this.#end) ? 'value' : 'text';
  }

  #readCanonical(): Body {
    const object = attributesAt(this.#frame, this.#index);
    const extra = object === undefined ? noBytes : attributeMembers(object);
    this.#parts = splitCanonical(this.#records.subarray(this.#start, this.#end), extra);
    if (this.#parts === undefined) return 'text';
    const ownMs = this.#parts.time === undefined ? undefined : parseTime(this.#parts.time.slice(1, -1));
    if (ownMs !== undefined && isBelievable(ownMs, this.#observedMs)) this.#timeMs = ownMs;
    return 'canonical';
  }

  #fallback(index: number): number {
    const timestampMs = this.#frame.timestampsMs[index] ?? 0;
    return isBelievable(timestampMs, this.#observedMs) ? timestampMs : this.#observedMs;
  }

  #putTime(lines: LineBuffer): void {
    lines.put(lineStart);
    this.#times.put(lines, this.#timeMs);
    lines.put(idEnd);
  }

  #putIds(lines: LineBuffer): void {
    const { traceStart: trace, traceEnd, spanStart: span, spanEnd } = this.#lifter;
    if (traceEnd > trace) {
      lines.put(traceStart);
      lines.put(this.#records.subarray(trace, traceEnd));
      lines.put(idEnd);
    }
    if (spanEnd > span) {
      lines.put(spanStart);
      lines.put(this.#records.subarray(span, spanEnd));
      lines.put(idEnd);
    }
  }

  /** Makes more room only for what it writes beyond the record's own length. */
  #putBody(lines: LineBuffer): void {
    const start = this.#start;
    const end = this.#end;
    if (this.#body !== 'text') {
      const record = this.#records.subarray(start, end);
      const isOnOneLine = this.#records.indexOf(newline, start) === end;
      lines.put(isOnOneLine ? record : onOneLine(record));
    } else if (this.#isUtf8) putJsonString(lines, this.#records, start, end);
    else lines.append(JSON.stringify(this.#records.toString('utf8', start, end)));
    lines.reserve(this.#fixedBytes);
  }

  #putEnd(lines: LineBuffer): void {
    if (this.#frame.attributes !== undefined && this.#body !== 'canonical') this.#putAttributes(lines);
    lines.put(this.#source);
    lines.putNumber(this.#frame.offsets[this.#index] ?? 0);
    lines.put(indexStart);
    lines.putNumber(this.#index);
    lines.put(this.#ending);
  }

  #putAttributes(lines: LineBuffer): void {
    const object = attributesAt(this.#frame, this.#index);
    if (object === undefined) return;
    lines.append(`"attributes":{${attributeMembers(object).toString()}},`);
    lines.reserve(this.#fixedBytes);
  }

  #writeCanonical(lines: LineBuffer, { time, hasObserved, rest }: CanonicalParts): void {
    lines.reserve(this.#fixedBytes + rest.length);
    this.#putTime(lines);
    if (!hasObserved) lines.put(this.#observed);
    lines.put(this.#service);
    // The time that is not believed is still the record's: it stays under another name.
    if (time !== undefined && !this.#isOwnTime) lines.append(`"original_time":${time},`);
    lines.append(rest);
    if (rest.length > 0) lines.append(commaBytes);
    lines.reserve(this.#fixedBytes);
    this.#putEnd(lines);
  }
}
