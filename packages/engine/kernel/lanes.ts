import { blockSteps, lanesAt, traceAt } from './memory';

/**
 * A lane runs the automaton over one piece of the records. Its numbers, 32 bits each: the address of the byte it reads next,
 * the end of its piece, the row it is in, the last record it looked up, the hits it has written. A lane without work has
 * `at` = `end` and stands in row 0.
 */
const laneBytes: usize = 32;

export const lanes: u32 = 4;
export const atOf: usize = lanesAt;
const endOf: usize = lanesAt + 4;
export const rowOf: usize = lanesAt + 8;
export const recordOf: usize = lanesAt + 12;
export const countOf: usize = lanesAt + 16;

/** Bytes of a lane's trace. */
export const traceBytes: usize = (blockSteps as usize) * 2;

/** The records; an address. */
export let input: usize = 0;

export function laneAt(index: u32): usize {
  return (index as usize) * laneBytes;
}

/**
 * Gives each lane its piece, of the `pieces` there are: three numbers each, from pieces.ts. `start`: the handle of the first
 * row.
 */
export function openLanes(inputAt: usize, piecesAt: usize, pieces: u32, start: u32): void {
  input = inputAt;
  for (let index: u32 = 0; index < lanes; index += 1) {
    const lane = laneAt(index);
    const piece = piecesAt + (index as usize) * 12;
    const hasWork = index < pieces;
    store<usize>(lane, hasWork ? inputAt + load<u32>(piece) : inputAt, atOf);
    store<usize>(lane, hasWork ? inputAt + load<u32>(piece, 4) : inputAt, endOf);
    store<u32>(lane, hasWork ? start : 0, rowOf);
    store<u32>(lane, hasWork ? load<u32>(piece, 8) : 0, recordOf);
    store<u32>(lane, 0, countOf);
  }
}

/** Bytes the lane has to go. One that has none left stands in row 0 from then on. */
export function bytesLeft(index: u32): u32 {
  const lane = laneAt(index);
  const left = load<u32>(lane, endOf) - load<u32>(lane, atOf);
  if (left > 0) return left;
  store<usize>(lane, input, atOf);
  store<usize>(lane, input, endOf);
  store<u32>(lane, 0, rowOf);
  return 0;
}

export function hasWork(index: u32): bool {
  return load<u32>(laneAt(index), atOf) !== load<u32>(laneAt(index), endOf);
}

/** Where the trace of a lane begins. */
export function traceOf(index: u32): usize {
  return traceAt + (index as usize) * traceBytes;
}
