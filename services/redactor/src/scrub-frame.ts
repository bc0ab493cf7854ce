import {
  redactDeclaredFrame,
  redactFrame,
  type FrameResult,
  type OpenText,
  type RedactContext,
  type Ruleset,
} from '@scrubjay/engine';
import {
  defaultMaxFrameBytes,
  selectRecords,
  type FindingCount,
  type Frame,
  type FrameAttributes,
} from '@scrubjay/frame';
import { redactAttributes, type ScrubbedAttributes } from './attributes.js';
import type { ReadFrame, Refusal } from './read-frame.js';

/** What became of a frame. Each of its records is in one of `frames`, or refused, or discarded. */
export interface ScrubbedFrame {
  readonly frames: readonly Frame[];
  readonly refused: readonly Refusal[];
  readonly discarded: number;
  readonly counts: readonly FindingCount[];
  /** Texts that go on in the source's next frame. */
  readonly open: readonly OpenText[];
}

const noAttributes: ScrubbedAttributes = { objects: [], refused: [], discarded: [], counts: [] };

/** Redacts the records of a frame and what came with them. A record is withheld or discarded whole for either. */
export function scrubFrame(
  frame: Frame,
  read: ReadFrame,
  continues: readonly OpenText[],
  rules: Ruleset,
  context: RedactContext,
): ScrubbedFrame {
  const { spans } = read;
  const input = { ...read.input, continues };
  const result =
    spans.length === 0
      ? redactFrame(rules, input, context)
      : redactDeclaredFrame(rules, input, context, spans);
  const beside =
    frame.attributes === undefined ? noAttributes : redactAttributes(frame.attributes, rules, context);
  const indexOf = (index: number): number => read.indexes?.[index] ?? index;
  const withheld = result.withheld.map(({ index, reason }) => ({ index: indexOf(index), reason }));
  const refused = firstOfEach([...read.refused, ...withheld, ...beside.refused]);
  const gone = new Set(refused.map(({ index }) => index));
  const discarded = new Set([...Array.from(result.discarded, indexOf), ...beside.discarded]);
  for (const index of gone) discarded.delete(index);
  const counts = mergeCounts([...result.counts, ...beside.counts, ...read.counts]);
  const kept = keepRecords(result, indexOf, (index) => !gone.has(index) && !discarded.has(index));
  const source = withoutQuarantine({ ...frame, format: isDecoded(frame) ? 'json' : frame.format });
  const frames = cutFrames(source, kept, beside.objects);
  return {
    frames: frames.map((cut, at) => ({
      ...cut,
      rulesetFingerprint: rules.fingerprint,
      findings: at === 0 ? counts : [],
    })),
    refused,
    discarded: discarded.size,
    counts,
    open: result.open,
  };
}

/** What was replayed is like any other record from here on. */
function withoutQuarantine(frame: Frame): Frame {
  const plain = { ...frame };
  delete plain.quarantine;
  return plain;
}

function isDecoded({ format }: Frame): boolean {
  return format === 'protobuf' || format === 'avro';
}

/** A record may be refused for itself and for its attributes: one reason is enough. Ascending. */
function firstOfEach(refused: readonly Refusal[]): Refusal[] {
  const byIndex = new Map<number, Refusal>();
  for (const refusal of refused) if (!byIndex.has(refusal.index)) byIndex.set(refusal.index, refusal);
  return [...byIndex.values()].sort((a, b) => a.index - b.index);
}

function mergeCounts(counts: readonly FindingCount[]): FindingCount[] {
  const merged = new Map<string, FindingCount>();
  for (const { detector, action, count } of counts) {
    const key = `${detector}\n${action}`;
    merged.set(key, { detector, action, count: count + (merged.get(key)?.count ?? 0) });
  }
  return [...merged.values()];
}

interface KeptRecords {
  readonly indexes: readonly number[];
  readonly bytes: Buffer;
  readonly lengths: Uint32Array;
}

/** The engine's own buffer, unless attributes took records away. */
function keepRecords(
  { bytes, lengths, kept }: FrameResult,
  indexOf: (index: number) => number,
  isKept: (index: number) => boolean,
): KeptRecords {
  const all = Array.from(kept, indexOf);
  if (all.every(isKept)) return { indexes: all, bytes, lengths };
  const parts: Buffer[] = [];
  let start = 0;
  lengths.forEach((length, at) => {
    if (isKept(all[at] ?? -1)) parts.push(bytes.subarray(start, start + length));
    start += length;
  });
  return {
    indexes: all.filter(isKept),
    bytes: Buffer.concat(parts),
    lengths: Uint32Array.from(parts, ({ length }) => length),
  };
}

/** Records that were decoded may be many times as large as they were: what is too large for one message goes in several. */
function cutFrames(
  frame: Frame,
  { indexes, bytes, lengths }: KeptRecords,
  objects: readonly (Buffer | undefined)[],
): Frame[] {
  const limit = Math.max(defaultMaxFrameBytes, frame.records.length);
  const frames: Frame[] = [];
  let from = 0;
  let start = 0;
  let end = 0;
  const cut = (to: number): void => {
    const kept = indexes.slice(from, to);
    const attributes = columnOf(kept, objects);
    const isAll = start === 0 && end === bytes.length;
    const changed = isAll
      ? { records: bytes, lengths }
      : { records: bytes.subarray(start, end), lengths: lengths.subarray(from, to) };
    frames.push(
      selectRecords(frame, kept, { ...changed, ...(attributes === undefined ? {} : { attributes }) }),
    );
    from = to;
    start = end;
  };
  lengths.forEach((length, at) => {
    if (at > from && end + length - start > limit) cut(at);
    end += length;
  });
  if (indexes.length > from) cut(indexes.length);
  return frames;
}

function columnOf(
  indexes: readonly number[],
  objects: readonly (Buffer | undefined)[],
): FrameAttributes | undefined {
  const kept = indexes.map((index) => objects[index]);
  const bytes = Buffer.concat(kept.filter((object) => object !== undefined));
  if (bytes.length === 0) return undefined;
  return { lengths: Uint32Array.from(kept, (object) => object?.length ?? 0), bytes };
}
