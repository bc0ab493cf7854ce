import type { Category, Finding } from '@scrubjay/engine';
import type { Label, LabelledLine, Span } from './pieces.js';

/** What counts of a finding here. */
export type Found = Pick<Finding, 'detector' | 'category' | 'start' | 'end'>;

/** What became of a label: `strict`: one finding has exactly its bytes; `partial`: at least half of them are covered. */
export interface LabelOutcome {
  readonly label: Label;
  readonly strict: boolean;
  readonly partial: boolean;
  /** Bytes that no finding of any category covers: these would leak. */
  readonly leakedBytes: number;
  /** The detector that covers most of the label. */
  readonly detector: string | undefined;
  /** At least half covered, but under another category. */
  readonly wrongCategory: boolean;
}

/** What a finding was worth: `ignored` lies on optional text alone. */
export interface FindingOutcome {
  readonly finding: Found;
  readonly strict: boolean;
  readonly partial: boolean;
  readonly ignored: boolean;
  /** The label it overlaps most. */
  readonly label: Label | undefined;
}

export interface LineOutcome {
  readonly line: LabelledLine;
  readonly labels: readonly LabelOutcome[];
  readonly findings: readonly FindingOutcome[];
}

const overlap = (a: Span, b: Span): number =>
  Math.max(0, Math.min(a.end, b.end) - Math.max(a.start, b.start));
const fits = (label: Label, category: Category): boolean =>
  label.category === undefined || label.category === category;
const lengthOf = ({ start, end }: Span): number => end - start;

/** Bytes of `place` that lie in any of `spans`; spans of findings never overlap one another. */
function covered(place: Span, spans: readonly Span[]): number {
  return spans.reduce((sum, span) => sum + overlap(place, span), 0);
}

function best<T extends Span>(place: Span, spans: readonly T[]): T | undefined {
  const touching = spans.filter((span) => overlap(place, span) > 0);
  return touching.sort((a, b) => overlap(place, b) - overlap(place, a))[0];
}

/** A finding has exactly the label's bytes, give or take optional ones beside it. */
function isExact(finding: Span, label: Label, optional: readonly Span[]): boolean {
  if (finding.start > label.start || finding.end < label.end) return false;
  return lengthOf(finding) - lengthOf(label) === covered({ ...finding }, optional);
}

function judgeLabel(label: Label, line: LabelledLine, findings: readonly Found[]): LabelOutcome {
  const right = findings.filter(({ category }) => fits(label, category));
  const half = lengthOf(label) / 2;
  const partial = covered(label, right) >= half;
  return {
    label,
    strict: right.some((finding) => isExact(finding, label, line.optional)),
    partial,
    leakedBytes: lengthOf(label) - covered(label, findings),
    detector: best(label, findings)?.detector,
    wrongCategory: !partial && covered(label, findings) >= half,
  };
}

function judgeFinding(finding: Found, line: LabelledLine): FindingOutcome {
  const right = line.labels.filter((label) => fits(label, finding.category));
  return {
    finding,
    strict: right.some((label) => isExact(finding, label, line.optional)),
    partial: covered(finding, right) > 0,
    ignored: covered(finding, line.labels) === 0 && covered(finding, line.optional) > 0,
    label: best(finding, line.labels),
  };
}

/** Holds the findings of a line against its labels. */
export function judge(line: LabelledLine, findings: readonly Found[]): LineOutcome {
  return {
    line,
    labels: line.labels.map((label) => judgeLabel(label, line, findings)),
    findings: findings.map((finding) => judgeFinding(finding, line)),
  };
}
