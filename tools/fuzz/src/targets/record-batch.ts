import { Buffer } from 'node:buffer';
import { decodeRecordBatch } from '@scrubjay/transport';
import { Broken, type Target } from '../target.js';
import { refusingOnly } from './only.js';

/** Source of the layout: Apache Kafka, clients/…/record/DefaultRecordBatch.java. */
function batchOf(count: number, records: Buffer): Buffer {
  const head = Buffer.alloc(61);
  head.writeBigInt64BE(7n, 0);
  head.writeInt32BE(49 + records.length, 8);
  head.writeInt8(2, 16);
  head.writeInt32BE(count - 1, 23);
  head.writeBigInt64BE(1_790_000_000_000n, 27);
  head.writeBigInt64BE(1_790_000_000_000n, 35);
  head.writeInt32BE(count, 57);
  return Buffer.concat([head, records]);
}

/** Length, attributes, time, offset, key, value, and a header `h: x`; all lengths as zigzag varints. */
function recordOf(offset: number): Buffer {
  const body = Buffer.from([0, 0, offset * 2, 2, 0x6b, 6, 0x61, 0x62, 0x63, 2, 2, 0x68, 2, 0x78]);
  return Buffer.concat([Buffer.from([body.length * 2]), body]);
}

/**
 * Decodes arbitrary bytes as a record batch. Promises: undefined for one that is cut short, SJ_KAFKA_FAILED for one whose
 * records lie about themselves; otherwise as many records as it says, each within the batch.
 */
export function createRecordBatchTarget(): Target {
  const three = batchOf(3, Buffer.concat([0, 1, 2].map(recordOf)));
  return {
    name: 'record-batch',
    seeds: [three, batchOf(0, Buffer.alloc(0)), batchOf(1, recordOf(0))],
    dictionary: [
      '\xff\xff\xff\xff\x0f',
      '\xff\xff\xff\xff\xff\xff\xff\xff\xff\x01',
      '\x7f\xff\xff\xff',
      '\x01',
      '\x00',
    ],
    async check(input) {
      const decoder = { buffer: input, offset: 0 };
      const batch = await refusingOnly('SJ_KAFKA_FAILED', () => decodeRecordBatch(decoder, () => undefined));
      if (batch === undefined) return;
      const bytes = batch.records.reduce(
        (sum, { key, value }) => sum + (key?.length ?? 0) + (value?.length ?? 0),
        0,
      );
      if (bytes > input.length) throw new Broken('its records hold more bytes than there are');
    },
  };
}
