/** A thread of `measureColdStart`. */
import { parentPort, workerData } from 'node:worker_threads';
import { compileRuleset, redactFrame } from '@scrubjay/engine';
import type { ColdStart, ColdStartData } from './cold-start.js';
import { benchContext } from './engine-task.js';

const { rules, frame } = workerData as ColdStartData;
const { buffer, byteOffset, byteLength } = frame.bytes;
// Cloning made a plain byte array of the buffer.
const input = { ...frame, bytes: Buffer.from(buffer, byteOffset, byteLength) };
const context = benchContext();

const started = performance.now();
const ruleset = compileRuleset(rules);
const compiled = performance.now();
redactFrame(ruleset, input, context);
const first = performance.now();
redactFrame(ruleset, input, context);
const times: ColdStart = {
  compileMs: compiled - started,
  firstFrameMs: first - compiled,
  secondFrameMs: performance.now() - first,
};
parentPort?.postMessage(times);
