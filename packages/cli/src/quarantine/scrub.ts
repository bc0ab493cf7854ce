import { createHash } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { isScrubjayError } from '@scrubjay/errors';
import {
  joinQuarantineParts,
  mergeFrames,
  recordAt,
  type Frame,
  type FrameInput,
  type FrameOutput,
} from '@scrubjay/frame';
import type { Stage, StageBatch } from '@scrubjay/pipeline';

const attempts = 3;
const pauseMs = 500;

/** What came out of the redactor for the raw frames of a batch. */
export interface Scrubbed {
  readonly frames: readonly Frame[];
  /** Records that were withheld, each as its parts. */
  readonly withheld: readonly (readonly Frame[])[];
}

/** Stands for the stream in the names of what a replay within the store writes; no topic and no file of a user is called so. */
export const replayStream = '_scrubjay-replay';

/** The identity of a batch of the stages in a replay. */
export function replayBatch<M>(batch: number, messages: readonly M[]): StageBatch<M> {
  const first = BigInt(batch);
  return { partition: { stream: replayStream, partition: 0 }, first, next: first + 1n, messages };
}

/** Runs the redactor on raw frames; a worker that ends over a frame makes it try again, as its runner would. */
export async function scrub(
  stage: Stage<FrameInput, FrameOutput>,
  batch: number,
  raw: readonly Frame[],
): Promise<Scrubbed> {
  const messages = mergeFrames(raw).map((frame) => ({ offset: BigInt(batch), frame }));
  const outputs = await patiently(() => stage.process(replayBatch(batch, messages)));
  const withheld: Frame[][] = [];
  for (const { to, frame } of outputs) {
    if (to !== 'quarantine') continue;
    if (frame.quarantine?.part === 0) withheld.push([frame]);
    else withheld.at(-1)?.push(frame);
  }
  return { frames: outputs.filter(({ to }) => to === 'scrubbed').map(({ frame }) => frame), withheld };
}

async function patiently<T>(work: () => Promise<T>): Promise<T> {
  for (let left = attempts - 1; ; left -= 1) {
    try {
      return await work();
    } catch (error) {
      if (left === 0 || !isScrubjayError(error) || !error.retryable) throw error;
    }
    await sleep(pauseMs);
  }
}

/** Tells a record by its source position and its bytes. */
export function recordName(parts: readonly Frame[]): string {
  const [frame] = parts as readonly [Frame, ...Frame[]];
  return nameOf(frame, joinQuarantineParts(parts));
}

/** The only record of a raw frame; undefined for a frame of several. */
export function onlyRecordName(frame: Frame): string | undefined {
  return frame.lengths.length === 1 ? nameOf(frame, recordAt(frame, 0)) : undefined;
}

function nameOf({ stream, partition, offsets }: Frame, record: Buffer): string {
  const digest = createHash('sha256').update(record).digest('hex');
  return JSON.stringify([stream, partition, offsets[0], digest]);
}
