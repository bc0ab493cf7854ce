import { blockSteps, hitsAt, idleAt, lanesAt, mostHits, stopsAt } from './memory';

/**
 * A lane runs the automaton over one piece of the records. Its numbers, 32 bits each: the address of the byte it reads next,
 * the end of its piece, the row it is in, the last record it looked up, the hits it has written, the address where its next
 * stop is written. A lane without work has `at` = `end` and stands in the idle row.
 */
const laneBytes: usize = 32;

export const lanes: u32 = 4;
export const atOf: usize = lanesAt;
export const endOf: usize = lanesAt + 4;
export const rowOf: usize = lanesAt + 8;
const recordOf: usize = lanesAt + 12;
const countOf: usize = lanesAt + 16;
const stopOf: usize = lanesAt + 20;

/** A stop: the address of the byte whose entry has the top bit set, and the entry. */
const stopBytes: usize = 8;
const entryOf: usize = 4;
const handleBits: u32 = 0x7fffffff;

/** Columns of hits, from the first record of a lane's hits on. */
const columnBytes: usize = (mostHits as usize) * 4;
const acceptOf: usize = columnBytes;
const firstOf: usize = columnBytes * 2;
const lastOf: usize = columnBytes * 3;

/** The records and their ends; addresses. */
let input: usize = 0;
let ends: usize = 0;

for (let cell: usize = 0; cell < 256; cell += 1) store<u32>(idleAt + cell * 4, idleAt as u32);

export function laneAt(index: u32): usize {
  return (index as usize) * laneBytes;
}

function stopsOf(index: u32): usize {
  return stopsAt + ((index * blockSteps) as usize) * stopBytes;
}

/**
 * Begins a scan: gives each lane its piece, of the `pieces` there are. A piece is three numbers, from pieces.ts. `start`: the
 * handle of the first row.
 */
export function openLanes(inputAt: usize, endsAt: usize, piecesAt: usize, pieces: u32, start: u32): void {
  input = inputAt;
  ends = endsAt;
  for (let index: u32 = 0; index < lanes; index += 1) {
    const lane = laneAt(index);
    const hasWork = index < pieces;
    const piece = piecesAt + (index as usize) * 12;
    store<usize>(lane, inputAt + (hasWork ? load<u32>(piece) : 0), atOf);
    store<usize>(lane, inputAt + (hasWork ? load<u32>(piece, 4) : 0), endOf);
    store<u32>(lane, hasWork ? start : (idleAt as u32), rowOf);
    store<u32>(lane, hasWork ? load<u32>(piece, 8) : 0, recordOf);
    store<u32>(lane, 0, countOf);
    store<usize>(lane, stopsOf(index), stopOf);
  }
}

/** Bytes the lane has to go. One that has none left stands in the idle row from then on. */
export function bytesLeft(index: u32): u32 {
  const lane = laneAt(index);
  const left = load<u32>(lane, endOf) - load<u32>(lane, atOf);
  if (left > 0) return left;
  store<usize>(lane, input, atOf);
  store<usize>(lane, input, endOf);
  store<u32>(lane, idleAt as u32, rowOf);
  return 0;
}

/** Whether there is no room for the hits of a whole block. */
export function isFull(index: u32): bool {
  return load<u32>(laneAt(index), countOf) > mostHits - blockSteps;
}

/** Notes a stop if the entry, which the byte at the address `at` leads to, is one to stop at. */
export function noteStop(index: u32, at: u32, entry: u32): void {
  const lane = laneAt(index);
  const stop = load<u32>(lane, stopOf);
  store<u32>(stop, at);
  store<u32>(stop, entry, entryOf);
  store<u32>(lane, stop + ((entry >>> 31) << 3), stopOf);
}

/** Moves a lane that has work `steps` bytes on, into `row`, and makes hits of its stops. */
export function moveLane(index: u32, row: u32, steps: u32, acceptAt: u32): void {
  const lane = laneAt(index);
  if (load<u32>(lane, atOf) === load<u32>(lane, endOf)) return;
  store<u32>(lane, load<u32>(lane, atOf) + steps, atOf);
  store<u32>(lane, row, rowOf);
  const stopsEnd = load<usize>(lane, stopOf);
  if (stopsEnd !== stopsOf(index)) addHits(index, stopsEnd, acceptAt);
}

/**
 * Makes hits of a lane's stops. Its last hit goes on where a stop is at the byte behind it and of the same record and number.
 * Whether it does is hard to foretell, so all is written either way.
 */
function addHits(index: u32, stopsEnd: usize, acceptAt: u32): void {
  const lane = laneAt(index);
  const from = stopsOf(index);
  const hits = hitsAt + (index as usize) * columnBytes * 4;
  let record = load<u32>(lane, recordOf);
  let recordEnd = load<u32>(ends + ((record as usize) << 2));
  // The next hit's cell in the first column.
  let hit = hits + ((load<u32>(lane, countOf) as usize) << 2);
  let lastRecord: u32 = u32.MAX_VALUE;
  let lastAccept: u32 = 0;
  let first: u32 = 0;
  let last: u32 = 0;
  if (hit !== hits) {
    lastRecord = load<u32>(hit - 4);
    lastAccept = load<u32>(hit - 4, acceptOf);
    first = load<u32>(hit - 4, firstOf);
    last = load<u32>(hit - 4, lastOf);
  }
  for (let stop = from; stop !== stopsEnd; stop += stopBytes) {
    const at = load<u32>(stop) - (input as u32);
    const accept = load<u32>((load<u32>(stop, entryOf) & handleBits) + acceptAt);
    while (recordEnd <= at) {
      record += 1;
      recordEnd = load<u32>(ends + ((record as usize) << 2));
    }
    const differs = (at ^ (last + 1)) | (accept ^ lastAccept) | (record ^ lastRecord);
    first = select<u32>(at, first, differs);
    hit += (differs !== 0 ? 4 : 0) as usize;
    lastRecord = record;
    lastAccept = accept;
    last = at;
    store<u32>(hit - 4, record);
    store<u32>(hit - 4, accept, acceptOf);
    store<u32>(hit - 4, first, firstOf);
    store<u32>(hit - 4, at, lastOf);
  }
  store<u32>(lane, record, recordOf);
  store<u32>(lane, ((hit - hits) >>> 2) as u32, countOf);
  store<usize>(lane, from, stopOf);
}
