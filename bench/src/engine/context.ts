import type { RuleSources } from '@scrubjay/boot';
import type { Ruleset } from '@scrubjay/engine';
import type { Corpus, RoundOptions } from '@scrubjay/measure';
import type { Figure, Plot } from '../report/index.js';

/** What every group measures with. */
export interface BenchContext {
  readonly policy: string;
  /** Folder of packs and policies; undefined for those that ship with Scrubjay. */
  readonly rulesDir: string | undefined;
  readonly sources: RuleSources;
  readonly ruleset: Ruleset;
  readonly corpora: readonly Corpus[];
  readonly options: RoundOptions;
  /** How much data is generated for one figure. Bytes. */
  readonly bytes: number;
  /** How much of it the slow baselines get. Bytes. */
  readonly sampleBytes: number;
  readonly seed: number;
  /** How long an event loop is watched in a round. Milliseconds. */
  readonly loopMs: number;
  /** Counts of rules, ascending. */
  readonly ruleSizes: readonly number[];
  /** Bytes of a record, ascending. */
  readonly recordSizes: readonly number[];
}

export interface GroupResult {
  readonly figures: readonly Figure[];
  readonly plots: readonly Plot[];
}

/** Figures that belong together, measured by one function. */
export interface Group {
  readonly name: string;
  readonly title: string;
  measure(context: BenchContext): Promise<GroupResult>;
}
