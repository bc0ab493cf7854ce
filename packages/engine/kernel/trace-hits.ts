import { countOf, input, laneAt, recordOf, traceOf } from './lanes';
import { blockSteps, hitsAt, mostHits } from './memory';

/** Columns of hits, from the first record of a lane's hits on. */
const columnBytes: usize = (mostHits as usize) * 4;
const acceptOf: usize = columnBytes;
const firstOf: usize = columnBytes * 2;
const lastOf: usize = columnBytes * 3;

/** Addresses: where records end, and the accept number of row 0, which those of the others stand around. */
let ends: usize = 0;
let accepts: usize = 0;

export function openHits(endsAt: usize, acceptsAt: usize): void {
  ends = endsAt;
  accepts = acceptsAt;
}

/** Notes that the table stands elsewhere from now on. */
export function moveTable(acceptsAt: usize): void {
  accepts = acceptsAt;
}

/** Whether there is no room for the hits of a whole block. */
export function isFull(index: u32): bool {
  return load<u32>(laneAt(index), countOf) > mostHits - blockSteps;
}

/** Which of 16 rows accept something, a bit each: those below 0. */
function acceptingOf(trace: usize): u32 {
  return i8x16.bitmask(i8x16.narrow_i16x8_s(v128.load(trace), v128.load(trace, 16)));
}

/**
 * Makes hits of the accepting rows among those that a lane came to in `steps` steps, at the bytes from the address `from` on.
 * Its last hit goes on where the next byte is of the same record and number. Whether it does is hard to foretell, so all is
 * written either way.
 */
export function addHits(index: u32, from: u32, steps: u32): void {
  const lane = laneAt(index);
  const trace = traceOf(index);
  const hits = hitsAt + (index as usize) * columnBytes * 4;
  const origin = from - (input as u32);
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
  for (let step: u32 = 0; step < steps; step += 16) {
    let accepting = acceptingOf(trace + ((step as usize) << 1));
    const left = steps - step;
    if (left < 16) accepting &= (1 << left) - 1;
    for (; accepting !== 0; accepting &= accepting - 1) {
      const place = step + ctz(accepting);
      const at = origin + place;
      const accept = load<u32>(accepts + ((load<i16>(trace + ((place as usize) << 1)) as i32) << 2));
      while (recordEnd <= at) {
        record += 1;
        recordEnd = load<u32>(ends + ((record as usize) << 2));
      }
      const differs = (at ^ (last + 1)) | (accept ^ lastAccept) | (record ^ lastRecord);
      first = select<u32>(at, first, differs);
      hit += select<usize>(4, 0, differs);
      lastRecord = record;
      lastAccept = accept;
      last = at;
      store<u32>(hit - 4, record);
      store<u32>(hit - 4, accept, acceptOf);
      store<u32>(hit - 4, first, firstOf);
      store<u32>(hit - 4, at, lastOf);
    }
  }
  store<u32>(lane, record, recordOf);
  store<u32>(lane, ((hit - hits) >>> 2) as u32, countOf);
}
