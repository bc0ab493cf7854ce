import type { Profiler } from 'node:inspector';

/** The part of a profile whose samples were taken in [`startUs`, `endUs`), microseconds since it began. */
export function cutProfile(
  { samples = [], timeDeltas = [], ...profile }: Profiler.Profile,
  startUs: number,
  endUs: number,
): Profiler.Profile {
  let time = 0;
  const wanted = samples.flatMap((id, at) => {
    const delta = timeDeltas[at] ?? 0;
    time += delta;
    return time >= startUs && time < endUs ? [{ id, delta }] : [];
  });
  return {
    ...profile,
    samples: wanted.map(({ id }) => id),
    timeDeltas: wanted.map(({ delta }) => delta),
    startTime: profile.startTime + startUs,
    endTime: profile.startTime + endUs,
  };
}
