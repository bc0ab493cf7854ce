import { atOf, bytesLeft, isFull, laneAt, lanes, moveLane, noteStop, openLanes, rowOf } from './lanes';
import { blockSteps, classesAt } from './memory';

/** An entry: the handle of the next row, which is its address; the top bit is set where there is reason to stop. */
const stopBit: u32 = 0x80000000;
const handleBits: u32 = 0x7fffffff;

/** What `run` returns: all is done, or the number of a lane, which lacks a step, or room for hits. */
const done: i32 = -1;
const lacksRoom: i32 = 4;
/** No reason to return. */
const none: i32 = -2;

/** Where in a row its accept number stands, in bytes. */
let acceptAt: u32 = 0;

function step(row: u32, at: u32): u32 {
  return load<u32>(row + load<u16>((load<u8>(at) as usize) << 1, classesAt));
}

/** The first lane whose step is not known. */
function lacking(e0: u32, e1: u32, e2: u32): i32 {
  if (e0 === stopBit) return 0;
  if (e1 === stopBit) return 1;
  return e2 === stopBit ? 2 : 3;
}

/** Runs the lanes side by side: a step waits for memory, and the steps of the other lanes fill that time. */
function runLanes(count: u32): i32 {
  const p0 = load<u32>(laneAt(0), atOf);
  const p1 = load<u32>(laneAt(1), atOf);
  const p2 = load<u32>(laneAt(2), atOf);
  const p3 = load<u32>(laneAt(3), atOf);
  let s0 = load<u32>(laneAt(0), rowOf);
  let s1 = load<u32>(laneAt(1), rowOf);
  let s2 = load<u32>(laneAt(2), rowOf);
  let s3 = load<u32>(laneAt(3), rowOf);
  let reason = none;
  let steps: u32 = 0;
  while (steps < count) {
    let e0 = step(s0, p0 + steps);
    let e1 = step(s1, p1 + steps);
    let e2 = step(s2, p2 + steps);
    let e3 = step(s3, p3 + steps);
    if (((e0 | e1 | e2 | e3) as i32) < 0) {
      // No lane moves on unless all can.
      const isLacking = i32(e0 === stopBit) | i32(e1 === stopBit) | i32(e2 === stopBit) | i32(e3 === stopBit);
      if (isLacking !== 0) {
        reason = lacking(e0, e1, e2);
        break;
      }
      // Which lanes have cause to stop is hard to foretell, so all are noted, and those without are written over.
      noteStop(0, p0 + steps, e0);
      noteStop(1, p1 + steps, e1);
      noteStop(2, p2 + steps, e2);
      noteStop(3, p3 + steps, e3);
      e0 &= handleBits;
      e1 &= handleBits;
      e2 &= handleBits;
      e3 &= handleBits;
    }
    s0 = e0;
    s1 = e1;
    s2 = e2;
    s3 = e3;
    steps += 1;
  }
  moveLane(0, s0, steps, acceptAt);
  moveLane(1, s1, steps, acceptAt);
  moveLane(2, s2, steps, acceptAt);
  moveLane(3, s3, steps, acceptAt);
  return reason;
}

/** Runs one lane, when the others have no work. */
function runLane(index: u32, count: u32): i32 {
  const p = load<u32>(laneAt(index), atOf);
  const end = p + count;
  let s = load<u32>(laneAt(index), rowOf);
  let reason = none;
  let at = p;
  while (at < end) {
    let entry = step(s, at);
    if ((entry as i32) < 0) {
      if (entry === stopBit) {
        reason = index as i32;
        break;
      }
      noteStop(index, at, entry);
      entry &= handleBits;
    }
    s = entry;
    at += 1;
  }
  moveLane(index, s, at - p, acceptAt);
  return reason;
}

/**
 * Begins a scan. Addresses of the records, their ends, their pieces, of which there are `pieces`, and the classes of the
 * automaton's table. `start`: the handle of the first row. `accept`: where in a row its accept number stands, in bytes.
 */
export function openScan(
  inputAt: usize,
  endsAt: usize,
  piecesAt: usize,
  pieces: u32,
  start: u32,
  accept: u32,
): void {
  acceptAt = accept;
  openLanes(inputAt, endsAt, piecesAt, pieces, start);
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
    const reason = busy === 1 ? runLane(last, count) : runLanes(count);
    if (reason !== none) return reason;
  }
}
