import { ScrubjayError } from '@scrubjay/errors';
import { attributeMembers, attributesAt } from '../attributes.js';
import { recordAt } from '../records.js';
import type { Frame } from '../types.js';
import { isOneValue, onOneLine, scanObject } from './json-scan.js';
import { FieldLifter, nothingLifted, type Lifted } from './lift.js';
import { LineSlabs } from './line-slabs.js';
import { isBelievable, parseTime } from './time.js';

/** Hex digits of the ruleset's fingerprint that go into each record. */
const rulesetDigits = 12;

export interface CanonicalLine {
  /** One JSON object in UTF-8 with its closing newline and no other. */
  readonly line: Buffer;
  /** Unix milliseconds of the record, as its `time` says. */
  readonly timeMs: number;
}

export interface CanonicalWriter {
  /** Throws a RangeError beyond the last record. */
  write(index: number): CanonicalLine;
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

class FrameWriter implements CanonicalWriter {
  readonly #frame: Frame;
  readonly #observedMs: number;
  readonly #observed: string;
  readonly #service: string;
  readonly #source: string;
  readonly #ruleset: string;
  readonly #lifter = new FieldLifter();
  readonly #slabs = new LineSlabs();
  /** The last time and its text: records of a frame are often of the same millisecond. */
  #timeMs = NaN;
  #timeText = '';

  constructor(frame: Frame, observedMs: number) {
    this.#frame = frame;
    this.#observedMs = observedMs;
    this.#observed = `"observed_time":"${new Date(observedMs).toISOString()}"`;
    this.#service = `"service":${JSON.stringify(frame.service)}`;
    this.#source = `"source":{"stream":${JSON.stringify(frame.stream)},"partition":${String(frame.partition)}`;
    this.#ruleset = `"ruleset":${JSON.stringify(frame.rulesetFingerprint.slice(0, rulesetDigits))}`;
  }

