import type { Case, Paths } from './case.js';
import { compare, enginePaths } from './compare.js';
import { Shrinker } from './shrink.js';
import type { CaseSource } from './sources.js';

export interface RunOptions {
  /** Number of the first case. */
  readonly seed: number;
  /** Ends after this long; whichever of the bounds comes first. Milliseconds. */
  readonly forMs: number;
  readonly maxCases: number;
  /** What a difference may take to be made small. Milliseconds. */
  readonly shrinkMs?: number;
  readonly paths?: Paths;
  /** Told after every case. */
  readonly onProgress?: (tally: Tally) => void;
}

export interface Tally {
  readonly cases: number;
  readonly bytes: number;
  /** What the reference path found: cases in which nothing is found show little. */
  readonly findings: number;
}

/** A case on which the paths disagree. */
export interface Difference {
  /** Repeats the case: a run with this seed begins with it. */
  readonly seed: number;
  /** What differed as the case was made. */
  readonly message: string;
  readonly small: Case;
  /** What differs once it is made small. */
  readonly smallMessage: string;
}

export interface RunResult extends Tally {
  readonly difference: Difference | undefined;
}

/** What differs, an error being a difference too. */
function messageOf(
  subject: Case,
  paths: Paths,
): { message: string | undefined; bytes: number; findings: number } {
  try {
    const { difference, bytes, findings } = compare(subject, paths);
    return { message: difference, bytes, findings };
  } catch (error) {
    return { message: `thrown: ${String(error)}`, bytes: 0, findings: 0 };
  }
}

/** Holds the fast path to the reference on case after case, until a bound is reached or they disagree. */
export function runEquivalence(source: CaseSource, options: RunOptions): RunResult {
  const { seed, forMs, maxCases, paths = enginePaths, shrinkMs = 60_000 } = options;
  const until = performance.now() + forMs;
  const tally = { cases: 0, bytes: 0, findings: 0 };
  while (tally.cases < maxCases && performance.now() < until) {
    const number = seed + tally.cases;
    const plan = source.planFor(number);
    const subject = source.caseFor(plan, number);
    const { message, bytes, findings } = messageOf(subject, paths);
    tally.cases += 1;
    tally.bytes += bytes;
    tally.findings += findings;
    options.onProgress?.(tally);
    if (message === undefined) continue;
    const shrinker = new Shrinker((other) => messageOf(other, paths).message !== undefined, shrinkMs);
    const small = shrinker.shrink(subject, plan);
    const smallMessage = messageOf(small, paths).message ?? 'nothing: it does not fail twice';
    return { ...tally, difference: { seed: number, message, small, smallMessage } };
  }
  return { ...tally, difference: undefined };
}
