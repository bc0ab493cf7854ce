import { isScrubjayError, ScrubjayError } from '@scrubjay/errors';
import { scrubjay } from '@scrubjay/schemas';
import protobuf from 'protobufjs/minimal.js';
import { assertSound, formats } from './check.js';
import { frameVersion } from './encode.js';
import type { FindingCount, Frame, FrameAttributes, QuarantineInfo } from './types.js';
import {
  countVarints,
  fromZigzag,
  MalformedWire,
  readFixed64,
  unpackVarints,
  type WireReader,
} from './wire.js';

/** Each entry is a message of its own; a ruleset has far fewer detectors and actions than this. */
const maxFindings = 65_536;
const findingsField = 16;
const none = Buffer.alloc(0);

interface Draft {
  version: number;
  stream: string;
  partition: number;
  firstOffset: number;
  offsetDeltas: Uint8Array;
  environment: string;
  service: string;
  format: number;
  schemaId: string;
  firstTimestampMs: number;
  timestampDeltas: Uint8Array;
  ingestedAtMs: number;
  lengths: Uint8Array;
  records: Buffer;
  rulesetFingerprint: string;
  findings: FindingCount[];
  quarantine: QuarantineInfo | undefined;
  attributeLengths: Uint8Array;
  attributes: Buffer;
}

/** By tag: field number and wire type. A field of another type, or one not listed, is refused. */
const readers: Readonly<Record<number, (draft: Draft, reader: WireReader) => void>> = {
  8: (draft, reader) => (draft.version = reader.uint32()),
  18: (draft, reader) => (draft.stream = reader.stringVerify()),
  24: (draft, reader) => (draft.partition = reader.uint32()),
  33: (draft, reader) => (draft.firstOffset = readFixed64(reader)),
  42: (draft, reader) => (draft.offsetDeltas = reader.bytes()),
  50: (draft, reader) => (draft.environment = reader.stringVerify()),
  58: (draft, reader) => (draft.service = reader.stringVerify()),
  64: (draft, reader) => (draft.format = reader.int32()),
  74: (draft, reader) => (draft.schemaId = reader.stringVerify()),
  81: (draft, reader) => (draft.firstTimestampMs = readFixed64(reader)),
  90: (draft, reader) => (draft.timestampDeltas = reader.bytes()),
  97: (draft, reader) => (draft.ingestedAtMs = readFixed64(reader)),
  106: (draft, reader) => (draft.lengths = reader.bytes()),
  114: (draft, reader) => (draft.records = reader.bytes() as Buffer),
  122: (draft, reader) => (draft.rulesetFingerprint = reader.stringVerify()),
  130: (draft, reader) => draft.findings.push(readFinding(reader)),
  138: (draft, reader) => (draft.quarantine = readQuarantine(reader)),
  146: (draft, reader) => (draft.attributeLengths = reader.bytes()),
  154: (draft, reader) => (draft.attributes = reader.bytes() as Buffer),
};

function readFinding(reader: WireReader): FindingCount {
  const { detector, action, count } = scrubjay.v1.FindingCount.decode(reader, reader.uint32());
  return { detector, action, count: Number(count) };
}

function readQuarantine(reader: WireReader): QuarantineInfo {
  const { stage, reason, part, parts } = scrubjay.v1.Quarantine.decode(reader, reader.uint32());
  // Both names are checked against their lists with the rest of the frame.
  return { stage: stage as QuarantineInfo['stage'], reason: reason as QuarantineInfo['reason'], part, parts };
}

