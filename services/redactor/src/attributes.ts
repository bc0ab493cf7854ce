import { redactFrame, type RedactContext, type Ruleset } from '@scrubjay/engine';
import { hideOpaque, type FindingCount, type FrameAttributes } from '@scrubjay/frame';
import type { Refusal } from './read-frame.js';

/** What became of the attributes of a frame's records. */
export interface ScrubbedAttributes {
  /** By index of the record, each with its closing newline; undefined for a record without any. */
  readonly objects: readonly (Buffer | undefined)[];
  /** Records whose attributes cannot be redacted for certain: they go to quarantine whole. */
  readonly refused: readonly Refusal[];
  /** Records that a rule discards for what stands in their attributes. */
  readonly discarded: readonly number[];
  readonly counts: readonly FindingCount[];
}

/** Redacts keys and headers as JSON records of their own, so that headers are found by name and by pattern. */
export function redactAttributes(
  attributes: FrameAttributes,
  rules: Ruleset,
  context: RedactContext,
): ScrubbedAttributes {
  const readable = hideOpaque(attributes);
  const indexes = [...readable.attributes.lengths.keys()].filter((at) => attributes.lengths[at] !== 0);
  const indexOf = (at: number): number => indexes[at] ?? -1;
  const lengths = readable.attributes.lengths.filter((length) => length > 0);
  const result = redactFrame(rules, { bytes: readable.attributes.bytes, lengths, format: 'json' }, context);
  const objects = new Array<Buffer | undefined>(attributes.lengths.length).fill(undefined);
  let start = 0;
  result.kept.forEach((at, index) => {
    const end = start + (result.lengths[index] ?? 0);
    objects[indexOf(at)] = result.bytes.subarray(start, end);
    start = end;
  });
  const opaque = { detector: 'opaque-bytes', action: 'mask', count: readable.hidden };
  return {
    objects,
    refused: result.withheld.map(({ index, reason }) => ({ index: indexOf(index), reason })),
    discarded: Array.from(result.discarded, indexOf),
    counts: readable.hidden > 0 ? [...result.counts, opaque] : result.counts,
  };
}
