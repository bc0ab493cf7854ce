import { compressFrame, decompressFrame } from 'lz4-napi';
import { tooLarge, undecodable, type Codec } from './bound.js';

// Source of the layout: lz4 doc/lz4_Frame_format.md.
const magic = 0x184d2204;
const uncompressedFlag = 0x80000000;
const maxExpansion = 255;
const blockSizes = new Map([
  [4, 64 * 1024],
  [5, 256 * 1024],
  [6, 1024 * 1024],
  [7, 4 * 1024 * 1024],
]);

interface Layout {
  readonly blocksAt: number;
  readonly maxBlockBytes: number;
  readonly blockChecksumBytes: number;
}

function readHeader(data: Buffer): Layout {
  if (data.length < 7 || data.readUInt32LE(0) !== magic) throw undecodable('lz4', 'it is not an LZ4 frame');
  const flags = data.readUInt8(4);
  const maxBlockBytes = blockSizes.get((data.readUInt8(5) >> 4) & 7);
  if (maxBlockBytes === undefined) throw undecodable('lz4', 'its block size is unknown');
  const contentSizeBytes = (flags & 0x08) === 0 ? 0 : 8;
  const dictionaryBytes = (flags & 0x01) === 0 ? 0 : 4;
  return {
    blocksAt: 7 + contentSizeBytes + dictionaryBytes,
    maxBlockBytes,
    blockChecksumBytes: (flags & 0x10) === 0 ? 0 : 4,
  };
}

/** The most that a frame can grow to, from its block headers alone: nothing is decompressed before it is known. */
export function boundLz4(data: Buffer): number {
  const { blocksAt, maxBlockBytes, blockChecksumBytes } = readHeader(data);
  let bound = 0;
  let at = blocksAt;
  for (;;) {
    if (at + 4 > data.length) throw undecodable('lz4', 'it is cut short');
    const word = data.readUInt32LE(at);
    if (word === 0) return bound;
    const isStored = word >= uncompressedFlag;
    const bytes = isStored ? word - uncompressedFlag : word;
    bound += isStored ? bytes : Math.min(maxBlockBytes, bytes * maxExpansion);
    at += 4 + bytes + blockChecksumBytes;
  }
}

export function createLz4Codec(maxBytes: number): Codec {
  return {
    compress: (data) => compressFrame(data),
    async decompress(data) {
      if (boundLz4(data) > maxBytes) throw tooLarge('lz4', maxBytes);
      try {
        return await decompressFrame(data);
      } catch (error) {
        throw undecodable('lz4', 'it is damaged', error);
      }
    },
  };
}
