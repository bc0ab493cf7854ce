import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import type { RuleSources } from '@scrubjay/boot';
import type { FrameBytes } from '@scrubjay/engine';
import type { RoundOptions } from './rounds.js';

/** What a worker is born with. */
export interface ThreadData {
  /** Each thread compiles them for itself. */
  readonly rules: RuleSources;
  readonly frames: readonly FrameBytes[];
  /** One 32-bit counter that all threads share: the next frame to be taken. */
  readonly next: SharedArrayBuffer;
}

/** Asks a worker to take frames until the counter reaches `frames`. */
export interface ThreadOrder {
  readonly frames: number;
}

export interface ThreadTimes {
  readonly threads: number;
  /** Milliseconds of one pass over all frames, for each round. */
  readonly ms: readonly number[];
}

// From the sources too: a thread has no loader for TypeScript.
const workerFile = new URL('../dist/thread-worker.js', import.meta.url);

/** Runs the engine in worker threads that take frames in turn, each when it is free. */
class ThreadPool {
  readonly #next = new SharedArrayBuffer(4);
  readonly #workers: readonly Worker[];
  readonly #frameCount: number;

  constructor(size: number, rules: RuleSources, frames: readonly FrameBytes[]) {
    this.#frameCount = frames.length;
    const workerData: ThreadData = { rules, frames, next: this.#next };
    this.#workers = Array.from({ length: size }, () => new Worker(workerFile, { workerData }));
  }

  /** Waits until every thread has its rules. */
  async ready(): Promise<void> {
    await Promise.all(this.#workers.map((worker) => once(worker, 'message')));
  }

  /** Milliseconds of a pass with so many threads. */
  async time(threads: number, passes: number): Promise<number> {
    Atomics.store(new Int32Array(this.#next), 0, 0);
    const order: ThreadOrder = { frames: passes * this.#frameCount };
    const workers = this.#workers.slice(0, threads);
    const start = process.hrtime.bigint();
    const done = workers.map((worker) => once(worker, 'message'));
    for (const worker of workers) worker.postMessage(order);
    await Promise.all(done);
    return Number(process.hrtime.bigint() - start) / 1e6 / passes;
  }

  async close(): Promise<void> {
    await Promise.all(this.#workers.map((worker) => worker.terminate()));
  }
}

/** Measures the engine with one thread, two and so on, in turn. Every thread holds its own copy of frames and rules. */
export async function measureThreads(
  most: number,
  rules: RuleSources,
  frames: readonly FrameBytes[],
  { rounds, leastMs }: RoundOptions,
): Promise<readonly ThreadTimes[]> {
  const pool = new ThreadPool(most, rules, frames);
  try {
    await pool.ready();
    // All threads warm up side by side, each with a share: so many passes that each has seen about all frames.
    await pool.time(most, most);
    const ms = await pool.time(1, 1);
    const passes = Math.max(1, Math.ceil(leastMs / ms));
    const times = Array.from({ length: most }, (_, at) => ({ threads: at + 1, ms: [] as number[] }));
    for (let round = 0; round < rounds; round += 1) {
      for (const one of times) one.ms.push(await pool.time(one.threads, passes));
    }
    return times;
  } finally {
    await pool.close();
  }
}
