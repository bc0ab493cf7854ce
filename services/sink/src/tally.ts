import type { FrameInput } from '@scrubjay/frame';

/** Where records came from: an application's topic or file, and which part of it. */
export interface SourceRange {
  readonly stream: string;
  readonly partition: number;
  readonly firstOffset: number;
  readonly lastOffset: number;
  readonly records: number;
}

export interface FindingTotal {
  readonly detector: string;
  readonly action: string;
  readonly count: number;
}

/** What one ruleset did to the frames of a flush. */
export interface RulesetTotal {
  /** Empty where a frame says none. */
  readonly fingerprint: string;
  readonly records: number;
  readonly findings: readonly FindingTotal[];
}

/** What the frames of a flush say of themselves, added up; for the manifest. */
export interface Tally {
  readonly kind: 'tally';
  readonly sources: readonly SourceRange[];
  readonly rulesets: readonly RulesetTotal[];
}

/** Sums in a fixed order, so that the same frames give the same tally. */
export function tallyOf(messages: readonly FrameInput[]): Tally {
  return { kind: 'tally', sources: sourcesOf(messages), rulesets: rulesetsOf(messages) };
}

function sourcesOf(messages: readonly FrameInput[]): readonly SourceRange[] {
  const ranges = new Map<string, SourceRange>();
  for (const { frame } of messages) {
    const { stream, partition, offsets } = frame;
    const name = `${stream}\n${partition}`;
    const known = ranges.get(name);
    const [first = 0, last = 0] = [offsets[0], offsets.at(-1)];
    ranges.set(name, {
      stream,
      partition,
      firstOffset: Math.min(known?.firstOffset ?? first, first),
      lastOffset: Math.max(known?.lastOffset ?? last, last),
      records: (known?.records ?? 0) + offsets.length,
    });
  }
  return inOrder(ranges);
}

function rulesetsOf(messages: readonly FrameInput[]): readonly RulesetTotal[] {
  const rulesets = new Map<string, { records: number; findings: Map<string, FindingTotal> }>();
  for (const { frame } of messages) {
    const known = rulesets.get(frame.rulesetFingerprint) ?? {
      records: 0,
      findings: new Map<string, FindingTotal>(),
    };
    rulesets.set(frame.rulesetFingerprint, known);
    known.records += frame.lengths.length;
    for (const { detector, action, count } of frame.findings) {
      const name = `${detector}\n${action}`;
      const before = known.findings.get(name)?.count ?? 0;
      known.findings.set(name, { detector, action, count: before + count });
    }
  }
  const totals = [...rulesets].map(
    ([fingerprint, { records, findings }]) =>
      [fingerprint, { fingerprint, records, findings: inOrder(findings) }] as const,
  );
  return inOrder(new Map(totals));
}

function inOrder<T>(named: ReadonlyMap<string, T>): readonly T[] {
  return [...named].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, value]) => value);
}
