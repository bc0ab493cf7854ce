import { tooLarge, undecodable, type Codec } from './bound.js';
import { snappyjs } from './snappyjs.js';

// Framing of snappy-java, which the Java client writes: an 8 byte magic, two 4 byte versions, then blocks with their
// length before them. Other clients write one raw block. Source: xerial/snappy-java, SnappyCodec and SnappyOutputStream.
const magic = Buffer.from([0x82, 0x53, 0x4e, 0x41, 0x50, 0x50, 0x59, 0]);
const headerBytes = magic.length + 8;
const blockBytes = 32 * 1024;

function hasHeaderAt(data: Buffer, at: number): boolean {
  return data.length >= at + headerBytes && data.compare(magic, 0, magic.length, at, at + magic.length) === 0;
}

/** The length that a raw block declares for itself: a little-endian base 128 number at its start. */
function declaredLength(block: Buffer): number {
  let length = 0;
  for (let i = 0; i < 5; i += 1) {
    const byte = block[i];
    if (byte === undefined) break;
    length += (byte & 0x7f) * 2 ** (7 * i);
    if (byte < 0x80) return length;
  }
  throw undecodable('snappy', 'a block does not say its length');
}

function blocksOf(data: Buffer): readonly Buffer[] {
  if (!hasHeaderAt(data, 0)) return [data];
  const blocks: Buffer[] = [];
  let at = 0;
  while (at < data.length) {
    if (hasHeaderAt(data, at)) at += headerBytes;
    if (at === data.length) break;
    if (at + 4 > data.length) throw undecodable('snappy', 'it is cut short');
    const length = data.readInt32BE(at);
    at += 4;
    if (length < 0 || at + length > data.length) throw undecodable('snappy', 'it is cut short');
    blocks.push(data.subarray(at, at + length));
    at += length;
  }
  return blocks;
}

function decompress(data: Buffer, maxBytes: number): Buffer {
  const blocks = blocksOf(data);
  const total = blocks.reduce((sum, block) => sum + declaredLength(block), 0);
  if (total > maxBytes) throw tooLarge('snappy', maxBytes);
  try {
    return Buffer.concat(blocks.map((block) => snappyjs.uncompress(block)));
  } catch (error) {
    throw undecodable('snappy', 'it is damaged', error);
  }
}

function compress(data: Buffer): Buffer {
  const header = Buffer.alloc(headerBytes);
  magic.copy(header);
  header.writeInt32BE(1, magic.length);
  header.writeInt32BE(1, magic.length + 4);
  const parts: Buffer[] = [header];
  for (let at = 0; at < data.length; at += blockBytes) {
    const block = snappyjs.compress(data.subarray(at, at + blockBytes));
    const length = Buffer.alloc(4);
    length.writeInt32BE(block.length);
    parts.push(length, block);
  }
  return Buffer.concat(parts);
}

export function createSnappyCodec(maxBytes: number): Codec {
  return {
    compress: (data) => Promise.resolve(compress(data)),
    decompress: (data) => Promise.resolve().then(() => decompress(data, maxBytes)),
  };
}
