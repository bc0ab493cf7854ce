import { createRegistry } from '@scrubjay/boot';
import { isScrubjayError } from '@scrubjay/errors';
import {
  attributesAt,
  joinQuarantineParts,
  FrameBuilder,
  type Frame,
  type FrameOutput,
  type QuarantineReason,
} from '@scrubjay/frame';
import { createIngestStage, messageOf } from '@scrubjay/ingest';
import type { SourceMessage, Stage } from '@scrubjay/pipeline';
import { requireIngest, type FullConfig } from '../config-schema.js';

/** What a withheld record becomes when it goes on its way once more. */
export type Rebuilt =
  /** Frames for the redactor; of a request with many records, some may be withheld again. */
  | { readonly kind: 'outputs'; readonly outputs: readonly FrameOutput[] }
  /** Ingest would withhold it again. */
  | { readonly kind: 'again'; readonly reason: QuarantineReason }
  /** It is no record: a sealed message that nobody could open, a part of a longer line, parts that are not all there. */
  | { readonly kind: 'left'; readonly why: 'sealed' | 'cut' | 'incomplete' | 'unreadable' };

export type Rebuild = (parts: readonly Frame[]) => Promise<Rebuilt>;

/**
 * Turns the opened parts of a withheld record into what the redactor reads: what ingest withheld goes through ingest again,
 * by the configuration of now. It keeps its source position and its times, and says in its frame why it was withheld, so
 * that the redactor knows that it comes out of turn. Rejects where the schema registry cannot be asked.
 */
export function createRebuild(config: FullConfig): Rebuild {
  const rebuild = createStrictRebuild(config);
  return async (parts) => {
    try {
      return await rebuild(parts);
    } catch (error) {
      // Authentic frames that do not belong together stop nothing.
      if (isScrubjayError(error) && error.code === 'SJ_FRAME_INVALID')
        return { kind: 'left', why: 'unreadable' };
      throw error;
    }
  };
}

function createStrictRebuild(config: FullConfig): Rebuild {
  let ingest: Stage<SourceMessage, FrameOutput> | undefined;
  return async (parts) => {
    const record = joinQuarantineParts(parts);
    const [frame] = parts as readonly [Frame, ...Frame[]];
    if (frame.quarantine?.reason === 'frame_undecodable') return { kind: 'left', why: 'sealed' };
    if (frame.quarantine?.stage !== 'ingest') return { kind: 'outputs', outputs: [toRaw(frame, record)] };
    if (frame.format === 'canonical') return takeCanonical(frame, record, config);
    const message = messageOf(withheld(frame, record), attributesAt(frame, 0));
    if (message === undefined) return { kind: 'left', why: 'cut' };
    ingest ??= ingestStage(config);
    return takeAgain(frame, message, ingest);
  };
}

function ingestStage(config: FullConfig): Stage<SourceMessage, FrameOutput> {
  return createIngestStage({
    config: requireIngest(config),
    environment: config.environment,
    registry: createRegistry(config.schemas),
    now: Date.now,
    onDiscarded: () => undefined,
  });
}

function withheld(frame: Frame, value: Buffer): { offset: bigint; timestampMs: number; value: Buffer } {
  return { offset: BigInt(frame.offsets[0] ?? 0), timestampMs: frame.timestampsMs[0] ?? 0, value };
}

/** The whole record as a frame for the redactor. */
function toRaw(frame: Frame, record: Buffer): FrameOutput {
  const { offset, timestampMs } = withheld(frame, record);
  const { stream, partition, environment, service, format, schemaId, ingestedAtMs } = frame;
  const source = { stream, partition, environment, service, format, schemaId, ingestedAtMs };
  const builder = new FrameBuilder({ ...source, expectedBytes: record.length + 1, expectedRecords: 1 });
  builder.add(record, offset, timestampMs, attributesAt(frame, 0));
  return { to: 'raw', frame: markReplayed(builder.build(), frame) };
}

function markReplayed(raw: Frame, { quarantine, ingestedAtMs }: Frame): Frame {
  return quarantine === undefined
    ? raw
    : { ...raw, ingestedAtMs, quarantine: { ...quarantine, part: 0, parts: 1 } };
}

function takeCanonical(frame: Frame, record: Buffer, config: FullConfig): Rebuilt {
  if (record.length > requireIngest(config).maxRecordBytes) return { kind: 'again', reason: 'too_large' };
  return { kind: 'outputs', outputs: [toRaw(frame, record)] };
}

async function takeAgain(
  frame: Frame,
  message: SourceMessage,
  ingest: Stage<SourceMessage, FrameOutput>,
): Promise<Rebuilt> {
  const { stream, partition } = frame;
  const { offset } = message;
  const outputs = await ingest.process({
    partition: { stream, partition },
    ...{ first: offset, next: offset + 1n, messages: [message] },
  });
  const [first] = outputs;
  const { quarantine } = first?.frame ?? {};
  const isWhole = outputs.every(({ to }) => to === 'quarantine') && quarantine?.parts === outputs.length;
  if (isWhole) return { kind: 'again', reason: quarantine.reason };
  return {
    kind: 'outputs',
    outputs: outputs.map((output) =>
      output.to === 'raw' ? { to: 'raw', frame: markReplayed(output.frame, frame) } : output,
    ),
  };
}
