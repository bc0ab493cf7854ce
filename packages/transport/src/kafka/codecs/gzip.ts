import { promisify } from 'node:util';
import { gunzip, gzip } from 'node:zlib';
import { tooLarge, undecodable, type Codec } from './bound.js';

const compress = promisify<Buffer, Buffer>(gzip);
const decompress = promisify(gunzip) as (
  data: Buffer,
  options: { maxOutputLength: number },
) => Promise<Buffer>;

/** Replaces kafkajs's own, which has no limit. */
export function createGzipCodec(maxBytes: number): Codec {
  return {
    compress: (data) => compress(data),
    async decompress(data) {
      try {
        return await decompress(data, { maxOutputLength: maxBytes });
      } catch (error) {
        const { code } = error as { code?: unknown };
        if (code === 'ERR_BUFFER_TOO_LARGE') throw tooLarge('gzip', maxBytes);
        throw undecodable('gzip', 'it is damaged', error);
      }
    },
  };
}