  write(index: number): CanonicalLine {
    const record = recordAt(this.#frame, index);
    if (this.#frame.format === 'canonical') return this.#writeCanonical(record, index);
    const isJson = this.#frame.format === 'json';
    const lifted = isJson ? this.#lift(record) : undefined;
    const { severity, traceId, spanId, timeMs = this.#fallback(index) } = lifted ?? nothingLifted;
    let head = this.#head(timeMs, true);
    if (severity !== undefined) head += `"severity_text":${JSON.stringify(severity.text)},`;
    if (severity?.number !== undefined) head += `"severity_number":${String(severity.number)},`;
    head += `${this.#service},`;
    if (traceId !== undefined) head += `"trace_id":"${traceId}",`;
    if (spanId !== undefined) head += `"span_id":"${spanId}",`;
    const tail = `,${this.#attributes(index)}${this.#tail(index)}`;
    const line =
      lifted === undefined
        ? this.#slabs.join(`${head}"body":${JSON.stringify(record.toString())}${tail}`, noBytes, '')
        : this.#slabs.join(`${head}"body":`, onOneLine(record), tail);
    return { line, timeMs };
  }

  #attributes(index: number): string {
    const object = attributesAt(this.#frame, index);
    return object === undefined ? '' : `"attributes":{${attributeMembers(object).toString()}},`;
  }

  #lift(record: Buffer): Lifted | undefined {
    const lifted = this.#lifter.lift(record, this.#observedMs);
    return lifted ?? (isOneValue(record) ? nothingLifted : undefined);
  }

  #writeCanonical(record: Buffer, index: number): CanonicalLine {
    const object = attributesAt(this.#frame, index);
    const parts = splitCanonical(record, object === undefined ? noBytes : attributeMembers(object));
    if (parts === undefined) {
      const timeMs = this.#fallback(index);
      const head = `${this.#head(timeMs, true)}${this.#service},"body":${JSON.stringify(record.toString())},`;
      const tail = `${this.#attributes(index)}${this.#tail(index)}`;
      return { line: this.#slabs.join(head, noBytes, tail), timeMs };
    }
    const ownMs = parts.time === undefined ? undefined : parseTime(parts.time.slice(1, -1));
    const isOwn = ownMs !== undefined && isBelievable(ownMs, this.#observedMs);
    const timeMs = isOwn ? ownMs : this.#fallback(index);
    let head = `${this.#head(timeMs, !parts.hasObserved)}${this.#service},`;
    // The time that is not believed is still the record's: it stays under another name.
    if (!isOwn && parts.time !== undefined) head += `"original_time":${parts.time},`;
    const separator = parts.rest.length > 0 ? ',' : '';
    return { line: this.#slabs.join(head, parts.rest, separator + this.#tail(index)), timeMs };
  }

  #fallback(index: number): number {
    const timestampMs = this.#frame.timestampsMs[index] ?? 0;
    return isBelievable(timestampMs, this.#observedMs) ? timestampMs : this.#observedMs;
  }

  #head(timeMs: number, withObserved: boolean): string {
    if (timeMs !== this.#timeMs) {
      this.#timeMs = timeMs;
      this.#timeText = new Date(timeMs).toISOString();
    }
    const time = `{"time":"${this.#timeText}",`;
    return withObserved ? `${time}${this.#observed},` : time;
  }

  #tail(index: number): string {
    const offset = String(this.#frame.offsets[index] ?? 0);
    return `${this.#source},"offset":${offset},"index":${String(index)}},${this.#ruleset}}\n`;
  }
}

interface CanonicalParts {
  /** Value of `time` as it stands there, quotes included. */
  readonly time: string | undefined;
  readonly hasObserved: boolean;
  /** The other members, on one line, without braces. */
  readonly rest: Buffer;
}

/** Members that only the sink writes. */
const sinkMembers = new Set(['service', 'source', 'ruleset', 'original_time']);

/**
 * Undefined where the record is not what ingest makes: an object with at most one `time`, a string, and none of the
 * sink's own members. A rule may have masked it whole; it is then written as a text, so that nothing of it is lost.
 * `extra` are members to be put into its `attributes`; where it has one of the same name, readers see that, the later.
 */
function splitCanonical(record: Buffer, extra: Buffer): CanonicalParts | undefined {
  const found: { time?: string; hasObserved: boolean; isOurs: boolean; isMerged: boolean } = {
    hasObserved: false,
    isOurs: true,
    isMerged: extra.length === 0,
  };
  const members: Buffer[] = [];
  const isObject = scanObject(record, (keyStart, keyEnd, valueStart, valueEnd) => {
    const key = record.toString('latin1', keyStart, keyEnd);
    if (key === 'observed_time') found.hasObserved = true;
    if (key !== 'time') {
      if (sinkMembers.has(key)) found.isOurs = false;
      if (key === 'attributes' && !found.isMerged) {
        found.isMerged = true;
        const merged = mergeMembers(record.subarray(valueStart, valueEnd), extra);
        if (merged === undefined) found.isOurs = false;
        else members.push(commaBytes, Buffer.from('"attributes":'), merged);
      } else members.push(commaBytes, record.subarray(keyStart - 1, valueEnd));
    } else if (found.time === undefined && record[valueStart] === quote) {
      found.time = record.toString('utf8', valueStart, valueEnd);
    } else found.isOurs = false;
  });
  if (!isObject || !found.isOurs) return undefined;
  if (!found.isMerged) members.push(commaBytes, Buffer.from('"attributes":{'), extra, Buffer.from('}'));
  const rest = onOneLine(Buffer.concat(members.slice(1)));
  return { time: found.time, hasObserved: found.hasObserved, rest };
}

/** `object` with `extra` before its own members; undefined where it is none. */
function mergeMembers(object: Buffer, extra: Buffer): Buffer | undefined {
  let count = 0;
  if (!scanObject(object, () => count++)) return undefined;
  const separator = count > 0 ? ',' : '';
  return Buffer.concat([Buffer.from('{'), extra, Buffer.from(separator), object.subarray(1)]);
}

const noBytes = Buffer.alloc(0);
const commaBytes = Buffer.from(',');
const quote = 0x22;
