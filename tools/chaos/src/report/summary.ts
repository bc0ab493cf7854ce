import type { ChaosResult, FaultRecord } from '../result.js';

/** What is to be said of all faults of a kind. Seconds and records a second. */
export interface KindSummary {
  readonly kind: string;
  readonly title: string;
  readonly count: number;
  readonly recovery: { readonly p50: number; readonly p99: number; readonly max: number };
  /** Median rate at the sink while such a fault lasted. */
  readonly sinkRate: number;
}

/** The value below which `share` of the values lie, by nearest rank. */
export function quantile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] ?? Number.NaN;
}

/** One row a kind, in the order of their names. A service that did not recover counts as never. */
export function summarize({ faults }: Pick<ChaosResult, 'faults'>): KindSummary[] {
  const kinds = groupByKind(faults);
  return [...kinds]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([kind, records]) => summarizeKind(kind, records));
}

function summarizeKind(kind: string, records: readonly FaultRecord[]): KindSummary {
  const times = records.map(({ recoverySeconds }) => recoverySeconds ?? Infinity);
  const recovery = { p50: quantile(times, 0.5), p99: quantile(times, 0.99), max: Math.max(...times) };
  const rates = records.map(({ sinkRate }) => sinkRate);
  const [{ title } = { title: kind }] = records;
  return { kind, title, count: records.length, recovery, sinkRate: quantile(rates, 0.5) };
}

function groupByKind(faults: readonly FaultRecord[]): Map<string, FaultRecord[]> {
  const kinds = new Map<string, FaultRecord[]>();
  for (const fault of faults) {
    const same = kinds.get(fault.kind);
    if (same === undefined) kinds.set(fault.kind, [fault]);
    else same.push(fault);
  }
  return kinds;
}
