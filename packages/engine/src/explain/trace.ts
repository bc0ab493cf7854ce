import type { Candidate } from '../scan/counts.js';
import type { RawFinding } from '../scan/raw-finding.js';

/** The check of its own detector that a candidate failed: no keyword near it, or the validator of that place. */
export type RefusedBy = 'keywords' | number;

/** Told of everything that a scan weighs. A candidate is used again for the next: copy what is to be kept. */
export interface ScanTrace {
  onRefused(candidate: Candidate, by: RefusedBy): void;
  /** Passed its detector's checks and was judged, whatever the verdict. */
  onJudged(candidate: Candidate, finding: RawFinding): void;
}
