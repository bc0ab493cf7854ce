import type { DetectorProgram } from '../compile/ruleset.js';

/** What one detector found in one unit, before overlaps are settled. Offsets count bytes of the scanned buffer. */
export interface RawFinding {
  readonly start: number;
  readonly end: number;
  readonly detector: DetectorProgram;
  /** Found by field name, not by pattern. */
  readonly byKey: boolean;
  /** Token of the unit in a JSON record, -1 in a text. */
  readonly token: number;
  /** Token of the value that `drop` removes: the named field's own, however deep below it the finding lies. */
  readonly scope: number;
}
