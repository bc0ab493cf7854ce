import type { Frame } from './types.js';

/** Start of each record by its frame's lengths; made on first use, so that access by index stays constant time. */
const startsByLengths = new WeakMap<Uint32Array, Uint32Array>();

export function startsOf({ lengths }: Pick<Frame, 'lengths'>): Uint32Array {
  const known = startsByLengths.get(lengths);
  if (known !== undefined) return known;
  const starts = new Uint32Array(lengths.length);
  for (let index = 1; index < lengths.length; index++) {
    starts[index] = (starts[index - 1] ?? 0) + (lengths[index - 1] ?? 0);
  }
  startsByLengths.set(lengths, starts);
  return starts;
}

/** Record `index` without its closing newline: a view into the frame. Throws a RangeError beyond the last record. */
export function recordAt(frame: Frame, index: number): Buffer {
  const length = frame.lengths[index];
  const start = startsOf(frame)[index];
  if (length === undefined || start === undefined)
    throw new RangeError(`The frame has no record ${String(index)}.`);
  return frame.records.subarray(start, start + length - 1);
}

/** Calls `visit` with the span of each record in `frame.records`, its closing newline excluded. Allocates nothing. */
export function forEachRecord(
  frame: Pick<Frame, 'lengths'>,
  visit: (start: number, end: number, index: number) => void,
): void {
  let start = 0;
  for (let index = 0; index < frame.lengths.length; index++) {
    const end = start + (frame.lengths[index] ?? 0);
    visit(start, end - 1, index);
    start = end;
  }
}

/**
 * The frame of some of `frame`'s records: `kept` are their indexes, ascending, and `changed` holds their new bytes and
 * lengths, one for each. Offsets and timestamps are taken over; attributes are not, since they must be scrubbed as well.
 */
export function selectRecords(
  frame: Frame,
  kept: ArrayLike<number>,
  changed: Pick<Frame, 'records' | 'lengths' | 'attributes'>,
): Frame {
  const offsets = new Float64Array(kept.length);
  const timestampsMs = new Float64Array(kept.length);
  for (let to = 0; to < kept.length; to++) {
    const from = kept[to] ?? -1;
    offsets[to] = frame.offsets[from] ?? -1;
    timestampsMs[to] = frame.timestampsMs[from] ?? -1;
  }
  const selected = { ...frame, ...changed, offsets, timestampsMs };
  if (changed.attributes === undefined) delete selected.attributes;
  return selected;
}
