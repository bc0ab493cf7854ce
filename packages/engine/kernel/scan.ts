import { atOf, bytesLeft, hasWork, laneAt, lanes, openLanes, rowOf, traceBytes, traceOf } from './lanes';
import { blockSteps, columnsAt, traceAt } from './memory';
import { addHits, isFull, openHits } from './trace-hits';

/** What `run` returns: all is done, or the number of a lane, which lacks a step, or room for hits. */
const done: i32 = -1;
const lacksRoom: i32 = 4;

/** Bytes of a row in a block of columns, as a power of two: src/kernel/wasm-table.ts. */
const rowShift: i32 = 5;

function step(row: i32, at: u32): i32 {
  return load<i16>(load<u32>((load<u8>(at) as usize) << 2, columnsAt) + (row << rowShift));
}

/** Runs the lanes side by side: a step waits for memory, and the steps of the other lanes fill that time. */
function walkLanes(count: u32): void {
  const p0 = load<u32>(laneAt(0), atOf);
  const p1 = load<u32>(laneAt(1), atOf);
  const p2 = load<u32>(laneAt(2), atOf);
  const p3 = load<u32>(laneAt(3), atOf);
  let s0 = load<i16>(laneAt(0), rowOf) as i32;
  let s1 = load<i16>(laneAt(1), rowOf) as i32;
  let s2 = load<i16>(laneAt(2), rowOf) as i32;
  let s3 = load<i16>(laneAt(3), rowOf) as i32;
  for (let steps: u32 = 0; steps < count; steps += 1) {
    const trace = (steps as usize) << 1;
    s0 = step(s0, p0 + steps);
    s1 = step(s1, p1 + steps);
    s2 = step(s2, p2 + steps);
    s3 = step(s3, p3 + steps);
    store<i16>(trace, s0 as i16, traceAt);
    store<i16>(trace, s1 as i16, traceAt + traceBytes);
    store<i16>(trace, s2 as i16, traceAt + traceBytes * 2);
    store<i16>(trace, s3 as i16, traceAt + traceBytes * 3);
  }
}

/** Runs one lane, when the others have no work. */
function walkLane(index: u32, count: u32): void {
  const end = load<u32>(laneAt(index), atOf) + count;
  let row = load<i16>(laneAt(index), rowOf) as i32;
  let trace = traceOf(index);
  for (let at = end - count; at < end; at += 1) {
    row = step(row, at);
    store<i16>(trace, row as i16);
    trace += 2;
  }
}

/** Moves a lane that was run `count` steps to where it came, and makes hits of its trace. Whether all steps were known. */
function settle(index: u32, count: u32): bool {
  const lane = laneAt(index);
  const trace = traceOf(index);
  const from = load<u32>(lane, atOf);
  let steps = count;
  let row = load<i16>(trace + ((count as usize) << 1) - 2) as i32;
  const isKnown = row !== 0;
  if (!isKnown) {
    steps = 0;
    while (load<i16>(trace + ((steps as usize) << 1)) !== 0) steps += 1;
    row = steps === 0 ? load<i32>(lane, rowOf) : (load<i16>(trace + ((steps as usize) << 1) - 2) as i32);
  }
  store<u32>(lane, from + steps, atOf);
  store<u32>(lane, row & 0xffff, rowOf);
  addHits(index, from, steps);
  return isKnown;
}

/**
 * Begins a scan. Addresses of the records, their ends and their pieces, of which there are `pieces`. `start`: the handle of the
 * first row. `acceptsAt`: the address of the accept number of row 0.
 */
export function openScan(
  inputAt: usize,
  endsAt: usize,
  piecesAt: usize,
  pieces: u32,
  start: u32,
  acceptsAt: usize,
): void {
  openLanes(inputAt, piecesAt, pieces, start);
  openHits(endsAt, acceptsAt);
}

/** Goes on with a scan until it is done or a lane lacks something. */
export function run(): i32 {
  while (true) {
    let count = blockSteps;
    let busy: u32 = 0;
    let last: u32 = 0;
    for (let index: u32 = 0; index < lanes; index += 1) {
      const left = bytesLeft(index);
      if (left === 0) continue;
      if (isFull(index)) return (index as i32) | lacksRoom;
      if (left < count) count = left;
      busy += 1;
      last = index;
    }
    if (busy === 0) return done;
    if (busy === 1) {
      walkLane(last, count);
      if (!settle(last, count)) return last;
      continue;
    }
    walkLanes(count);
    let lacking: i32 = -1;
    for (let index: u32 = 0; index < lanes; index += 1)
      if (hasWork(index) && !settle(index, count)) lacking = index;
    if (lacking >= 0) return lacking;
  }
}
