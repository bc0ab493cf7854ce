import { CompressionCodecs, CompressionTypes } from '../kafkajs.js';
import { defaultMaxDecompressedBytes, type Codec } from './bound.js';
import { createGzipCodec } from './gzip.js';
import { createLz4Codec } from './lz4.js';
import { createSnappyCodec } from './snappy.js';
import { createZstdCodec } from './zstd.js';

/** What kafkajs calls a codec: it compresses an encoder's buffer. */
function forKafkaJs(codec: Codec): () => object {
  const adapted = {
    compress: ({ buffer }: { buffer: Buffer }) => codec.compress(buffer),
    decompress: (data: Buffer) => codec.decompress(data),
  };
  return () => adapted;
}

/** The codecs by their names in Kafka; each refuses what would grow beyond `maxDecompressedBytes`. */
export function createCodecs(
  maxDecompressedBytes: number,
): Readonly<Record<'gzip' | 'snappy' | 'lz4' | 'zstd', Codec>> {
  return {
    gzip: createGzipCodec(maxDecompressedBytes),
    snappy: createSnappyCodec(maxDecompressedBytes),
    lz4: createLz4Codec(maxDecompressedBytes),
    zstd: createZstdCodec(maxDecompressedBytes),
  };
}

/**
 * Makes kafkajs read and write record batches in gzip, snappy, lz4 and zstd, for the whole process. A batch that would
 * grow beyond `maxDecompressedBytes` is refused with SJ_KAFKA_FAILED. Called by `createKafka`; safe to call again.
 */
export function registerCompressionCodecs(maxDecompressedBytes = defaultMaxDecompressedBytes): void {
  const { gzip, snappy, lz4, zstd } = createCodecs(maxDecompressedBytes);
  CompressionCodecs[CompressionTypes.GZIP] = forKafkaJs(gzip);
  CompressionCodecs[CompressionTypes.Snappy] = forKafkaJs(snappy);
  CompressionCodecs[CompressionTypes.LZ4] = forKafkaJs(lz4);
  CompressionCodecs[CompressionTypes.ZSTD] = forKafkaJs(zstd);
}
