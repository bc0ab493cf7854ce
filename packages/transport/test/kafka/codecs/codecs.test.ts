import { readFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import { Zstd } from '@hpcc-js/wasm-zstd';
import { compressFrameSync } from 'lz4-napi';
import t from 'tap';
import { defaultMaxDecompressedBytes, type Codec } from '../../../src/kafka/codecs/bound.js';
import { createGzipCodec } from '../../../src/kafka/codecs/gzip.js';
import { createLz4Codec } from '../../../src/kafka/codecs/lz4.js';
import { createSnappyCodec } from '../../../src/kafka/codecs/snappy.js';
import { snappyjs } from '../../../src/kafka/codecs/snappyjs.js';
import { createZstdCodec } from '../../../src/kafka/codecs/zstd.js';

const makers: Readonly<Record<string, (maxBytes: number) => Codec>> = {
  gzip: createGzipCodec,
  snappy: createSnappyCodec,
  lz4: createLz4Codec,
  zstd: createZstdCodec,
};

const log = Buffer.from(
  Array.from({ length: 2000 }, (_, i) => `level=info msg="request done" n=${String(i)}\n`).join(''),
);
const same = Buffer.alloc(1536 * 1024, 'a');

function javaClient(name: string): Buffer {
  return readFileSync(new URL(`java-client/${name}`, import.meta.url));
}

for (const [name, make] of Object.entries(makers)) {
  const codec = make(defaultMaxDecompressedBytes);

  t.test(`${name}: reads what the Java client writes`, async (t) => {
    t.ok((await codec.decompress(javaClient(`log.${name}`))).equals(log));
  });

  t.test(`${name}: reads what the Java client writes when it shrinks a great deal`, async (t) => {
    t.ok((await codec.decompress(javaClient(`same.${name}`))).equals(same));
  });

  t.test(`${name}: reads what it writes itself`, async (t) => {
    for (const data of [log, same, Buffer.from('x'), Buffer.alloc(0)]) {
      t.ok((await codec.decompress(await codec.compress(data))).equals(data), `${String(data.length)} bytes`);
    }
  });

  t.test(`${name}: refuses to grow beyond the limit`, async (t) => {
    const narrow = make(1024 * 1024);
    await t.rejects(narrow.decompress(javaClient(`same.${name}`)), {
      code: 'SJ_KAFKA_FAILED',
      retryable: false,
      message: /beyond 1048576 bytes/,
    });
  });

  t.test(`${name}: reports damage and never half a batch`, async (t) => {
    const whole = javaClient(`log.${name}`);
    for (const damaged of [
      Buffer.from('not compressed'),
      Buffer.alloc(0),
      whole.subarray(0, whole.length - 9),
    ]) {
      await t.rejects(codec.decompress(damaged), { code: 'SJ_KAFKA_FAILED', retryable: false });
    }
  });
}

t.test('snappy: reads a raw block without framing', async (t) => {
  const codec = createSnappyCodec(defaultMaxDecompressedBytes);
  t.ok((await codec.decompress(snappyjs.compress(log))).equals(log));
});

t.test('snappy: reads framed streams one after another', async (t) => {
  const codec = createSnappyCodec(defaultMaxDecompressedBytes);
  const one = await codec.compress(log);
  t.ok((await codec.decompress(Buffer.concat([one, one]))).equals(Buffer.concat([log, log])));
});

t.test('snappy: refuses a block that does not say its length', async (t) => {
  const codec = createSnappyCodec(defaultMaxDecompressedBytes);
  await t.rejects(codec.decompress(Buffer.alloc(9, 0xff)), { code: 'SJ_KAFKA_FAILED' });
});

t.test('lz4: reads frames with checksums', async (t) => {
  const codec = createLz4Codec(defaultMaxDecompressedBytes);
  const frame = compressFrameSync(log, { contentChecksum: true, blockChecksums: true });
  t.ok((await codec.decompress(frame)).equals(log));
});

t.test('lz4: refuses a block size that no frame has', async (t) => {
  const frame = compressFrameSync(log);
  frame[5] = 0;
  await t.rejects(createLz4Codec(defaultMaxDecompressedBytes).decompress(frame), { code: 'SJ_KAFKA_FAILED' });
});

t.test('zstd: reads a stream that was flushed in pieces', async (t) => {
  const zstd = await Zstd.load();
  zstd.reset();
  const parts = [zstd.compressChunk(log), zstd.compressChunk(log), zstd.compressEnd()];
  const codec = createZstdCodec(defaultMaxDecompressedBytes);
  t.ok((await codec.decompress(Buffer.concat(parts))).equals(Buffer.concat([log, log])));
});

t.test('zstd: a frame that says it is larger than its blocks can be takes no memory', async (t) => {
  const before = process.memoryUsage().external;
  for (const size of [1_000n, 1n << 30n, 1n << 60n]) {
    const frame = Buffer.alloc(21);
    frame.writeUInt32LE(0xfd2fb528, 0);
    frame.writeUInt8(0xe0, 4);
    frame.writeBigUInt64LE(size, 5);
    // One block, the last, of five bytes as they are.
    frame.writeUIntLE((5 << 3) | 1, 13, 3);
    frame.write('hello', 16);
    await t.rejects(createZstdCodec(65_536).decompress(frame), { code: 'SJ_KAFKA_FAILED' });
    frame.writeBigUInt64LE(5n, 5);
    t.equal((await createZstdCodec(65_536).decompress(frame)).toString(), 'hello');
  }
  t.ok(process.memoryUsage().external - before < 200_000_000);
  for (const descriptor of ['60', 'a0', 'e0']) {
    const cut = Buffer.from(`28b52ffd${descriptor}01`, 'hex');
    await t.rejects(createZstdCodec(65_536).decompress(cut), { code: 'SJ_KAFKA_FAILED' });
  }
});

t.test('gzip: does not need to end where its input ends', async (t) => {
  const codec = createGzipCodec(log.length);
  t.ok((await codec.decompress(gzipSync(log))).equals(log), 'a batch exactly as large as the limit is read');
});
