import { addHit, atOf, fillLane, isFull, laneAt, lanes, moveLane, rowOf } from './lanes';
import { classesAt } from './memory';

/** An entry: the handle of the next row, which is its address; the top bit is set where there is reason to stop. */
const stopBit: u32 = 0x80000000;
const handleBits: u32 = 0x7fffffff;

/** What `run` returns: all is done, or the number of a lane, which lacks a step, or room for a hit. */
const done: i32 = -1;
const lacksRoom: u32 = 4;
/** No reason to return. */
const none: i32 = -2;

function step(row: u32, at: u32): u32 {
  return load<u32>(row + load<u16>((load<u8>(at) as usize) << 1, classesAt));
}

/** Why lane `index` cannot take the entry. */
function refuse(index: u32, entry: u32): i32 {
  if ((entry as i32) >= 0) return none;
  if (entry === stopBit) return index;
  return isFull(index) ? index | lacksRoom : none;
}

function accept(index: u32, steps: u32, entry: u32, acceptAt: u32): void {
  if ((entry as i32) < 0) addHit(index, steps, load<u32>((entry & handleBits) + acceptAt));
}

/** Looks at the entries of one step, some of which are to stop at. No lane moves on unless all can. */
function stop(steps: u32, e0: u32, e1: u32, e2: u32, e3: u32, acceptAt: u32): i32 {
  let reason = refuse(0, e0);
  if (reason === none) reason = refuse(1, e1);
  if (reason === none) reason = refuse(2, e2);
  if (reason === none) reason = refuse(3, e3);
  if (reason !== none) return reason;
  accept(0, steps, e0, acceptAt);
  accept(1, steps, e1, acceptAt);
  accept(2, steps, e2, acceptAt);
  accept(3, steps, e3, acceptAt);
  return none;
}

/** Runs the lanes side by side: a step waits for memory, and the steps of the other lanes fill that time. */
function runLanes(count: u32, acceptAt: u32): i32 {
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
      reason = stop(steps, e0, e1, e2, e3, acceptAt);
      if (reason !== none) break;
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
  moveLane(0, s0, steps);
  moveLane(1, s1, steps);
  moveLane(2, s2, steps);
  moveLane(3, s3, steps);
  return reason;
}

/** Runs one lane, when the others have no work. */
function runLane(index: u32, count: u32, acceptAt: u32): i32 {
  const p = load<u32>(laneAt(index), atOf);
  let s = load<u32>(laneAt(index), rowOf);
  let reason = none;
  let steps: u32 = 0;
  while (steps < count) {
    const entry = step(s, p + steps);
    if ((entry as i32) < 0) {
      reason = refuse(index, entry);
      if (reason !== none) break;
      accept(index, steps, entry, acceptAt);
    }
    s = entry & handleBits;
    steps += 1;
  }
  moveLane(index, s, steps);
  return reason;
}

/**
 * Goes on with a scan until it is done or a lane lacks something. `start`: the handle of the first row. `acceptAt`: where in
 * a row its accept number stands, in bytes.
 */
export function run(start: u32, acceptAt: u32): i32 {
  while (true) {
    let count: u32 = u32.MAX_VALUE;
    let busy: u32 = 0;
    let last: u32 = 0;
    for (let index: u32 = 0; index < lanes; index += 1) {
      const left = fillLane(index, start);
      if (left === 0) continue;
      if (left < count) count = left;
      busy += 1;
      last = index;
    }
    if (busy === 0) return done;
    const reason = busy === 1 ? runLane(last, count, acceptAt) : runLanes(count, acceptAt);
    if (reason !== none) return reason;
  }
}
