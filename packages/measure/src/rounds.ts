import { GcWatch } from './gc-watch.js';

/** Work that is measured: one call does all of it once. */
export interface Task {
  readonly name: string;
  run(): void;
}

export interface RoundOptions {
  /** Measured runs of each task. */
  readonly rounds: number;
  /** A run repeats its task until it took about so long, so that the clock and the scheduler do not count. Milliseconds. */
  readonly leastMs: number;
}

export interface TaskTimes {
  /** Milliseconds of one pass over the task, for each round. */
  readonly ms: readonly number[];
  /** The share of all its rounds in which the garbage collector ran. Per cent. */
  readonly gcPercent: number;
}

interface Planned {
  readonly task: Task;
  readonly passes: number;
  readonly ms: number[];
  gcMs: number;
}

function timePasses(task: Task, passes: number): number {
  const start = process.hrtime.bigint();
  for (let pass = 0; pass < passes; pass += 1) task.run();
  return Number(process.hrtime.bigint() - start) / 1e6 / passes;
}

/** Repeats a task until it no longer is new to the compiler, and plans how often a round repeats it. */
function warmUp(task: Task, leastMs: number): Planned {
  let ms = timePasses(task, 1);
  for (let spent = ms; spent < leastMs; spent += ms) ms = timePasses(task, 1);
  return { task, passes: Math.max(1, Math.ceil(leastMs / Math.max(ms, 1e-3))), ms: [], gcMs: 0 };
}

/**
 * Measures tasks in turn, round after round, so that what else the machine does meets all of them alike. Each is warmed up
 * first. The garbage of one is collected before the next where Node was started with --expose-gc.
 */
export async function measureRounds(
  tasks: readonly Task[],
  { rounds, leastMs }: RoundOptions,
): Promise<readonly TaskTimes[]> {
  const planned = tasks.map((task) => warmUp(task, leastMs));
  const watch = new GcWatch();
  try {
    for (let round = 0; round < rounds; round += 1) {
      for (const one of planned) {
        globalThis.gc?.();
        await watch.take();
        one.ms.push(timePasses(one.task, one.passes));
        one.gcMs += await watch.take();
      }
    }
  } finally {
    watch.close();
  }
  return planned.map(({ ms, gcMs, passes }) => {
    const total = ms.reduce((sum, one) => sum + one, 0) * passes;
    return { ms, gcPercent: (gcMs / total) * 100 };
  });
}
