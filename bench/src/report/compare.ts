import type { Figure, Report } from './model.js';

/** The least runs on both sides from which their spread says what is noise. */
const leastRuns = 5;
/** A difference below this is never called one, however little the runs differ. Per cent. */
const leastChange = 2;

export type Verdict = 'better' | 'worse' | 'changed' | 'within noise' | 'too few runs';

export interface Comparison {
  readonly id: string;
  readonly before: Figure;
  readonly after: Figure;
  /** Of the medians, in per cent of the first. */
  readonly change: number;
  readonly verdict: Verdict;
}

export interface Comparisons {
  readonly both: readonly Comparison[];
  /** Ids that only one side has. */
  readonly onlyBefore: readonly string[];
  readonly onlyAfter: readonly string[];
}

function verdictOf(before: Figure, after: Figure, change: number): Verdict {
  if (Math.min(before.samples.length, after.samples.length) < leastRuns) return 'too few runs';
  const isApart = after.min > before.max || after.max < before.min;
  if (!isApart || Math.abs(change) < leastChange) return 'within noise';
  if (before.better === 'neither') return 'changed';
  return change > 0 === (before.better === 'more') ? 'better' : 'worse';
}

function compareFigures(before: Figure, after: Figure): Comparison {
  const change = before.median === after.median ? 0 : (after.median / before.median - 1) * 100;
  return { id: before.id, before, after, change, verdict: verdictOf(before, after, change) };
}

const byId = (reports: readonly Report[]): Map<string, Figure> =>
  new Map(reports.flatMap(({ figures }) => figures.map((one) => [one.id, one])));

/**
 * Compares what two runs have in common. A difference is beyond noise where no run of one side reaches any run of the
 * other: with five runs each, chance does that once in 126 comparisons.
 */
export function compareReports(before: readonly Report[], after: readonly Report[]): Comparisons {
  const [left, right] = [byId(before), byId(after)];
  const both = [...left.values()].flatMap((one) => {
    const other = right.get(one.id);
    return other === undefined ? [] : [compareFigures(one, other)];
  });
  return {
    both,
    onlyBefore: [...left.keys()].filter((id) => !right.has(id)),
    onlyAfter: [...right.keys()].filter((id) => !left.has(id)),
  };
}

/**
 * What got worse by more than `percent`. Noise is none of it; figures with too few runs to tell count as they are.
 */
export function regressionsOf({ both }: Comparisons, percent: number): Comparison[] {
  return both.filter(({ before, change, verdict }) => {
    const isWorse = before.better !== 'neither' && change > 0 !== (before.better === 'more');
    return isWorse && verdict !== 'within noise' && Math.abs(change) > percent;
  });
}
