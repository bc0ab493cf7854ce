/** Least bytes of a piece, where there are enough. */
const leastPiece = 256;
/** As many as there are lanes: kernel/lanes.ts. */
export const mostPieces = 4;
/** Numbers that describe a piece: where it begins, where it ends, its first record. */
export const pieceWidth = 3;

/** Index of the first of `ends[from, count)` that is `least` or more; the last index if there is none. */
function firstEndFrom(ends: Uint32Array, from: number, count: number, least: number): number {
  let low = from;
  let high = count - 1;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((ends[middle] as number) < least) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** The last record of a piece that begins with `record`, at `start`, where `parts` pieces are to be had from what is left. */
function lastOf(ends: Uint32Array, record: number, count: number, start: number, parts: number): number {
  const left = (ends[count - 1] as number) - start;
  const wanted = start + Math.max(leastPiece, left / parts);
  const last = firstEndFrom(ends, record, count, wanted);
  if (last === record) return last;
  // A piece is rather a little short than far too long.
  return wanted - (ends[last - 1] as number) < (ends[last] as number) - wanted ? last - 1 : last;
}

/**
 * Cuts records into pieces of whole records and nearly the same length, on each of which an automaton begins anew; they are
 * run side by side. Writes them from `into[at]` on and returns how many there are.
 */
export function cutPieces(
  ends: Uint32Array,
  count: number,
  into: Int32Array | Uint32Array,
  at: number,
): number {
  let pieces = 0;
  let start = 0;
  for (let record = 0; record < count; pieces += 1) {
    const last =
      pieces === mostPieces - 1 ? count - 1 : lastOf(ends, record, count, start, mostPieces - pieces);
    const end = ends[last] as number;
    into[at + pieces * pieceWidth] = start;
    into[at + pieces * pieceWidth + 1] = end;
    into[at + pieces * pieceWidth + 2] = record;
    start = end;
    record = last + 1;
  }
  return pieces;
}
