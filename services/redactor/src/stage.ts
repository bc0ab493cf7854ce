import type { FrameInput, FrameOutput } from '@scrubjay/frame';
import type { Stage } from '@scrubjay/pipeline';
import { createInThreadRedactor, type InThreadOptions } from './in-thread.js';
import { OpenTexts } from './open-texts.js';
import type { FrameRedactor } from './redact-frame.js';

/** Told what was done to a frame; for counting only. */
export interface RedactorEvents {
  onFinding(detector: string, action: string, count: number): void;
  onDiscarded(count: number): void;
}

export interface RedactorOptions extends InThreadOptions {
  readonly events: RedactorEvents;
}

/**
 * Frame in, frame out. Every record is scrubbed, discarded by a rule, or withheld whole for quarantine; none is
 * passed on unexamined. Protobuf and Avro become JSON. Frames of a batch, and so of a partition, are redacted one after
 * another, those of several partitions side by side where `redactor` can. Rejects as it does: retryably, where the
 * schema registry cannot be asked or a worker ended.
 */
export function createStage(redactor: FrameRedactor, events: RedactorEvents): Stage<FrameInput, FrameOutput> {
  const texts = new OpenTexts();
  return {
    async process(batch) {
      const outputs: FrameOutput[] = [];
      for (const { frame } of batch.messages) {
        const continues = texts.before(frame);
        const redacted = await redactor.redact(frame, continues);
        texts.remember(frame, continues, redacted.open);
        for (const { detector, action, count } of redacted.counts) events.onFinding(detector, action, count);
        if (redacted.discarded > 0) events.onDiscarded(redacted.discarded);
        for (const output of redacted.outputs) outputs.push(output);
      }
      return outputs;
    },
  };
}

/** The stage with all work in this thread. */
export function createRedactorStage(options: RedactorOptions): Stage<FrameInput, FrameOutput> {
  return createStage(createInThreadRedactor(options), options.events);
}
