import { setImmediate as nextTurn } from 'node:timers/promises';
import {
  redactFrame,
  type FrameBytes,
  type Limits,
  type RedactContext,
  type Ruleset,
} from '@scrubjay/engine';
import {
  quarantineFrames,
  recordAt,
  selectRecords,
  type Frame,
  type FrameInput,
  type FrameOutput,
  type QuarantineReason,
} from '@scrubjay/frame';
import type { Stage } from '@scrubjay/pipeline';

/** Told what was done to a frame; for counting only. */
export interface RedactorEvents {
  onFinding(detector: string, action: string, count: number): void;
  onDiscarded(count: number): void;
}

export interface RedactorOptions {
  /** Asked for at every frame, so that a reload takes effect at a frame boundary. */
  readonly ruleset: () => Ruleset;
  readonly pseudonyms: { readonly key: Buffer; readonly epoch: string };
  readonly limits: Limits;
  readonly events: RedactorEvents;
}

/**
 * Frame in, frame out. Every record is scrubbed, discarded by a rule, or withheld whole for quarantine; none is
 * passed on unexamined. A frame in which nothing was found keeps its bytes.
 */
export function createRedactorStage(options: RedactorOptions): Stage<FrameInput, FrameOutput> {
  const context: RedactContext = {
    pseudonymKey: options.pseudonyms.key,
    epoch: options.pseudonyms.epoch,
    limits: options.limits,
  };
  // Partitions are worked on side by side, yet one frame at a time: heartbeats and probes get their turn after each,
  // where frames of all partitions in one turn could take longer than a session lasts.
  let turn = Promise.resolve();
  const takeTurn = (): Promise<void> => (turn = turn.then(() => nextTurn()));
  return {
    async process(batch) {
      const outputs: FrameOutput[] = [];
      for (const { frame } of batch.messages) {
        await takeTurn();
        outputs.push(...redact(frame, options, context));
      }
      return outputs;
    },
  };
}

function redact(frame: Frame, { ruleset, events }: RedactorOptions, context: RedactContext): FrameOutput[] {
  if (frame.format === 'binary') return frameToQuarantine(frame);
  const rules = ruleset();
  const input: FrameBytes = {
    bytes: frame.records,
    lengths: frame.lengths,
    format: frame.format === 'text' ? 'text' : 'json',
  };
  const result = redactFrame(rules, input, context);
  const outputs: FrameOutput[] = [];
  if (result.kept.length > 0) {
    const changed = { records: result.bytes, lengths: result.lengths };
    const scrubbed = {
      ...selectRecords(frame, result.kept, changed),
      rulesetFingerprint: rules.fingerprint,
      findings: result.counts,
    };
    outputs.push({ to: 'scrubbed', frame: scrubbed });
  }
  for (const { index, reason } of result.withheld) outputs.push(...recordToQuarantine(frame, index, reason));
  for (const { detector, action, count } of result.counts) events.onFinding(detector, action, count);
  if (result.discarded.length > 0) events.onDiscarded(result.discarded.length);
  return outputs;
}

/** Ingest makes no such frame: whoever did, its records cannot be read by any rule. */
function frameToQuarantine(frame: Frame): FrameOutput[] {
  const indexes = Array.from(frame.lengths.keys());
  return indexes.flatMap((index) => recordToQuarantine(frame, index, 'unknown_format'));
}

function recordToQuarantine(frame: Frame, index: number, reason: QuarantineReason): FrameOutput[] {
  const withheld = {
    stage: 'redactor',
    reason,
    record: recordAt(frame, index),
    stream: frame.stream,
    partition: frame.partition,
    environment: frame.environment,
    service: frame.service,
    format: frame.format,
    schemaId: frame.schemaId,
    offset: BigInt(frame.offsets[index] ?? 0),
    timestampMs: frame.timestampsMs[index] ?? 0,
    ingestedAtMs: frame.ingestedAtMs,
  } as const;
  return quarantineFrames(withheld).map((part) => ({ to: 'quarantine', frame: part }));
}
