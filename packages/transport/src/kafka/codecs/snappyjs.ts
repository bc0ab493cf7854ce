import { createRequire } from 'node:module';

interface SnappyJs {
  compress(data: Buffer): Buffer;
  /** Throws on damage. Allocates what the block declares, so look at that first. */
  uncompress(data: Buffer): Buffer;
}

/** snappyjs comes without types. It works on one raw block. */
export const snappyjs = createRequire(import.meta.url)('snappyjs') as SnappyJs;
