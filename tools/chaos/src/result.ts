import type { DiskResult } from './disk/full-disk.js';
import type { PlannedFault } from './faults/types.js';
import type { Verdict } from './ledger/check.js';
import type { Settings } from './settings.js';
import type { Standstill } from './stage/standstills.js';
import type { Sample } from './stage/timeline.js';

/** A fault that was carried out. Times are seconds since the begin of the run. */
export interface FaultRecord extends PlannedFault {
  readonly number: number;
  readonly title: string;
  /** Number of the round: faults of one round overlap. */
  readonly round: number;
  readonly struck: readonly string[];
  readonly begun: number;
  readonly healed: number;
  /** From the heal of the round's last fault until every struck service had committed something new. */
  readonly recoverySeconds: number | undefined;
  /** Records a second that the sink took while the fault lasted. */
  readonly sinkRate: number;
  /** What shows that it acted; undefined: nothing does. */
  readonly evidence: string | undefined;
}

export interface ExitRecord {
  readonly instance: string;
  readonly code: number | null;
  readonly second: number;
  /** The fault that explains it, by its number; undefined: none does. */
  readonly explainedBy: number | undefined;
  readonly lines: readonly string[];
}

/** All of a run. */
export interface ChaosResult {
  readonly settings: Settings;
  readonly startedAt: string;
  readonly seconds: number;
  readonly faults: readonly FaultRecord[];
  readonly exits: readonly ExitRecord[];
  /** Exit codes of the last SIGTERM, by instance. */
  readonly ended: Readonly<Record<string, number | null>>;
  readonly samples: readonly Sample[];
  /** The longest of each service and partition while the application wrote. */
  readonly standstills: readonly Standstill[];
  readonly sent: number;
  readonly verdict: Verdict | undefined;
  /** The embedded mode on a full disk; undefined where it was not asked for. */
  readonly disk: DiskResult | undefined;
  /** What the services wrote, process by process. */
  readonly lines: readonly string[];
  /** What makes the run a failure, in words. */
  readonly findings: readonly string[];
}
