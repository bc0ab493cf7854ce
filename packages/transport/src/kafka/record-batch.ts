import { undecodable, type Codec } from './codecs/bound.js';
import type { IHeaders } from './kafkajs.js';

/** The part of kafkajs's decoder that is used: a buffer and where reading goes on. */
export interface BatchDecoder {
  readonly buffer: Buffer;
  offset: number;
}

/** What all records of a batch share; also the context that kafkajs and aborted.ts look at. */
interface BatchContext {
  readonly firstOffset: string;
  readonly firstTimestamp: string;
  readonly partitionLeaderEpoch: number;
  readonly inTransaction: boolean;
  readonly isControlBatch: boolean;
  readonly lastOffsetDelta: number;
  readonly producerId: string;
  readonly producerEpoch: number;
  readonly firstSequence: number;
  readonly maxTimestamp: string;
  readonly timestampType: number;
  readonly magicByte: number;
}

/** A record as kafkajs hands it on. Records with the same header bytes share one headers object. */
export interface DecodedRecord {
  readonly magicByte: number;
  readonly attributes: number;
  readonly timestamp: string;
  readonly offset: string;
  readonly key: Buffer | null;
  readonly value: Buffer | null;
  readonly headers: IHeaders;
  readonly isControlRecord: boolean;
  readonly batchContext: BatchContext;
}

type FindCodec = (attributes: number) => Pick<Codec, 'decompress'> | undefined;

/** Fixed fields up to the number of records. Source: Apache Kafka, clients/…/record/DefaultRecordBatch.java. */
const fixedBytes = 49;
/** Before them: the first offset and the length of what follows. */
const prefixBytes = 12;
const logAppendTimeFlag = 0x8;
const transactionalFlag = 0x10;
const controlFlag = 0x20;
const noHeaders: IHeaders = Object.freeze({});
/** Headers of a batch that are remembered; where each record has its own, remembering them is of no use. */
const maxSharedHeaders = 64;

/**
 * Decodes one record batch (magic 2) as kafkajs's own decoder does, which makes several objects, strings and big integers
 * of every record: reading them costs ingest more than all its work on them. Undefined where the batch is cut short, as
 * the last one of a fetch may be. Rejects with SJ_KAFKA_FAILED where its records do not decode.
 */
export async function decodeRecordBatch(
  decoder: BatchDecoder,
  findCodec: FindCodec,
): Promise<(BatchContext & { readonly records: readonly DecodedRecord[] }) | undefined> {
  const { buffer, offset: start } = decoder;
  decoder.offset = buffer.length;
  if (buffer.length - start < prefixBytes) return undefined;
  const firstOffset = buffer.readBigInt64BE(start);
  const length = buffer.readInt32BE(start + 8);
  const from = start + 12;
  const end = from + length;
  if (length < fixedBytes || end > buffer.length) return undefined;
  decoder.offset = end;
  const attributes = buffer.readInt16BE(from + 9);
  const context: BatchContext = {
    firstOffset: String(firstOffset),
    firstTimestamp: String(buffer.readBigInt64BE(from + 15)),
    partitionLeaderEpoch: buffer.readInt32BE(from),
    inTransaction: (attributes & transactionalFlag) !== 0,
    isControlBatch: (attributes & controlFlag) !== 0,
    lastOffsetDelta: buffer.readInt32BE(from + 11),
    producerId: String(buffer.readBigInt64BE(from + 31)),
    producerEpoch: buffer.readInt16BE(from + 39),
    firstSequence: buffer.readInt32BE(from + 41),
    maxTimestamp: String(buffer.readBigInt64BE(from + 23)),
    timestampType: (attributes & logAppendTimeFlag) === 0 ? 0 : 1,
    magicByte: buffer.readInt8(from + 4),
  };
  const count = buffer.readInt32BE(from + 45);
  const stored = buffer.subarray(from + 49, end);
  const codec = findCodec(attributes);
  if (count <= 0) return { ...context, records: [] };
  const bytes = codec === undefined ? stored : await codec.decompress(stored);
  return { ...context, records: new RecordReader(bytes, context).read(count) };
}

