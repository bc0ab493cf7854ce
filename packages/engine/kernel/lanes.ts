import { hitsAt, idleAt, lanesAt, mostHits } from './memory';

/**
 * A lane runs the automaton over one piece of the records. Its numbers, 32 bits each: the address of the byte it reads next,
 * the end of its piece, the row it is in, the last record it looked up, the pairs it has written. A lane without work has
 * `at` = `end` and stands in the idle row.
 */
const laneBytes: usize = 32;

export const lanes: u32 = 4;
export const atOf: usize = lanesAt;
export const endOf: usize = lanesAt + 4;
export const rowOf: usize = lanesAt + 8;
const recordOf: usize = lanesAt + 12;
const countOf: usize = lanesAt + 16;

/** The pieces that are not taken yet: three numbers each, from pieces.ts. */
let nextPiece: usize = 0;
let piecesEnd: usize = 0;
let input: usize = 0;
let ends: usize = 0;

export function laneAt(index: u32): usize {
  return (index as usize) * laneBytes;
}

/** Begins a scan. Addresses; `pieceBytes` is the length of the list of pieces. */
export function openScan(inputAt: usize, endsAt: usize, piecesAt: usize, pieceBytes: usize): void {
  input = inputAt;
  ends = endsAt;
  nextPiece = piecesAt;
  piecesEnd = piecesAt + pieceBytes;
  for (let cell: usize = 0; cell < 256; cell += 1) store<u32>(idleAt + cell * 4, idleAt as u32);
  for (let index: u32 = 0; index < lanes; index += 1) {
    const lane = laneAt(index);
    store<usize>(lane, inputAt, atOf);
    store<usize>(lane, inputAt, endOf);
    store<u32>(lane, 0, countOf);
  }
}

/** Gives a lane that has none its next piece. Returns the bytes the lane has to go; 0 if no piece is left. */
export function fillLane(index: u32, start: u32): u32 {
  const lane = laneAt(index);
  let left = load<u32>(lane, endOf) - load<u32>(lane, atOf);
  if (left > 0) return left;
  if (nextPiece === piecesEnd) {
    store<usize>(lane, input, atOf);
    store<usize>(lane, input, endOf);
    store<u32>(lane, idleAt as u32, rowOf);
    return 0;
  }
  const from = load<u32>(nextPiece);
  left = load<u32>(nextPiece, 4) - from;
  store<usize>(lane, input + from, atOf);
  store<usize>(lane, input + from + left, endOf);
  store<u32>(lane, start, rowOf);
  store<u32>(lane, load<u32>(nextPiece, 8), recordOf);
  nextPiece += 12;
  return left;
}

/** Moves a lane that has work `steps` bytes on, into `row`. */
export function moveLane(index: u32, row: u32, steps: u32): void {
  const lane = laneAt(index);
  if (load<u32>(lane, atOf) === load<u32>(lane, endOf)) return;
  store<u32>(lane, load<u32>(lane, atOf) + steps, atOf);
  store<u32>(lane, row, rowOf);
}

export function isFull(index: u32): bool {
  return load<u32>(laneAt(index), countOf) === mostHits;
}

/** Writes the pair of the record that holds the byte `steps` ahead and `accept`, unless it is the lane's last. */
export function addHit(index: u32, steps: u32, accept: u32): void {
  const lane = laneAt(index);
  const at = load<u32>(lane, atOf) + steps - (input as u32);
  let record = load<u32>(lane, recordOf);
  while (load<u32>(ends + ((record as usize) << 2)) <= at) record += 1;
  store<u32>(lane, record, recordOf);
  const count = load<u32>(lane, countOf);
  const pair = hitsAt + (((index as usize) * mostHits + count) << 3);
  if (count > 0 && load<u32>(pair - 8) === record && load<u32>(pair - 4) === accept) return;
  store<u32>(pair, record);
  store<u32>(pair, accept, 4);
  store<u32>(lane, count + 1, countOf);
}
