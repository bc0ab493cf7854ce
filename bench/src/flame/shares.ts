import { summarise } from '@scrubjay/measure';
import type { Flame } from './fold.js';
import { parts, type Part } from './parts.js';

/** The own time of a part, in per cent of all; median, least and most of the rounds. */
export interface PartShare {
  readonly part: Part;
  readonly median: number;
  readonly min: number;
  readonly max: number;
  /** The files in which it was spent, or from which native code was called, with their shares; the greatest first. */
  readonly files: readonly { readonly file: string; readonly percent: number }[];
}

function eachFlame(flame: Flame, visit: (flame: Flame) => void): void {
  visit(flame);
  for (const child of flame.children) eachFlame(child, visit);
}

function selfByPart(root: Flame): ReadonlyMap<Part, number> {
  const times = new Map<Part, number>();
  eachFlame(root, ({ part, selfMs }) => times.set(part, (times.get(part) ?? 0) + selfMs));
  return times;
}

function filesOf(root: Flame, wanted: Part): PartShare['files'] {
  const times = new Map<string, number>();
  eachFlame(root, ({ part, file, selfMs }) => {
    if (part === wanted && file !== '') times.set(file, (times.get(file) ?? 0) + selfMs);
  });
  return [...times]
    .map(([file, ms]) => ({ file, percent: (ms / root.totalMs) * 100 }))
    .sort((a, b) => b.percent - a.percent);
}

/** Own time by part, in the parts' order. `all` is the graph of all `rounds` together. */
export function sharesOf(all: Flame, rounds: readonly Flame[]): PartShare[] {
  const byRound = rounds.map((round) => ({ times: selfByPart(round), totalMs: round.totalMs }));
  return parts.map((part) => {
    const samples = byRound.map(({ times, totalMs }) => ((times.get(part) ?? 0) / totalMs) * 100);
    const { median, min, max } = summarise(samples);
    return { part, median, min, max, files: filesOf(all, part) };
  });
}
