import type { FrameBytes } from '@scrubjay/engine';
import { totalsOf } from './frames.js';
import { measureRounds, type RoundOptions, type Task } from './rounds.js';

/** A task and the frames that one pass of it works through. */
export interface Work {
  readonly task: Task & { readonly findings?: number };
  readonly frames: readonly FrameBytes[];
}

/** How fast a task went. */
export interface Speed {
  readonly name: string;
  /** Of one pass. */
  readonly bytes: number;
  readonly records: number;
  readonly findings: number | undefined;
  /** 10^6 bytes per second, for each round. */
  readonly mbPerSecond: readonly number[];
  /** Share of the time in which the garbage collector ran. Per cent. */
  readonly gcPercent: number;
}

/** Measures tasks in turn (see `measureRounds`). The speeds come in the order of the tasks. */
export async function measureSpeeds(
  works: readonly Work[],
  options: RoundOptions,
): Promise<readonly Speed[]> {
  const times = await measureRounds(
    works.map(({ task }) => task),
    options,
  );
  return works.map(({ task, frames }, at) => {
    const { ms = [], gcPercent = 0 } = times[at] ?? {};
    const { bytes, records } = totalsOf(frames);
    const mbPerSecond = ms.map((one) => bytes / 1000 / one);
    return { name: task.name, bytes, records, findings: task.findings, mbPerSecond, gcPercent };
  });
}

const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);

/** One speed over the data of several that were measured in the same rounds. */
export function joinSpeeds(name: string, speeds: readonly Speed[]): Speed {
  const bytes = sum(speeds.map((speed) => speed.bytes));
  const msOf = speeds.map((speed) => speed.mbPerSecond.map((one) => speed.bytes / 1000 / one));
  const gcMs = speeds.map(({ gcPercent }, at) => (gcPercent / 100) * sum(msOf[at] ?? []));
  return {
    name,
    bytes,
    records: sum(speeds.map(({ records }) => records)),
    findings: sum(speeds.map(({ findings = 0 }) => findings)),
    mbPerSecond: (msOf[0] ?? []).map((_, round) => bytes / 1000 / sum(msOf.map((ms) => ms[round] ?? NaN))),
    gcPercent: (sum(gcMs) / sum(msOf.map(sum))) * 100,
  };
}

/** How many times as fast as `other` a task was, for each round. */
export function ratiosOf(speed: Speed, other: Speed): number[] {
  return speed.mbPerSecond.map((value, round) => value / (other.mbPerSecond[round] ?? NaN));
}
