import {
  compareFindings,
  defaultLimits,
  detectRecord,
  sniffFormat,
  type DetectResult,
  type EngineFormat,
  type Finding,
  type Ruleset,
} from '@scrubjay/engine';
import type { InputRecord } from '../records-of.js';
import { labelsOf, sampleOf, type Sample } from './scrub-sample.js';

/** What one detector finds under both rulesets. */
export interface DetectorChange {
  readonly detector: string;
  /** Findings under the first and under the second ruleset; undefined where only the differences are known. */
  readonly before?: number;
  readonly after?: number;
  added: number;
  removed: number;
  changed: number;
}

export interface Comparison {
  /** Records that both rulesets were run on. */
  readonly records: number;
  /** Records that only one of both withholds, or both; then their findings are not compared. */
  readonly withheld: { readonly added: number; readonly removed: number; readonly both: number };
  /** Detectors that differ, those with the most differences first. */
  readonly detectors: readonly DetectorChange[];
  readonly samples: readonly Sample[];
}

export interface CompareOptions {
  /** Samples for each detector and kind of change. */
  readonly samples: number;
  /** Default: as each record looks. */
  readonly format?: EngineFormat | undefined;
  readonly onProgress?: (records: number) => void;
}

type Counted = { -readonly [Key in keyof DetectorChange]-?: DetectorChange[Key] };

/** Counts record by record; memory grows with the number of detectors and samples, not with the corpus. */
class Tally {
  records = 0;
  readonly withheld = { added: 0, removed: 0, both: 0 };
  readonly samples: Sample[] = [];
  readonly #detectors = new Map<string, Counted>();
  readonly #labels: ReadonlyMap<string, string>;
  readonly #most: number;

  constructor(a: Ruleset, b: Ruleset, most: number) {
    this.#labels = labelsOf(a.detectors, b.detectors);
    this.#most = most;
  }

  add(bytes: Buffer, before: DetectResult, after: DetectResult): void {
    const index = this.records;
    this.records += 1;
    if ('withheld' in before || 'withheld' in after) {
      const isBoth = 'withheld' in before && 'withheld' in after;
      this.withheld[isBoth ? 'both' : 'withheld' in after ? 'added' : 'removed'] += 1;
      return;
    }
    this.#count(before.findings, 'before');
    this.#count(after.findings, 'after');
    const record = { index, bytes, before: before.findings, after: after.findings, labels: this.#labels };
    for (const difference of compareFindings(before.findings, after.findings)) {
      const entry = this.#entry(difference.detector);
      entry[difference.change] += 1;
      if (entry[difference.change] <= this.#most) this.samples.push(sampleOf(record, difference));
    }
  }

  toComparison(): Comparison {
    const total = ({ added, removed, changed }: DetectorChange): number => added + removed + changed;
    const detectors = [...this.#detectors.values()]
      .filter((entry) => total(entry) > 0)
      .sort((a, b) => total(b) - total(a) || (a.detector < b.detector ? -1 : 1));
    const rank = new Map(detectors.map(({ detector }, index) => [detector, index]));
    const samples = [...this.samples].sort(
      (a, b) => (rank.get(a.detector) ?? 0) - (rank.get(b.detector) ?? 0),
    );
    return { records: this.records, withheld: this.withheld, detectors, samples };
  }

  #count(findings: readonly Finding[], side: 'before' | 'after'): void {
    for (const { detector } of findings) this.#entry(detector)[side] += 1;
  }

  #entry(detector: string): Counted {
    const known = this.#detectors.get(detector);
    if (known !== undefined) return known;
    const entry = { detector, before: 0, after: 0, added: 0, removed: 0, changed: 0 };
    this.#detectors.set(detector, entry);
    return entry;
  }
}

/** Runs two rulesets over the same records, one after another, and tells where they differ. */
export async function compareCorpus(
  a: Ruleset,
  b: Ruleset,
  records: AsyncIterable<InputRecord>,
  { samples, format, onProgress }: CompareOptions,
): Promise<Comparison> {
  const tally = new Tally(a, b, samples);
  for await (const { bytes, isOversized } of records) {
    if (bytes.length === 0) continue;
    const asWritten = format ?? sniffFormat(bytes);
    const detect = (ruleset: Ruleset): DetectResult =>
      isOversized ? { withheld: 'too_large' } : detectRecord(ruleset, bytes, asWritten, defaultLimits);
    tally.add(bytes, detect(a), detect(b));
    if (tally.records % 1000 === 0) onProgress?.(tally.records);
  }
  return tally.toComparison();
}
