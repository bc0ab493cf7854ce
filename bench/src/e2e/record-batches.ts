import { createRequire } from 'node:module';
import type { Payload, PayloadMessage } from './payload.js';
import { codecs, type CodecName } from './settings.js';

/** A record batch as it lies in a produce request; the time of its records is set when it is sent. */
export interface EncodedBatch {
  readonly encoded: Buffer;
  readonly messages: number;
  /** Of all values together. */
  readonly bytes: number;
}

interface Encoded {
  readonly buffer: Buffer;
}
interface Long {
  readonly fromNumber: (value: number) => unknown;
}

/** Kafka's layout of a record batch: clients/…/record/DefaultRecordBatch.java. */
const crcAt = 17;
const checkedFrom = 21;
const firstTimestampAt = 27;
const maxTimestampAt = 35;

const require = createRequire(import.meta.url);

/** The payload as record batches of about so many bytes, encoded once, so that sending them costs next to nothing. */
export async function encodeBatches(
  { messages }: Payload,
  codec: CodecName,
  bytes: number,
): Promise<EncodedBatch[]> {
  const batches: EncodedBatch[] = [];
  for (let at = 0; at < messages.length;) {
    const from = at;
    let taken = 0;
    for (; at < messages.length && taken < bytes; at += 1) taken += messages[at]?.value.length ?? 0;
    const part = messages.slice(from, at);
    batches.push({ encoded: await encodeBatch(part, codec), messages: part.length, bytes: taken });
  }
  return batches;
}

async function encodeBatch(messages: readonly PayloadMessage[], codec: CodecName): Promise<Buffer> {
  const encodeRecord = require('kafkajs/src/protocol/recordBatch/record/v0/index.js') as (
    record: object,
  ) => Encoded;
  const { RecordBatch } = require('kafkajs/src/protocol/recordBatch/v0/index.js') as {
    readonly RecordBatch: (batch: object) => Promise<Encoded>;
  };
  const long = require('kafkajs/src/utils/long.js') as Long;
  const records = messages.map(({ value, headers }, offsetDelta) =>
    encodeRecord({ offsetDelta, timestampDelta: 0, key: null, value, headers }),
  );
  const { buffer } = await RecordBatch({
    ...{ compression: codecs[codec], records, lastOffsetDelta: records.length - 1 },
    ...{ firstOffset: long.fromNumber(0), firstTimestamp: 0, maxTimestamp: 0 },
  });
  return Buffer.from(buffer);
}

/** Gives all records of a batch the same time, in milliseconds, and the batch its new checksum. */
export function stampBatch({ encoded }: EncodedBatch, timeMs: number): void {
  // The product has replaced kafkajs's own one by then; see repairs.ts of its transport.
  const checksum = require('kafkajs/src/protocol/recordBatch/crc32C/index.js') as (bytes: Buffer) => number;
  encoded.writeBigInt64BE(BigInt(timeMs), firstTimestampAt);
  encoded.writeBigInt64BE(BigInt(timeMs), maxTimestampAt);
  encoded.writeUInt32BE(checksum(encoded.subarray(checkedFrom)), crcAt);
}
