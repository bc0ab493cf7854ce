import type { DetectorProgram } from '../compile/ruleset.js';
import { compareValues, type DecodedValue, type RawFinding } from '../scan/raw-finding.js';
import { actions, severities, type Action, type Generalization } from '../types.js';

/** A finding after overlaps are settled. Offsets count bytes of the scanned buffer. */
export interface SettledFinding {
  readonly start: number;
  readonly end: number;
  /** The detector that names it. */
  readonly detector: DetectorProgram;
  readonly action: Action;
  readonly keepLast: number;
  readonly generalizeAs: Generalization | undefined;
  /** Of the finding that names it. */
  readonly confidence: number;
  readonly token: number;
  readonly scope: number;
  /** What the finding that names it says. */
  readonly value: DecodedValue | undefined;
}

/** Less than 0 if `a` names a cluster rather than `b`. */
function compareNaming(a: RawFinding, b: RawFinding): number {
  const rank = ({ detector }: RawFinding): number => severities.indexOf(detector.detector.severity);
  return (
    b.end - b.start - (a.end - a.start) ||
    rank(b) - rank(a) ||
    Number(b.byKey) - Number(a.byKey) ||
    a.detector.index - b.detector.index ||
    a.start - b.start ||
    compareValues(a, b)
  );
}

function settleCluster(cluster: readonly RawFinding[]): SettledFinding {
  const winner = cluster.reduce((best, finding) => (compareNaming(finding, best) < 0 ? finding : best));
  let { start, end } = winner;
  let action: Action = 'partial';
  let keepLast = Number.POSITIVE_INFINITY;
  let isOneSpan = true;
  let isOneKind = true;
  let generalizeAs: Generalization | undefined;
  let dropScope = Number.POSITIVE_INFINITY;
  for (const finding of cluster) {
    const { detector } = finding.detector;
    start = Math.min(start, finding.start);
    end = Math.max(end, finding.end);
    if (actions.indexOf(detector.action) < actions.indexOf(action)) action = detector.action;
    keepLast = Math.min(keepLast, detector.keepLast);
    isOneSpan &&= finding.start === winner.start && finding.end === winner.end;
    if (detector.action === 'generalize') generalizeAs ??= detector.generalizeAs;
    isOneKind &&= detector.action === 'generalize' && detector.generalizeAs === generalizeAs;
    if (detector.action === 'drop') dropScope = Math.min(dropScope, finding.scope);
  }
  // A pseudonym stands for the winner's value only; what is left readable may be all of a shorter finding.
  if (action === 'pseudonymize' && (start < winner.start || end > winner.end)) action = 'mask';
  if (action === 'partial' && !isOneSpan) action = 'mask';
  // Not beside `partial` either: a second pass would find the coarser value for that detector alone.
  if (action === 'generalize' && !(isOneSpan && isOneKind)) action = 'mask';
  const { detector, confidence, token, value } = winner;
  const scope = Math.min(dropScope, winner.scope);
  return { start, end, detector, action, keepLast, generalizeAs, confidence, token, scope, value };
}

/** A finding that overlaps no other: what its detector does is done to it. */
function settleOne(finding: RawFinding): SettledFinding {
  const { start, end, detector, confidence, token, scope, value } = finding;
  const { action, keepLast, generalizeAs } = detector.detector;
  return { start, end, detector, action, keepLast, generalizeAs, confidence, token, scope, value };
}

function settleRange(findings: readonly RawFinding[], from: number, to: number): SettledFinding {
  return to - from === 1 ? settleOne(findings[from] as RawFinding) : settleCluster(findings.slice(from, to));
}

function comparePlaces(a: RawFinding, b: RawFinding): number {
  return a.start - b.start || b.end - a.end;
}

/**
 * The rule for overlaps. Findings of one unit that overlap, directly or through others, become one finding over the
 * union of their spans. The longest names it, then the higher severity, then a finding by field name, then the order
 * of the ruleset. Its action is the strictest of all: discard, drop, mask, seal, pseudonymize, generalize, partial. It
 * is masked whole where the namer does not cover the union (pseudonymize), or the spans or what is left differ
 * (generalize, partial), so that no byte of any finding survives. Units never share a byte, so comparing spans is enough
 * to keep them apart. Findings that do not count take no part: what a policy allows one detector never weakens another's.
 */
export function settleFindings(all: readonly RawFinding[]): SettledFinding[] {
  const findings: RawFinding[] = [];
  let isSorted = true;
  for (const finding of all) {
    if (finding.verdict !== 'counts') continue;
    const before = findings[findings.length - 1];
    if (before !== undefined && comparePlaces(before, finding) > 0) isSorted = false;
    findings.push(finding);
  }
  if (!isSorted) findings.sort(comparePlaces);
  const settled: SettledFinding[] = [];
  let from = 0;
  let end = 0;
  for (let at = 0; at < findings.length; at += 1) {
    const finding = findings[at] as RawFinding;
    if (at > from && finding.start >= end) {
      settled.push(settleRange(findings, from, at));
      from = at;
    }
    end = Math.max(end, finding.end);
  }
  if (from < findings.length) settled.push(settleRange(findings, from, findings.length));
  return settled;
}
