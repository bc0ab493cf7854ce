import type { Sample } from '../stage/timeline.js';

/** Over so many seconds a rate is taken: the sink writes in gusts. */
const windowSeconds = 2;

/** Seconds, and messages a second at that moment. */
export function ratePoints(
  samples: readonly Sample[],
  key: Exclude<keyof Sample, 'second'>,
): [number, number][] {
  let from = 0;
  return samples.flatMap((sample, at): [number, number][] => {
    while (sample.second - (samples[from + 1]?.second ?? sample.second) > windowSeconds) from += 1;
    const before = samples[from];
    if (before === undefined || from === at) return [];
    return [[sample.second, Math.round((sample[key] - before[key]) / (sample.second - before.second))]];
  });
}
