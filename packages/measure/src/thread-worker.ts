/** A thread of `measureThreads`: redacts the frames that it is the first to take. */
import { parentPort, workerData } from 'node:worker_threads';
import { compileRuleset, redactFrame } from '@scrubjay/engine';
import { benchContext } from './engine-task.js';
import type { ThreadData, ThreadOrder } from './threads.js';

const { rules, frames: received, next } = workerData as ThreadData;
// Cloning made plain byte arrays of the buffers.
const frames = received.map((frame) => ({
  ...frame,
  bytes: Buffer.from(frame.bytes.buffer, frame.bytes.byteOffset, frame.bytes.byteLength),
}));
const counter = new Int32Array(next);
const context = benchContext();
const ruleset = compileRuleset(rules);

parentPort?.on('message', ({ frames: end }: ThreadOrder) => {
  for (let at = Atomics.add(counter, 0, 1); at < end; at = Atomics.add(counter, 0, 1)) {
    const frame = frames[at % frames.length];
    if (frame !== undefined) redactFrame(ruleset, frame, context);
  }
  parentPort?.postMessage('done');
});
parentPort?.postMessage('ready');
