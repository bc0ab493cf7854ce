// @ts-expect-error snappyjs comes without types
import untyped from 'snappyjs';

interface SnappyJs {
  compress(data: Buffer): Buffer;
  /** Throws on damage. Allocates what the block declares, so look at that first. */
  uncompress(data: Buffer): Buffer;
}

/** It works on one raw block. */
export const snappyjs = untyped as SnappyJs;
