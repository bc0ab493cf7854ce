import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import type { RuleSources } from '@scrubjay/boot';
import type { FrameBytes } from '@scrubjay/engine';

/** What a cold-start worker is born with. */
export interface ColdStartData {
  readonly rules: RuleSources;
  readonly frame: FrameBytes;
}

/** Milliseconds, in a thread in which nothing ran before. */
export interface ColdStart {
  /** Compiling the rules; reading them and loading the program are not counted. */
  readonly compileMs: number;
  /** Redacting the first frame. */
  readonly firstFrameMs: number;
  /** The second of the same frame. */
  readonly secondFrameMs: number;
}

// From the sources too: a thread has no loader for TypeScript.
const workerFile = new URL('../dist/cold-start-worker.js', import.meta.url);

/** Starts `runs` threads one after another; each compiles the rules and redacts a frame twice. */
export async function measureColdStart(
  rules: RuleSources,
  frame: FrameBytes,
  runs: number,
): Promise<readonly ColdStart[]> {
  const workerData: ColdStartData = { rules, frame };
  const starts: ColdStart[] = [];
  for (let run = 0; run < runs; run += 1) {
    const worker = new Worker(workerFile, { workerData });
    const [start] = (await once(worker, 'message')) as [ColdStart];
    await worker.terminate();
    starts.push(start);
  }
  return starts;
}
