import { ScrubjayError } from '@scrubjay/errors';
import { FrameBuilder, type FrameSource } from './builder.js';
import { recordAt } from './records.js';
import type { Frame, QuarantineInfo } from './types.js';

/** A record that could not be dealt with; its format is `binary` when nobody could tell. */
export interface WithheldRecord extends FrameSource, Pick<QuarantineInfo, 'stage' | 'reason'> {
  /** The whole record, without closing newline. It is copied. */
  readonly record: Uint8Array;
  readonly offset: bigint;
  readonly timestampMs: number;
  /** What came with it, see `attributesOf`; it travels with the first part. */
  readonly attributes?: Buffer | undefined;
  /** The ruleset that was at work; empty before the redactor. */
  readonly rulesetFingerprint?: string;
}

export const defaultMaxPartBytes = 700 * 1024;

/**
 * A whole record as quarantine frames, in order: one, or as many parts of `maxPartBytes` as a record needs that is too
 * large for one message. Each part is the only record of its frame.
 */
export function quarantineFrames(
  withheld: WithheldRecord,
  maxPartBytes: number = defaultMaxPartBytes,
): Frame[] {
  const { record, offset, timestampMs, attributes, stage, reason, ...rest } = withheld;
  const { rulesetFingerprint = '', ...source } = rest;
  // Of a frame that is withheld as a whole there are thousands.
  const expectedBytes = Math.min(record.length, maxPartBytes) + 1;
  const builder = new FrameBuilder({ ...source, expectedBytes, expectedRecords: 1 });
  // Attributes take their room from the first part.
  const first = Math.max(0, maxPartBytes - (attributes?.length ?? 0));
  const parts = 1 + Math.ceil(Math.max(0, record.length - first) / maxPartBytes);
  return Array.from({ length: parts }, (_, part) => {
    const end = first + part * maxPartBytes;
    const bytes = record.subarray(Math.max(0, end - (part === 0 ? first : maxPartBytes)), end);
    builder.add(bytes, offset, timestampMs, part === 0 ? attributes : undefined);
    return builder.build({ rulesetFingerprint, quarantine: { stage, reason, part, parts } });
  });
}

/**
 * Puts a record together from its quarantine frames, given in the order they were written. Throws SJ_FRAME_INVALID
 * unless they are all parts of one record.
 */
export function joinQuarantineParts(frames: readonly Frame[]): Buffer {
  const first = frames[0];
  const isWhole =
    first?.quarantine?.parts === frames.length &&
    frames.every((frame, part) => frame.quarantine?.part === part && belongsTo(first, frame));
  if (!isWhole)
    throw new ScrubjayError('SJ_FRAME_INVALID', 'Quarantine frames are not all parts of one record.');
  return Buffer.concat(frames.map((frame) => recordAt(frame, 0)));
}

function belongsTo(first: Frame, frame: Frame): boolean {
  return (
    frame.lengths.length === 1 &&
    frame.stream === first.stream &&
    frame.partition === first.partition &&
    frame.offsets[0] === first.offsets[0] &&
    frame.quarantine?.parts === first.quarantine?.parts
  );
}
