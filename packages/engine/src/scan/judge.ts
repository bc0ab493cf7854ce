import { isAllowedBy } from '../compile/allow-check.js';
import { occursAround, type Candidate } from './counts.js';
import type { RecordScan } from './record-scan.js';

/** How far a word of the context moves the confidence, and how high it can lift it. */
const contextStep = 0.35;
const highest = 0.99;

/**
 * What becomes of a raw finding before overlaps are settled. `replaced`: it lies in what an earlier redaction wrote,
 * or goes by a field name that it wrote.
 * `doubtful`: its confidence is below the policy's threshold. `allowed`: the policy lets the value stand.
 */
export const verdicts = ['counts', 'replaced', 'doubtful', 'allowed'] as const;
export type Verdict = (typeof verdicts)[number];

/** Sums of tenths are not exact, and 0.85 - 0.35 must reach 0.5. */
function round(confidence: number): number {
  return Math.round(confidence * 1000) / 1000;
}

/** How sure a finding is, 0 to 1: its detector's confidence, moved by the words near it; `raise` outweighs `lower`. */
export function confidenceOf(scan: RecordScan, candidate: Candidate): number {
  const { confidence, context } = candidate.detector;
  if (context === undefined) return confidence;
  const { raise, lower, any, within } = context;
  if (!occursAround(scan, candidate, any, within)) return confidence;
  if (occursAround(scan, candidate, raise, within))
    return Math.max(confidence, round(Math.min(highest, confidence + contextStep)));
  return occursAround(scan, candidate, lower, within)
    ? round(Math.max(0, confidence - contextStep))
    : confidence;
}

/**
 * What becomes of a candidate that its detector's checks accept. Refused ones are kept apart rather than searched past:
 * the next match could only be a part of the same value, which the policy did not speak of.
 */
export function judge(scan: RecordScan, candidate: Candidate, confidence: number): Verdict {
  const { detector, start, end } = candidate;
  if (scan.replaced.covers(scan, start, end, detector.tokens)) return 'replaced';
  if (scan.replaced.leadsToOwn(scan, end, detector.mask)) return 'replaced';
  if (candidate.byKey && scan.replaced.namesField(scan, start, detector.tokens)) return 'replaced';
  if (confidence < detector.detector.threshold) return 'doubtful';
  const { text, from, to } = candidate;
  return isAllowedBy(detector.allow, text, from, to) ? 'allowed' : 'counts';
}
