import { ScrubjayError } from '@scrubjay/errors';
import { compressSync, uncompressSync } from 'lz4-napi';
import { promisify } from 'node:util';
import { gunzip } from 'node:zlib';

const gunzipAsync = promisify(gunzip);

/** How the bytes of a sealed frame are compressed, as its encryption context says. gzip is only read. */
export type CompressionCodec = 'lz4' | 'gzip';

/** The codec that frames are written with; chosen by measurement, docs/decisions/0011. */
export const compressionCodec = 'lz4' satisfies CompressionCodec;

export const defaultMaxDecompressedBytes = 64 * 1024 * 1024;
/** An LZ4 block with its plain length before it, little-endian. */
const lengthBytes = 4;

/** LZ4 at about 1 GB/s: so fast that a thread of libuv's pool would cost more than it takes off the event loop. */
export function compress(bytes: Uint8Array): Promise<Buffer> {
  return Promise.resolve(compressSync(asBuffer(bytes)));
}

/** Undoes {@link compress}. Rejects with SJ_FRAME_INVALID for damaged input and for more than `maxBytes` of output. */
export async function decompress(
  bytes: Uint8Array,
  maxBytes: number = defaultMaxDecompressedBytes,
  codec: CompressionCodec = compressionCodec,
): Promise<Buffer> {
  try {
    return codec === 'gzip'
      ? await gunzipAsync(bytes, { maxOutputLength: maxBytes })
      : decompressLz4(asBuffer(bytes), maxBytes);
  } catch (cause) {
    const message = `Compressed bytes are damaged or hold more than ${String(maxBytes)} bytes.`;
    throw new ScrubjayError('SJ_FRAME_INVALID', message, { cause });
  }
}

/** The library makes room for what the length says, so that is looked at first. */
function decompressLz4(bytes: Buffer, maxBytes: number): Buffer {
  const length = bytes.length < lengthBytes ? Infinity : bytes.readUInt32LE(0);
  if (length > maxBytes) throw new RangeError('too long');
  const plain = uncompressSync(bytes);
  if (plain.length !== length) throw new RangeError('too short');
  return plain;
}

function asBuffer(bytes: Uint8Array): Buffer {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}
