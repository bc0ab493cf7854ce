import { Zstd } from '@hpcc-js/wasm-zstd';
import { tooLarge, undecodable, type Codec } from './bound.js';

// Source of the layout: RFC 8878, section 3.1.
const magic = 0xfd2fb528;
const skippableMagic = 0x184d2a50;
const maxBlockBytes = 128 * 1024;
const contentSizeBytes = [0, 2, 4, 8];
const dictionaryBytes = [0, 1, 2, 4];

interface Layout {
  readonly blocksAt: number;
  /** What the frame says that it grows to; undefined where it does not. */
  readonly declaredBytes: number | undefined;
}

function readHeader(data: Buffer): Layout {
  if (data.length < 6 || data.readUInt32LE(0) !== magic)
    throw undecodable('zstd', 'it is not a Zstandard frame');
  const descriptor = data.readUInt8(4);
  const sizeFlag = descriptor >> 6;
  const isSingleSegment = (descriptor & 0x20) !== 0;
  const sizeBytes = sizeFlag === 0 && isSingleSegment ? 1 : (contentSizeBytes[sizeFlag] ?? 0);
  const windowBytes = isSingleSegment ? 0 : 1;
  const sizeAt = 5 + windowBytes + (dictionaryBytes[descriptor & 3] ?? 0);
  return { blocksAt: sizeAt + sizeBytes, declaredBytes: readSize(data, sizeAt, sizeBytes) };
}

/** A size of two bytes counts from 256. */
function readSize(data: Buffer, at: number, bytes: number): number | undefined {
  if (bytes === 0) return undefined;
  if (at + bytes > data.length) throw undecodable('zstd', 'it is cut short');
  if (bytes === 8) return Number(data.readBigUInt64LE(at));
  return data.readUIntLE(at, bytes) + (bytes === 2 ? 256 : 0);
}

/** The most that a frame can grow to, from its block headers alone: nothing is decompressed before it is known. */
export function boundZstd(data: Buffer): number {
  let at = readHeader(data).blocksAt;
  let bound = 0;
  for (;;) {
    if (at + 3 > data.length) throw undecodable('zstd', 'it is cut short');
    const word = data.readUIntLE(at, 3);
    const type = (word >> 1) & 3;
    const size = word >> 3;
    bound += type === 2 ? maxBlockBytes : size;
    at += 3 + (type === 1 ? 1 : size);
    if ((word & 1) === 1) return bound;
  }
}

/**
 * The library gives a frame that does not declare its size, as the Java client writes it, twenty times its compressed
 * size and at least 1 MiB. Highly repetitive logs need more, so the frame is followed by a skippable one (which a
 * decoder passes over) that makes it long enough for its bound.
 */
export function padForBound(data: Buffer, bound: number): Buffer {
  const factor = 20;
  const needed = Math.ceil(bound / factor) - data.length;
  if (readHeader(data).declaredBytes !== undefined || bound <= 1024 * 1024 || needed <= 0) return data;
  const skippable = Buffer.alloc(8 + needed);
  skippable.writeUInt32LE(skippableMagic, 0);
  skippable.writeUInt32LE(needed, 4);
  return Buffer.concat([data, skippable]);
}

/** The part of the library's module that hands results out; it keeps it to itself. */
interface ResultCopier {
  readonly heapView: (result: object) => Uint8Array;
  heapToUint8Array: (result: object) => Uint8Array;
}

let loading: Promise<Zstd> | undefined;

/**
 * The library copies a result by way of an array with a number for each byte: 40 ms for half a megabyte that takes 2 ms
 * to decompress. A typed array is copied here instead; where the library no longer has these two functions, it is left alone.
 */
function loadZstd(): Promise<Zstd> {
  loading ??= Zstd.load().then((zstd) => {
    const copier = (zstd as unknown as { readonly _mainModule?: Partial<ResultCopier> })._mainModule;
    if (copier?.heapView !== undefined && copier.heapToUint8Array !== undefined) {
      const { heapView } = copier;
      copier.heapToUint8Array = (result) => heapView.call(copier, result).slice();
    }
    return zstd;
  });
  return loading;
}

function asBuffer({ buffer, byteOffset, byteLength }: Uint8Array): Buffer {
  return Buffer.from(buffer, byteOffset, byteLength);
}

export function createZstdCodec(maxBytes: number): Codec {
  return {
    async compress(data) {
      const zstd = await loadZstd();
      return asBuffer(zstd.compress(data));
    },
    async decompress(data) {
      const bound = boundZstd(data);
      if (bound > maxBytes) throw tooLarge('zstd', maxBytes);
      // The library takes as much memory as a frame says, and keeps it for good.
      const { declaredBytes = 0 } = readHeader(data);
      if (declaredBytes > bound) throw undecodable('zstd', 'it says that it is larger than it can be');
      const zstd = await loadZstd();
      try {
        return asBuffer(zstd.decompress(padForBound(data, bound)));
      } catch (error) {
        throw undecodable('zstd', 'it is damaged', error);
      }
    },
  };
}
