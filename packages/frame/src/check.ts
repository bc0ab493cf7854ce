import type { ErrorCode } from '@scrubjay/errors';
import { ScrubjayError } from '@scrubjay/errors';
import { quarantineReasons, type Frame, type QuarantineInfo, type RecordFormat } from './types.js';

/** Milliseconds that survive their delta coding exactly: 2^51, far beyond any calendar. */
const maxTimestampMs = 2 ** 51;
const newline = 0x0a;

export const formats: readonly RecordFormat[] = ['text', 'json', 'canonical', 'binary', 'protobuf', 'avro'];
export const stages: readonly QuarantineInfo['stage'][] = ['ingest', 'redactor', 'sink'];

/** What does not hold in `frame`, in words without content; undefined for a sound frame. */
export function findFault(frame: Frame): string | undefined {
  const { offsets, timestampsMs, lengths } = frame;
  if (offsets.length !== lengths.length || timestampsMs.length !== lengths.length) {
    return 'its counts of offsets, timestamps and lengths differ';
  }
  if (!isCount(frame.partition) || frame.partition > 0xffff_ffff) return 'its partition is no 32-bit number';
  if (!formats.includes(frame.format)) return 'its format is unknown';
  if (!isTimestamp(frame.ingestedAtMs)) return 'its time of ingest is out of range';
  return (
    findPositionFault(frame) ??
    findRecordFault(frame) ??
    findAttributeFault(frame) ??
    findFindingFault(frame) ??
    findQuarantineFault(frame)
  );
}

function isCount(value: number): boolean {
  return Number.isSafeInteger(value) && value >= 0;
}

function isTimestamp(value: number): boolean {
  return isCount(value) && value <= maxTimestampMs;
}

function findPositionFault({ offsets, timestampsMs }: Frame): string | undefined {
  let before = 0;
  for (let index = 0; index < offsets.length; index++) {
    const offset = offsets[index] ?? -1;
    if (!isCount(offset)) return 'an offset is no whole number below 2^53';
    if (offset < before) return 'its offsets do not ascend';
    if (!isTimestamp(timestampsMs[index] ?? -1)) return 'a timestamp is out of range';
    before = offset;
  }
  return undefined;
}

function findRecordFault({ lengths, records }: Frame): string | undefined {
  let end = 0;
  for (const length of lengths) {
    if (length === 0) return 'a record has no closing newline';
    end += length;
    if (end > records.length) return 'its lengths exceed its records';
    if (records[end - 1] !== newline) return 'a record has no closing newline';
  }
  return end === records.length ? undefined : 'its records exceed its lengths';
}

function findAttributeFault({ attributes, lengths }: Frame): string | undefined {
  if (attributes === undefined) return undefined;
  if (attributes.lengths.length !== lengths.length) return 'its counts of attributes and records differ';
  let end = 0;
  for (const length of attributes.lengths) {
    if (length === 0) continue;
    end += length;
    if (end > attributes.bytes.length) return 'its attribute lengths exceed its attributes';
    if (attributes.bytes[end - 1] !== newline) return 'attributes have no closing newline';
  }
  if (end === 0) return 'its attributes are empty';
  return end === attributes.bytes.length ? undefined : 'its attributes exceed their lengths';
}

function findFindingFault({ findings }: Frame): string | undefined {
  return findings.every(({ count }) => isCount(count)) ? undefined : 'a finding count is no whole number';
}

function findQuarantineFault({ quarantine }: Frame): string | undefined {
  if (quarantine === undefined) return undefined;
  if (!stages.includes(quarantine.stage)) return 'its quarantine stage is unknown';
  if (!quarantineReasons.includes(quarantine.reason)) return 'its quarantine reason is unknown';
  if (!isCount(quarantine.part) || quarantine.parts > 0xffff_ffff || !isCount(quarantine.parts)) {
    return 'its part numbers are no 32-bit numbers';
  }
  return quarantine.part < quarantine.parts ? undefined : 'its part number exceeds its parts';
}

/** Throws `code` where the frame is unsound: a broken assumption of ours when encoding, a bad message when decoding. */
export function assertSound(frame: Frame, code: ErrorCode, where: string): void {
  const fault = findFault(frame);
  if (fault !== undefined) throw new ScrubjayError(code, `${where}: ${fault}.`);
}
