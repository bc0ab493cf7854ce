import { Buffer } from 'node:buffer';
import type { Piece } from './pieces.js';

/** How the further lines of a stack trace begin: Java and JavaScript, Python, Go. */
const continuation = /^(?:[ \t]|at |Caused by: |Suppressed: |\.\.\. \d+ (?:more|common))/;
const longestContinuationHead = 20;
/** 1 for the first bytes of those, so that nearly all records are told by one look. */
const beginsContinuation = new Uint8Array(256);
for (const byte of Buffer.from(' \t\\aCS.')) beginsContinuation[byte] = 1;

/** Whether a line may go on the one before it; false for nearly all that do not. */
export function mayContinue(bytes: Buffer, start: number): boolean {
  return beginsContinuation[bytes[start] as number] === 1;
}

/** Whether a piece is a further line of what the piece before it began. */
export function isContinuation(bytes: Buffer, piece: Piece): boolean {
  if (!mayContinue(bytes, piece.start)) return false;
  const head = bytes.toString(
    'latin1',
    piece.start,
    Math.min(piece.end, piece.start + longestContinuationHead),
  );
  return continuation.test(head) || (piece.isJsonString && head.startsWith('\\t'));
}