function readDraft(bytes: Buffer): Draft {
  const draft: Draft = {
    ...{
      version: 0,
      stream: '',
      partition: 0,
      firstOffset: 0,
      offsetDeltas: none,
      environment: '',
      service: '',
    },
    ...{
      format: 0,
      schemaId: '',
      firstTimestampMs: 0,
      timestampDeltas: none,
      ingestedAtMs: 0,
      lengths: none,
    },
    ...{ records: none, rulesetFingerprint: '', findings: [], quarantine: undefined },
    ...{ attributeLengths: none, attributes: none },
  };
  const reader = protobuf.Reader.create(bytes);
  let seen = 0;
  while (reader.pos < reader.len) {
    const tag = reader.tag();
    const read = readers[tag];
    // Skipping what is not known, or all but the last of a field, would lose it silently.
    if (read === undefined) throw new MalformedWire('unknown field');
    const bit = 1 << (tag >>> 3);
    if ((seen & bit) !== 0 && tag >>> 3 !== findingsField) throw new MalformedWire('repeated field');
    seen |= bit;
    read(draft, reader);
    if (draft.findings.length > maxFindings) throw new MalformedWire('too many findings');
  }
  return draft;
}

/** Undoes the delta coding in place. */
function addUp(values: Float64Array, first: number, map: (delta: number) => number): Float64Array {
  let value = first;
  for (let index = 0; index < values.length; index++) values[index] = value += map(values[index] ?? 0);
  return values;
}

const same = (value: number): number => value;

/** Undefined where no record has any; their number is that of the records, so nothing large is allocated for a lie. */
function toAttributes(draft: Draft, count: number): FrameAttributes | undefined {
  if (draft.attributeLengths.length === 0 && draft.attributes.length === 0) return undefined;
  if (countVarints(draft.attributeLengths) !== count) throw new MalformedWire('counts differ');
  const lengths = new Uint32Array(count);
  unpackVarints(draft.attributeLengths, lengths, 0xffff_ffff);
  return { lengths, bytes: draft.attributes };
}

function toFrame(draft: Draft): Frame {
  if (draft.version !== frameVersion) throw new MalformedWire('unknown version');
  const format = formats[draft.format - 1];
  if (format === undefined) throw new MalformedWire('unknown format');
  const count = countVarints(draft.lengths);
  // Before anything is allocated: each record has at least its newline.
  const isSane = count <= draft.records.length;
  if (
    !isSane ||
    countVarints(draft.offsetDeltas) !== count ||
    countVarints(draft.timestampDeltas) !== count
  ) {
    throw new MalformedWire('counts differ');
  }
  const lengths = new Uint32Array(count);
  unpackVarints(draft.lengths, lengths, 0xffff_ffff);
  const offsets = new Float64Array(count);
  unpackVarints(draft.offsetDeltas, offsets, Number.MAX_SAFE_INTEGER);
  const timestamps = new Float64Array(count);
  unpackVarints(draft.timestampDeltas, timestamps, Number.MAX_SAFE_INTEGER);
  const attributes = toAttributes(draft, count);
  const { stream, partition, environment, service, schemaId, ingestedAtMs, records } = draft;
  return {
    ...{ stream, partition, environment, service, format, schemaId, ingestedAtMs, lengths, records },
    offsets: addUp(offsets, draft.firstOffset, same),
    timestampsMs: addUp(timestamps, draft.firstTimestampMs, fromZigzag),
    rulesetFingerprint: draft.rulesetFingerprint,
    findings: draft.findings,
    ...(attributes === undefined ? {} : { attributes }),
    ...(draft.quarantine === undefined ? {} : { quarantine: draft.quarantine }),
  };
}

/**
 * Decodes and checks a frame. `records` is a view into `bytes`, which the frame keeps alive: the caller must not reuse
 * them. Memory beyond `bytes` is bounded by a small multiple of their length. Throws SJ_FRAME_INVALID for anything
 * that is not a sound frame of a known version, fields it does not know included.
 */
export function decodeFrame(bytes: Buffer): Frame {
  try {
    const frame = toFrame(readDraft(bytes));
    assertSound(frame, 'SJ_FRAME_INVALID', 'A frame is unsound');
    return frame;
  } catch (error) {
    if (isScrubjayError(error)) throw error;
    const what = error instanceof MalformedWire ? error.message : 'not a protobuf message';
    throw new ScrubjayError('SJ_FRAME_INVALID', `A frame cannot be decoded: ${what}.`, { cause: error });
  }
}
