import * as cells from './cells';
import { traceBytes, tracesAt } from './memory';

/** Bytes of a row in a block of columns, as a power of two: src/kernel/table-place.ts. */
const rowShift: i32 = 5;
/** Bytes of an automaton's list of columns. */
const columnBytes: usize = 1024;

/** What a walk ends with, as `walk` gives it: all steps are known and nothing is accepted; something is; a step is not known. */
export const quiet: i32 = 0;
export const accepting: i32 = 1;
export const unknown: i32 = 2;

function step(columns: usize, byte: usize, row: i32): i32 {
  return load<i16>(load<u32>(columns + byte) + (row << rowShift));
}

/** Address of the rows of a state, 16 bits for each automaton. */
export function rowsOf(state: u32): usize {
  return load<u32>(cells.statesAt) + (((state * load<u32>(cells.fours)) as usize) << 3);
}

/** Notes the first step in a trace that is not known. */
function noteLacking(automaton: u32, length: u32): void {
  const trace = tracesAt + (automaton as usize) * traceBytes;
  let place: u32 = 0;
  while (place < length && load<i16>(trace + ((place as usize) << 1)) != 0) place += 1;
  store<u32>(cells.lacking, automaton);
  store<u32>(cells.lackingAt, place);
}

/**
 * Leads four automata over a word, from the rows at `from`; their rows behind it are written to `to`. A row 0 leads to 0: that is an
 * automaton that has given up, or that there is none.
 */
function walkFour(four: u32, at: usize, length: u32, from: usize, to: usize): i32 {
  const columns = load<u32>(cells.columnsAt) + (four as usize) * columnBytes * 4;
  const traces = tracesAt + (four as usize) * traceBytes * 4;
  const b0 = load<i16>(from) as i32;
  const b1 = load<i16>(from, 2) as i32;
  const b2 = load<i16>(from, 4) as i32;
  const b3 = load<i16>(from, 6) as i32;
  let r0 = b0;
  let r1 = b1;
  let r2 = b2;
  let r3 = b3;
  let signs: i32 = 0;
  for (let place: u32 = 0; place < length; place += 1) {
    const byte = (load<u8>(at + (place as usize)) as usize) << 2;
    const trace = traces + ((place as usize) << 1);
    r0 = step(columns, byte, r0);
    r1 = step(columns + columnBytes, byte, r1);
    r2 = step(columns + columnBytes * 2, byte, r2);
    r3 = step(columns + columnBytes * 3, byte, r3);
    store<i16>(trace, r0 as i16);
    store<i16>(trace, r1 as i16, traceBytes);
    store<i16>(trace, r2 as i16, traceBytes * 2);
    store<i16>(trace, r3 as i16, traceBytes * 3);
    signs |= r0 | r1 | r2 | r3;
  }
  store<i16>(to, r0 as i16);
  store<i16>(to, r1 as i16, 2);
  store<i16>(to, r2 as i16, 4);
  store<i16>(to, r3 as i16, 6);
  const lacks =
    b0 != 0 && r0 == 0 ? 0 : b1 != 0 && r1 == 0 ? 1 : b2 != 0 && r2 == 0 ? 2 : b3 != 0 && r3 == 0 ? 3 : -1;
  if (lacks >= 0) {
    noteLacking(four * 4 + (lacks as u32), length);
    return unknown;
  }
  return signs < 0 ? accepting : quiet;
}

/** Leads all automata from a state over a word, to the state whose rows are written behind the last. */
export function walk(state: u32, at: usize, length: u32): i32 {
  const from = rowsOf(state);
  const to = rowsOf(load<u32>(cells.states));
  let end = quiet;
  for (let four: u32 = 0; four < load<u32>(cells.fours); four += 1) {
    const shift = (four as usize) << 3;
    end |= walkFour(four, at, length, from + shift, to + shift);
    if (end >= unknown) return unknown;
  }
  return end;
}

/** Whether two states have the same rows. */
function isSame(rows: usize, others: usize): bool {
  for (let four: u32 = 0; four < load<u32>(cells.fours); four += 1) {
    const shift = (four as usize) << 3;
    if (load<u64>(rows + shift) != load<u64>(others + shift)) return false;
  }
  return true;
}

function hashOfRows(rows: usize): u32 {
  let hash: u64 = 0;
  for (let four: u32 = 0; four < load<u32>(cells.fours); four += 1)
    hash = (hash ^ load<u64>(rows + ((four as usize) << 3))) * 0x9e37_79b9_7f4a_7c15;
  return ((hash >> 32) ^ (hash >> 17)) as u32;
}

/** The number of the state whose rows stand behind the last: of one that is known, or a new one. Its rows must have room. */
export function numberState(): u32 {
  const count = load<u32>(cells.states);
  const rows = rowsOf(count);
  const index = load<u32>(cells.indexAt);
  const mask = load<u32>(cells.indexMask);
  let slot = hashOfRows(rows) & mask;
  while (true) {
    const known = load<u32>(index + ((slot as usize) << 2));
    if (known == 0) break;
    if (isSame(rowsOf(known - 1), rows)) return known - 1;
    slot = (slot + 1) & mask;
  }
  store<u32>(index + ((slot as usize) << 2), count + 1);
  store<u32>(cells.states, count + 1);
  return count;
}