function damaged(): Error {
  return undecodable('Kafka', 'its records do not end where they say');
}

/** Reads records back to back. Lengths are checked against the bytes that are there before anything is made of them. */
class RecordReader {
  readonly #bytes: Buffer;
  readonly #context: BatchContext;
  readonly #firstOffset: bigint;
  readonly #firstTimestamp: bigint;
  #at = 0;
  /** By their bytes as they stand there. */
  readonly #headers = new Map<string, IHeaders>();

  constructor(bytes: Buffer, context: BatchContext) {
    this.#bytes = bytes;
    this.#context = context;
    this.#firstOffset = BigInt(context.firstOffset);
    this.#firstTimestamp = BigInt(context.firstTimestamp);
  }

  read(count: number): DecodedRecord[] {
    // Each record has at least seven bytes: nothing large is made for a number that lies.
    if (count > this.#bytes.length) throw damaged();
    const { maxTimestamp, timestampType, isControlBatch, magicByte } = this.#context;
    const records: DecodedRecord[] = [];
    for (let index = 0; index < count; index += 1) {
      const length = this.#varint();
      const end = this.#at + length;
      if (length < 0 || end > this.#bytes.length) throw damaged();
      const attributes = this.#bytes.readInt8(this.#at);
      this.#at += 1;
      const timestamp = add(this.#firstTimestamp, this.#varint());
      const offset = add(this.#firstOffset, this.#varint());
      const key = this.#field(end);
      const value = this.#field(end);
      records.push({
        magicByte,
        attributes,
        timestamp: timestampType === 1 ? maxTimestamp : timestamp,
        offset,
        key,
        value,
        headers: this.#readHeaders(end),
        isControlRecord: isControlBatch,
        batchContext: this.#context,
      });
      this.#at = end;
    }
    return records;
  }

  /** A zigzag number of up to 64 bits; exact up to 2^53, which offsets and times of day never reach. */
  #varint(): number {
    const bytes = this.#bytes;
    let byte = bytes[this.#at++] ?? 0;
    let value = byte & 0x7f;
    for (let scale = 0x80; byte >= 0x80; scale *= 0x80) {
      if (this.#at >= bytes.length || scale > 2 ** 56) throw damaged();
      byte = bytes[this.#at++] ?? 0;
      value += (byte & 0x7f) * scale;
    }
    return value % 2 === 0 ? value / 2 : -(value + 1) / 2;
  }

  /** A view of a key or a value; null where it has none. */
  #field(end: number): Buffer | null {
    const length = this.#varint();
    if (length < 0) return null;
    const start = this.#at;
    this.#at += length;
    if (this.#at > end) throw damaged();
    return this.#bytes.subarray(start, this.#at);
  }

  #readHeaders(end: number): IHeaders {
    const start = this.#at;
    // One byte says that there are none.
    if (end - start === 1) return noHeaders;
    const bytes = this.#bytes.toString('latin1', start, end);
    const known = this.#headers.get(bytes);
    if (known !== undefined) return known;
    const headers = this.#decodeHeaders(end);
    if (this.#headers.size < maxSharedHeaders) this.#headers.set(bytes, headers);
    return headers;
  }

  #decodeHeaders(end: number): IHeaders {
    const count = this.#varint();
    const values = new Map<string, (Buffer | null)[]>();
    for (let index = 0; index < count; index += 1) {
      const name = this.#field(end)?.toString('utf8') ?? 'null';
      const value = this.#field(end);
      const known = values.get(name);
      if (known === undefined) values.set(name, [value]);
      else known.push(value);
    }
    if (this.#at > end) throw damaged();
    const entries = [...values].map(([name, all]) => [name, all.length === 1 ? all[0] : all]);
    // kafkajs gives null for a header without a value, though its types do not say so.
    return Object.fromEntries(entries) as IHeaders;
  }
}

/** Decimal text of `first + delta`; only beyond 2^53 does it take a big integer. */
function add(first: bigint, delta: number): string {
  const sum = Number(first) + delta;
  return Number.isSafeInteger(sum) ? String(sum) : String(first + BigInt(delta));
}
