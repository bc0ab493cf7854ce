import type { FrameBytes } from '@scrubjay/engine';
import type { LoopTimes } from './probe.js';

/** What the process that is watched is told, once. */
export interface LoopOrder {
  readonly policy: string;
  readonly rulesDir: string | undefined;
  readonly frames: readonly FrameBytes[];
  /** Counts of workers, each watched in every round; 0 watches a loop with nothing to do. */
  readonly workers: readonly number[];
  readonly rounds: number;
  /** How long a loop is watched. Milliseconds. */
  readonly watchMs: number;
}

/** One watch of one count of workers. */
export interface LoopRound extends LoopTimes {
  readonly workers: number;
  readonly mbPerSecond: number;
}

/** What it answers, once. */
export interface LoopAnswer {
  readonly rounds: readonly LoopRound[];
}
