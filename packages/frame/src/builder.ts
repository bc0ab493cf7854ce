import { ScrubjayError } from '@scrubjay/errors';
import { AttributeColumn } from './attribute-column.js';
import type { Frame, RecordFormat } from './types.js';

/** What all records of a frame have in common. */
export interface FrameSource {
  readonly stream: string;
  readonly partition: number;
  readonly environment: string;
  readonly service: string;
  readonly format: RecordFormat;
  readonly schemaId: string;
  /** Unix milliseconds when ingest took custody. */
  readonly ingestedAtMs: number;
}

export interface FrameBuilderOptions extends FrameSource {
  /** Limit of the records' bytes, newlines included. */
  readonly maxFrameBytes?: number;
  /** What a frame will likely hold; room for it is taken at first. Default: 16 KiB, 64 records. */
  readonly expectedBytes?: number;
  readonly expectedRecords?: number;
}

/** What is only known of frames that went through the redactor or were withheld. */
export type FrameDetails = Partial<Pick<Frame, 'rulesetFingerprint' | 'findings' | 'quarantine'>>;

export const defaultMaxFrameBytes = 512 * 1024;
const firstCapacity = 16 * 1024;
const firstRecords = 64;
const newline = 0x0a;

/**
 * Packs records of one source into contiguous frames. Ask {@link hasRoomFor} before {@link add}, and
 * {@link build} when it says no; an empty builder has room for any record, so one above the limit gets a frame alone.
 */
export class FrameBuilder {
  readonly #source: FrameSource;
  readonly #maxBytes: number;
  #records: Buffer = Buffer.alloc(0);
  #lengths = new Uint32Array(0);
  #offsets = new Float64Array(0);
  #timestamps = new Float64Array(0);
  readonly #attributes = new AttributeColumn();
  #count = 0;
  #bytes = 0;
  readonly #leastBytes: number;
  readonly #leastCount: number;
  /** Sizes of the last frame: the next one is likely to be like it and then grows not once. */
  #lastBytes: number;
  #lastCount: number;

  constructor({
    maxFrameBytes = defaultMaxFrameBytes,
    expectedBytes = firstCapacity,
    expectedRecords = firstRecords,
    ...source
  }: FrameBuilderOptions) {
    this.#source = source;
    this.#maxBytes = maxFrameBytes;
    this.#lastBytes = this.#leastBytes = expectedBytes;
    this.#lastCount = this.#leastCount = expectedRecords;
  }

  get isEmpty(): boolean {
    return this.#count === 0;
  }

  get count(): number {
    return this.#count;
  }

  /** Bytes of the records so far, closing newlines included. */
  get bytes(): number {
    return this.#bytes;
  }

  /** Whether a record of `recordBytes`, attributes included, still belongs into this frame. */
  hasRoomFor(recordBytes: number): boolean {
    return this.#count === 0 || this.#bytes + this.#attributes.bytes + recordBytes + 1 <= this.#maxBytes;
  }

  /**
   * Copies a record in. `record` comes without its closing newline; newlines inside are fine, the lengths tell. A
   * timestamp that is no whole number of at least 0 counts as unknown and becomes 0. `attributes`, one JSON object
   * without newline, is kept, not copied. Throws SJ_INTERNAL for an offset of 2^53 or more, or one below the offset
   * before it.
   */
  add(record: Uint8Array, offset: bigint, timestampMs: number, attributes?: Buffer): void {
    const position = Number(offset);
    if (!Number.isSafeInteger(position) || position < 0) throw unsound('an offset does not fit 53 bits');
    if (this.#count > 0 && position < (this.#offsets[this.#count - 1] ?? 0))
      throw unsound('offsets do not ascend');
    const end = this.#bytes + record.length + 1;
    this.#reserve(end);
    this.#records.set(record, this.#bytes);
    this.#records[end - 1] = newline;
    this.#lengths[this.#count] = record.length + 1;
    this.#offsets[this.#count] = position;
    this.#timestamps[this.#count] = isTimestamp(timestampMs) ? timestampMs : 0;
    if (attributes !== undefined) this.#attributes.add(this.#count, attributes);
    this.#count++;
    this.#bytes = end;
  }

  /** Hands the collected records over as a frame, which owns them, and starts anew. */
  build({ rulesetFingerprint = '', findings = [], quarantine }: FrameDetails = {}): Frame {
    const count = this.#count;
    const attributes = this.#attributes.take(count);
    const frame: Frame = {
      ...this.#source,
      offsets: this.#offsets.subarray(0, count),
      timestampsMs: this.#timestamps.subarray(0, count),
      lengths: this.#lengths.subarray(0, count),
      records: this.#records.subarray(0, this.#bytes),
      ...(attributes === undefined ? {} : { attributes }),
      ...{ rulesetFingerprint, findings },
      ...(quarantine === undefined ? {} : { quarantine }),
    };
    this.#reset();
    return frame;
  }

  #reset(): void {
    this.#lastBytes = Math.max(this.#leastBytes, Math.min(this.#bytes, this.#maxBytes));
    this.#lastCount = Math.max(this.#leastCount, this.#count);
    this.#records = Buffer.alloc(0);
    this.#lengths = new Uint32Array(0);
    this.#offsets = new Float64Array(0);
    this.#timestamps = new Float64Array(0);
    this.#count = 0;
    this.#bytes = 0;
  }

  #reserve(bytes: number): void {
    if (bytes > this.#records.length) {
      const grown = Buffer.allocUnsafeSlow(Math.max(bytes, this.#lastBytes, this.#records.length * 2));
      grown.set(this.#records.subarray(0, this.#bytes));
      this.#records = grown;
    }
    if (this.#count === this.#lengths.length) {
      const capacity = Math.max(this.#lastCount, this.#count * 2);
      this.#lengths = grow(this.#lengths, new Uint32Array(capacity));
      this.#offsets = grow(this.#offsets, new Float64Array(capacity));
      this.#timestamps = grow(this.#timestamps, new Float64Array(capacity));
    }
  }
}

function grow<A extends Uint32Array | Float64Array>(from: A, into: A): A {
  into.set(from);
  return into;
}

function isTimestamp(value: number): boolean {
  return Number.isSafeInteger(value) && value >= 0 && value <= 2 ** 51;
}

function unsound(what: string): ScrubjayError {
  return new ScrubjayError('SJ_INTERNAL', `A record cannot be put into a frame: ${what}.`);
}
