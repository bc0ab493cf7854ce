import { unknownFieldsOf, type DeclaredSpan, type FrameBytes, type Ruleset } from '@scrubjay/engine';
import { recordAt, type FindingCount, type Frame, type QuarantineReason } from '@scrubjay/frame';
import type { Decoder } from '@scrubjay/registry';
import type { FrameSchemas } from './schemas.js';

export interface Refusal {
  /** Index of the record in the frame. */
  readonly index: number;
  readonly reason: QuarantineReason;
}

/** A frame as the engine takes it. */
export interface ReadFrame {
  readonly input: FrameBytes;
  /** Index in the frame of each record of `input`; undefined where they are the same. */
  readonly indexes: readonly number[] | undefined;
  readonly spans: readonly DeclaredSpan[];
  readonly refused: readonly Refusal[];
  /** What was done about fields in decoding. */
  readonly counts: readonly FindingCount[];
}

const newline = Buffer.from('\n');

function asItIs({ records, lengths, format }: Frame): ReadFrame {
  const input = { bytes: records, lengths, format: format === 'text' ? 'text' : 'json' } as const;
  return { input, indexes: undefined, spans: [], refused: [], counts: [] };
}

function refuseAll({ lengths }: Frame, reason: QuarantineReason): ReadFrame {
  const input = { bytes: Buffer.alloc(0), lengths: new Uint32Array(0), format: 'json' } as const;
  const refused = Array.from(lengths.keys(), (index) => ({ index, reason }));
  return { input, indexes: [], spans: [], refused, counts: [] };
}

/** Gets a frame's records into a form that the engine reads. Rejects where the registry cannot be asked. */
export async function readFrame(
  frame: Frame,
  schemas: FrameSchemas | undefined,
  schemaName: string,
  rules: Ruleset,
): Promise<ReadFrame> {
  if (frame.format === 'binary') return refuseAll(frame, 'unknown_format');
  if (frame.format !== 'protobuf' && frame.format !== 'avro') return asItIs(frame);
  const decoder = (await schemas?.decoderFor(frame.schemaId, schemaName, rules)) ?? 'unknown_schema';
  return typeof decoder === 'string' ? refuseAll(frame, decoder) : decodeAll(frame, decoder, rules);
}

function decodeAll(frame: Frame, decoder: Decoder, rules: Ruleset): ReadFrame {
  const parts: Buffer[] = [];
  const lengths: number[] = [];
  const indexes: number[] = [];
  const spans: DeclaredSpan[] = [];
  const refused: Refusal[] = [];
  let bytes = 0;
  let unknown = 0;
  let opaque = 0;
  for (let index = 0; index < frame.lengths.length; index += 1) {
    const result = decoder.decode(recordAt(frame, index));
    if (result.kind === 'refused') {
      refused.push({ index, reason: result.reason });
      continue;
    }
    const json = Buffer.from(result.json);
    for (const span of result.spans)
      spans.push({ ...span, start: bytes + span.start, end: bytes + span.end });
    parts.push(json, newline);
    lengths.push(json.length + 1);
    indexes.push(index);
    bytes += json.length + 1;
    unknown += result.unknown;
    opaque += result.opaque;
  }
  const input = {
    bytes: Buffer.concat(parts, bytes),
    lengths: Uint32Array.from(lengths),
    format: 'json',
  } as const;
  const counts = [
    { detector: 'unknown-field', action: unknownFieldsOf(rules), count: unknown },
    { detector: 'opaque-bytes', action: 'mask', count: opaque },
  ].filter(({ count }) => count > 0);
  return { input, indexes, spans, refused, counts };
}
