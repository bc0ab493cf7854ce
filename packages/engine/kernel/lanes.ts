import { hitsAt, idleAt, lanesAt, mostHits } from './memory';

/**
 * A lane runs the automaton over one piece of the records. Its numbers, 32 bits each: the address of the byte it reads next,
 * the end of its piece, the row it is in, the last record it looked up, the hits it has written. A lane without work has
 * `at` = `end` and stands in the idle row.
 */
const laneBytes: usize = 32;

export const lanes: u32 = 4;
export const atOf: usize = lanesAt;
export const endOf: usize = lanesAt + 4;
export const rowOf: usize = lanesAt + 8;
const recordOf: usize = lanesAt + 12;
const countOf: usize = lanesAt + 16;

/** A hit, 32 bits each: its record, what was accepted, the offsets of its first and its last byte in the input. */
const hitBytes: usize = 16;
const acceptOf: usize = 4;
const firstOf: usize = 8;
const lastOf: usize = 12;

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

/**
 * Notes that the byte `steps` ahead led to a row that accepts `accept`. The lane's last hit goes on if it ends with the byte
 * before and is of the same record and number.
 */
export function addHit(index: u32, steps: u32, accept: u32): void {
  const lane = laneAt(index);
  const at = load<u32>(lane, atOf) + steps - (input as u32);
  let record = load<u32>(lane, recordOf);
  while (load<u32>(ends + ((record as usize) << 2)) <= at) record += 1;
  store<u32>(lane, record, recordOf);
  const count = load<u32>(lane, countOf);
  const hit = hitsAt + ((index as usize) * mostHits + count) * hitBytes;
  if (count > 0) {
    const last = hit - hitBytes;
    const isNext = load<u32>(last, lastOf) + 1 === at;
    if (isNext && load<u32>(last, acceptOf) === accept && load<u32>(last) === record) {
      store<u32>(last, at, lastOf);
      return;
    }
  }
  store<u32>(hit, record);
  store<u32>(hit, accept, acceptOf);
  store<u32>(hit, at, firstOf);
  store<u32>(hit, at, lastOf);
  store<u32>(lane, count + 1, countOf);
}
