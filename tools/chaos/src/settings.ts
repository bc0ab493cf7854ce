import type { densities } from './plan.js';

/** What a run is asked for. */
export interface Settings {
  readonly seed: number;
  /** The run begins no new round after so long, or after so many faults. */
  readonly minutes: number;
  readonly faults: number;
  /** Records at most; the application ends its work early where there are no more. */
  readonly records: number;
  /** Records a second that the application writes. */
  readonly perSecond: number;
  /** Kinds of faults to draw from; all where it is empty. */
  readonly only: readonly string[];
  readonly brokers: number;
  readonly density: keyof typeof densities;
  /** Longest that a service may take to consume again. */
  readonly recoveryLimitMs: number;
}
