/** Least bytes of a piece but the last. */
const leastPiece = 8192;
/** Numbers that describe a piece: where it begins, where it ends, its first record. */
export const pieceWidth = 3;

/** Index of the first of `ends[from, count)` that is `least` or more; `count` if there is none. */
function firstEndFrom(ends: Uint32Array, from: number, count: number, least: number): number {
  let low = from;
  let high = count;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((ends[middle] as number) < least) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** How many numbers the pieces of so many bytes need at most. */
export function pieceCells(bytes: number): number {
  return (Math.ceil(bytes / leastPiece) + 1) * pieceWidth;
}

/**
 * Cuts records into pieces of whole records, on each of which an automaton begins anew; several are run at a time. Writes
 * them from `into[at]` on and returns how many there are.
 */
export function cutPieces(
  ends: Uint32Array,
  count: number,
  into: Int32Array | Uint32Array,
  at: number,
): number {
  let pieces = 0;
  let start = 0;
  for (let record = 0; record < count;) {
    const last = Math.min(firstEndFrom(ends, record, count, start + leastPiece), count - 1);
    const end = ends[last] as number;
    into[at + pieces * pieceWidth] = start;
    into[at + pieces * pieceWidth + 1] = end;
    into[at + pieces * pieceWidth + 2] = record;
    pieces += 1;
    start = end;
    record = last + 1;
  }
  return pieces;
}
