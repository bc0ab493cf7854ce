import { createRequire } from 'node:module';
import fc from 'fast-check';
import t from 'tap';
import { createLz4Codec } from '../../src/kafka/codecs/lz4.js';
import { decodeRecordBatch, type BatchDecoder } from '../../src/kafka/record-batch.js';

interface TestRecord {
  readonly key: Buffer | null;
  readonly value: Buffer | null;
  readonly headers: Readonly<Record<string, Buffer | Buffer[]>>;
  readonly offsetDelta: number;
  readonly timestampDelta: number;
}
interface TestBatch {
  readonly firstOffset: number;
  readonly firstTimestamp: number;
  readonly transactional: boolean;
  readonly compression: number;
  readonly records: readonly TestRecord[];
}

// kafkajs's own encoder and decoder: nothing in this file mends kafkajs, so they are what it ships.
const load = createRequire(import.meta.url);
const kafkajs = (path: string): unknown => load(`kafkajs/src/protocol/${path}.js`);
const encodeRecord = kafkajs('recordBatch/record/v0/index') as (record: TestRecord) => object;
const { RecordBatch: encodeBatch } = kafkajs('recordBatch/v0/index') as {
  readonly RecordBatch: (batch: object) => Promise<{ readonly buffer: Buffer }>;
};
const decodeOriginal = kafkajs('recordBatch/v0/decoder') as (decoder: object) => Promise<object>;
const Decoder = kafkajs('decoder') as new (buffer: Buffer) => BatchDecoder;
const { Codecs } = kafkajs('message/compression/index') as { readonly Codecs: Record<number, () => object> };

const lz4 = createLz4Codec(1_000_000);
const lz4Number = 3;
Codecs[lz4Number] = () => ({
  compress: ({ buffer }: { readonly buffer: Buffer }) => lz4.compress(buffer),
  decompress: (data: Buffer) => lz4.decompress(data),
});
const findCodec = (attributes: number): typeof lz4 | undefined =>
  (attributes & 7) === lz4Number ? lz4 : undefined;

async function encode({ records, firstTimestamp, ...batch }: TestBatch): Promise<Buffer> {
  const { buffer } = await encodeBatch({
    ...batch,
    firstTimestamp,
    maxTimestamp: firstTimestamp,
    producerId: 7,
    producerEpoch: 1,
    firstSequence: 0,
    lastOffsetDelta: Math.max(0, records.length - 1),
    records: records.map(encodeRecord),
  });
  return buffer;
}

const bytes = fc.uint8Array({ maxLength: 40 }).map((array) => Buffer.from(array));
const headers = fc.dictionary(
  fc.string({ maxLength: 6 }),
  fc.oneof(bytes, fc.array(bytes, { minLength: 2, maxLength: 3 })),
  {
    maxKeys: 3,
    noNullPrototype: true,
  },
);
const record = fc.record({
  key: fc.option(bytes),
  value: fc.option(bytes),
  // A few of them, so that some stand twice in a batch.
  headers: fc.oneof(fc.constant({}), fc.constant({ service: Buffer.from('billing') }), headers),
  offsetDelta: fc.nat(5000),
  timestampDelta: fc.integer({ min: -100_000, max: 100_000_000_000 }),
});
const batch = fc.record({
  firstOffset: fc.maxSafeNat(),
  firstTimestamp: fc.nat(2_000_000_000_000),
  transactional: fc.boolean(),
  compression: fc.constantFrom(0, lz4Number),
  records: fc.array(record, { minLength: 1, maxLength: 20 }),
});

t.test('decodes every batch as the decoder of kafkajs does', async (t) => {
  await fc.assert(
    fc.asyncProperty(batch, async (input) => {
      const encoded = await encode(input);
      const decoder = new Decoder(encoded);
      t.strictSame(await decodeRecordBatch(decoder, findCodec), {
        ...(await decodeOriginal(new Decoder(encoded))),
        magicByte: 2,
      });
      t.equal(decoder.offset, encoded.length);
    }),
    { seed: 20_261_123 },
  );
});

t.test(
  'a batch that is cut short is left, a damaged one is refused, and neither is guessed at',
  async (t) => {
    await fc.assert(
      fc.asyncProperty(batch, fc.nat(), fc.nat(255), async (input, place, byte) => {
        const encoded = await encode({ ...input, compression: 0 });
        const cut = encoded.subarray(0, place % encoded.length);
        if (cut.length < encoded.length)
          t.equal(await decodeRecordBatch(new Decoder(cut), findCodec), undefined);
        const damaged = Buffer.from(encoded);
        damaged[61 + (place % (encoded.length - 61))] = byte;
        try {
          const decoded = await decodeRecordBatch(new Decoder(damaged), findCodec);
          t.equal(decoded?.records.length, input.records.length);
        } catch (error) {
          t.match(error, { code: 'SJ_KAFKA_FAILED', retryable: false });
        }
      }),
      { seed: 20_261_123 },
    );
  },
);

t.test('a length that no batch has ends the reading, and does not go back', async (t) => {
  for (const length of [-2_000_000_000, -12, 0, 37, 48]) {
    const bytes = Buffer.alloc(100);
    bytes.writeInt32BE(length, 8);
    const decoder = new Decoder(bytes.subarray(0, 60));
    t.equal(await decodeRecordBatch(decoder, findCodec), undefined, String(length));
    t.equal(decoder.offset, 60);
  }
});

t.test('a number of records that the bytes cannot hold makes nothing large', async (t) => {
  const one = { key: null, value: Buffer.from('x'), headers: {}, offsetDelta: 0, timestampDelta: 0 };
  const encoded = await encode({
    ...{ firstOffset: 0, firstTimestamp: 0, transactional: false, compression: 0 },
    records: [one],
  });
  encoded.writeInt32BE(2_000_000_000, 57);
  await t.rejects(decodeRecordBatch(new Decoder(encoded), findCodec), { code: 'SJ_KAFKA_FAILED' });
});

t.test('records with the same headers share one object', async (t) => {
  const same = {
    ...{ key: null, value: null, headers: { a: Buffer.from('x') } },
    ...{ offsetDelta: 0, timestampDelta: 0 },
  };
  const encoded = await encode({
    ...{ firstOffset: 0, firstTimestamp: 0, transactional: false, compression: 0 },
    records: [same, same],
  });
  const [one, two] = (await decodeRecordBatch(new Decoder(encoded), findCodec))?.records ?? [];
  t.equal(one?.headers, two?.headers);
});
