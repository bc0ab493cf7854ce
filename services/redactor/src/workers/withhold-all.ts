import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Frame, FrameOutput, QuarantineReason } from '@scrubjay/frame';
import { recordToQuarantine } from '../quarantine-records.js';
import type { RedactedFrame } from '../redact-frame.js';

/** Records between two turns of the event loop. */
const recordsPerTurn = 100;

/** Sends all records of a frame to quarantine as they came in. It runs in the main thread, so it pauses now and then. */
export async function withholdAll(frame: Frame, reason: QuarantineReason): Promise<RedactedFrame> {
  const outputs: FrameOutput[] = [];
  for (let index = 0; index < frame.lengths.length; index += 1) {
    if (index % recordsPerTurn === 0) await nextTurn();
    outputs.push(...recordToQuarantine(frame, index, reason));
  }
  return { outputs, counts: [], discarded: 0, open: [] };
}
