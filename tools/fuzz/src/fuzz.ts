import { Buffer } from 'node:buffer';
import { Mutator } from './mutator.js';
import type { Target } from './target.js';

export interface FuzzOptions {
  readonly seed: number;
  /** Ends after this long; whichever of the two bounds comes first. Milliseconds. */
  readonly forMs: number;
  readonly maxInputs: number;
}

/** An input that broke a promise. */
export interface Failure {
  readonly input: Buffer;
  readonly error: unknown;
}

export interface FuzzResult {
  readonly inputs: number;
  readonly bytes: number;
  /** The slowest input of at least 1 KiB. Microseconds per byte. */
  readonly slowest: number;
  readonly failure: Failure | undefined;
}

/** Runs the seeds of a target and then mutations of them, until a bound is reached or a promise is broken. */
export async function fuzz(target: Target, options: FuzzOptions): Promise<FuzzResult> {
  const mutator = new Mutator(options.seed, target.seeds, target.dictionary);
  const until = performance.now() + options.forMs;
  let inputs = 0;
  let bytes = 0;
  let slowest = 0;
  while (inputs < options.maxInputs && performance.now() < until) {
    const input = target.seeds[inputs] ?? mutator.next();
    inputs += 1;
    bytes += input.length;
    const start = performance.now();
    try {
      await target.check(input);
    } catch (error) {
      return { inputs, bytes, slowest, failure: { input: await minimise(target, input), error } };
    }
    if (input.length >= 1024)
      slowest = Math.max(slowest, ((performance.now() - start) * 1000) / input.length);
  }
  return { inputs, bytes, slowest, failure: undefined };
}

async function fails(target: Target, input: Buffer): Promise<boolean> {
  try {
    await target.check(input);
    return false;
  } catch {
    return true;
  }
}

/** Cuts away what the failure does not need, in halves down to single bytes. */
async function minimise(target: Target, input: Buffer): Promise<Buffer> {
  let small = input;
  for (let size = small.length >> 1; size >= 1; size >>= 1) {
    for (let at = 0; at + size <= small.length;) {
      const shorter = Buffer.concat([small.subarray(0, at), small.subarray(at + size)]);
      if (await fails(target, shorter)) small = shorter;
      else at += size;
    }
  }
  return small;
}
