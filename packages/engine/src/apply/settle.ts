import type { DetectorProgram } from '../compile/ruleset.js';
import { compareValues, type DecodedValue, type RawFinding } from '../scan/raw-finding.js';
import type { RawFindings } from '../scan/raw-findings.js';
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

type Reused = { -readonly [Field in keyof SettledFinding]: SettledFinding[Field] };

/** Less than 0 if `a` names a cluster rather than `b`. */
function compareNaming(a: RawFinding, b: RawFinding): number {
  return (
    b.end - b.start - (a.end - a.start) ||
    severities.indexOf(b.detector.detector.severity) - severities.indexOf(a.detector.detector.severity) ||
    Number(b.byKey) - Number(a.byKey) ||
    a.detector.index - b.detector.index ||
    a.start - b.start ||
    compareValues(a, b)
  );
}

function comparePlaces(a: RawFinding, b: RawFinding): number {
  return a.start - b.start || b.end - a.end;
}

/** Up to so many findings are sorted one by one, for nearly all are in their place. */
const few = 32;

/** Sorts the first `count` of a list by place; what stands in one place keeps its order. */
function sortByPlace(list: RawFinding[], count: number): void {
  if (count > few) {
    const sorted = list.slice(0, count).sort(comparePlaces);
    for (let at = 0; at < count; at += 1) list[at] = sorted[at] as RawFinding;
    return;
  }
  for (let at = 1; at < count; at += 1) {
    const finding = list[at] as RawFinding;
    let to = at;
    for (; to > 0 && comparePlaces(list[to - 1] as RawFinding, finding) > 0; to -= 1)
      list[to] = list[to - 1] as RawFinding;
    list[to] = finding;
  }
}

/**
 * What is done to the findings of one record: its objects serve record after record.
 *
 * The rule for overlaps. Findings of one unit that overlap, directly or through others, become one finding over the
 * union of their spans. The longest names it, then the higher severity, then a finding by field name, then the order
 * of the ruleset. Its action is the strictest of all: discard, drop, mask, seal, pseudonymize, generalize, partial. It
 * is masked whole where the namer does not cover the union (pseudonymize), or the spans or what is left differ
 * (generalize, partial), so that no byte of any finding survives. Units never share a byte, so comparing spans is enough
 * to keep them apart. Findings that do not count take no part: what a policy allows one detector never weakens another's.
 */
export class Settlement {
  count = 0;
  readonly #settled: Reused[] = [];
  /** Those that count, by place. */
  readonly #counting: RawFinding[] = [];

  /** In order of place, apart from each other. */
  at(index: number): SettledFinding {
    return this.#settled[index] as Reused;
  }

  all(): SettledFinding[] {
    return this.#settled.slice(0, this.count);
  }

  settle(findings: RawFindings): void {
    this.count = 0;
    const counting = this.#gather(findings);
    let from = 0;
    let end = 0;
    for (let at = 0; at < counting; at += 1) {
      const finding = this.#counting[at] as RawFinding;
      if (at > from && finding.start >= end) {
        this.#settleRange(from, at);
        from = at;
      }
      end = Math.max(end, finding.end);
    }
    if (from < counting) this.#settleRange(from, counting);
  }

  /** How many count. */
  #gather(findings: RawFindings): number {
    const counting = this.#counting;
    let count = 0;
    let isSorted = true;
    for (let at = 0; at < findings.count; at += 1) {
      const finding = findings.at(at);
      if (finding.verdict !== 'counts') continue;
      if (count > 0 && comparePlaces(counting[count - 1] as RawFinding, finding) > 0) isSorted = false;
      counting[count] = finding;
      count += 1;
    }
    if (!isSorted) sortByPlace(counting, count);
    return count;
  }

  /** Settles findings that overlap; what its detector does is done to one that overlaps no other. */
  #settleRange(from: number, to: number): void {
    let winner = this.#counting[from] as RawFinding;
    for (let at = from + 1; at < to; at += 1) {
      const finding = this.#counting[at] as RawFinding;
      if (compareNaming(finding, winner) < 0) winner = finding;
    }
    const settled = this.#add(winner);
    if (to - from > 1) this.#widen(settled, winner, from, to);
  }

  #add({ start, end, detector, confidence, token, scope, value }: RawFinding): Reused {
    const { action, keepLast, generalizeAs } = detector.detector;
    let settled = this.#settled[this.count];
    if (settled === undefined) {
      settled = { start, end, detector, action, keepLast, generalizeAs, confidence, token, scope, value };
      this.#settled.push(settled);
    } else {
      settled.start = start;
      settled.end = end;
      settled.detector = detector;
      settled.action = action;
      settled.keepLast = keepLast;
      settled.generalizeAs = generalizeAs;
      settled.confidence = confidence;
      settled.token = token;
      settled.scope = scope;
      settled.value = value;
    }
    this.count += 1;
    return settled;
  }

  /** Makes what stands for the winner of a cluster stand for all of it. */
  #widen(settled: Reused, winner: RawFinding, from: number, to: number): void {
    let { start, end } = winner;
    let action: Action = 'partial';
    let keepLast = Number.POSITIVE_INFINITY;
    let isOneSpan = true;
    let isOneKind = true;
    let generalizeAs: Generalization | undefined;
    let dropScope = Number.POSITIVE_INFINITY;
    for (let at = from; at < to; at += 1) {
      const finding = this.#counting[at] as RawFinding;
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
    settled.start = start;
    settled.end = end;
    settled.action = action;
    settled.keepLast = keepLast;
    settled.generalizeAs = generalizeAs;
    settled.scope = Math.min(dropScope, winner.scope);
  }
}

/** The settled findings as objects of their own. */
export function settleFindings(findings: RawFindings): SettledFinding[] {
  const settlement = new Settlement();
  settlement.settle(findings);
  return settlement.all();
}
