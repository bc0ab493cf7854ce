import type { FrameBytes } from '../types.js';
import { mayContinue } from './continuation.js';
import { beginsLikeDocker, holdsMark, mayBeCri, readPiece, textChannel, type Piece } from './pieces.js';

/** Whoever gathers the pieces of a frame, in the order of its records. */
export interface PieceTaker {
  take(record: number, piece: Piece): void;
  /** The plain text, if one is open, ends here: a line follows that does not go on it, and is taken only if another goes on that. */
  endText(): void;
}

function readAt({ bytes, format }: FrameBytes, ends: Uint32Array, record: number): Piece | undefined {
  return readPiece(bytes, startOf(ends, record), (ends[record] as number) - 1, format);
}

function startOf(ends: Uint32Array, record: number): number {
  return record === 0 ? 0 : (ends[record - 1] as number);
}

function takeAt(input: FrameBytes, ends: Uint32Array, record: number, taker: PieceTaker): void {
  const piece = readAt(input, ends, record);
  if (piece !== undefined) taker.take(record, piece);
}

/** In most frames of JSON no record is a piece of anything. */
function readJsonPieces(input: FrameBytes, ends: Uint32Array, taker: PieceTaker): void {
  const { bytes } = input;
  const mayBeMarked = holdsMark(bytes);
  for (let record = 0; record < ends.length; record += 1) {
    const end = (ends[record] as number) - 1;
    if (mayBeMarked || beginsLikeDocker(bytes, startOf(ends, record), end))
      takeAt(input, ends, record, taker);
  }
}

/** Of the plain lines only those count that go on the one before, and that one. All others are passed over. */
function readContinued(input: FrameBytes, ends: Uint32Array, taker: PieceTaker): void {
  const { bytes } = input;
  let passed = -1;
  for (let record = 0; record < ends.length; record += 1) {
    const start = startOf(ends, record);
    const piece = mayBeCri(bytes, start, (ends[record] as number) - 1)
      ? readAt(input, ends, record)
      : undefined;
    if (piece !== undefined && piece.channel !== textChannel) taker.take(record, piece);
    else if (mayContinue(bytes, start)) {
      if (passed >= 0) takeAt(input, ends, passed, taker);
      takeAt(input, ends, record, taker);
      passed = -1;
    } else {
      taker.endText();
      passed = record;
    }
  }
}

/**
 * Hands over the records of a frame that can be a part of something longer. `isOpen`: any line can, for a text goes on
 * from the frame before, or a PEM block begins in this one.
 */
export function readPieces(input: FrameBytes, ends: Uint32Array, isOpen: boolean, taker: PieceTaker): void {
  if (input.format === 'json') readJsonPieces(input, ends, taker);
  else if (!isOpen) readContinued(input, ends, taker);
  else for (let record = 0; record < ends.length; record += 1) takeAt(input, ends, record, taker);
}
