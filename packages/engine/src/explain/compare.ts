import type { Finding } from '../types.js';

/** What becomes of a finding when one ruleset takes the place of another. */
export type FindingChange = 'added' | 'removed' | 'changed';

/** A place in a record on which two rulesets do not agree. */
export interface FindingDifference {
  /** `changed`: the same detector, but another span or action. */
  readonly change: FindingChange;
  readonly detector: string;
  /** What the first ruleset finds there; undefined if `added`. */
  readonly before: Finding | undefined;
  /** What the second ruleset finds there; undefined if `removed`. */
  readonly after: Finding | undefined;
}

function isSame(a: Finding, b: Finding): boolean {
  return a.start === b.start && a.end === b.end && a.action === b.action;
}

/**
 * Compares the settled findings of one record under two rulesets: each list in order of place and without overlaps, as
 * `detectRecord` gives it. Time grows with the sum of both lengths. Where two detectors cover the same bytes, one is
 * removed and the other added.
 */
export function compareFindings(
  before: readonly Finding[],
  after: readonly Finding[],
): readonly FindingDifference[] {
  const differences: FindingDifference[] = [];
  const remove = (finding: Finding): void => {
    differences.push({ change: 'removed', detector: finding.detector, before: finding, after: undefined });
  };
  const add = (finding: Finding): void => {
    differences.push({ change: 'added', detector: finding.detector, before: undefined, after: finding });
  };
  let a = 0;
  let b = 0;
  for (;;) {
    const old = before[a];
    const now = after[b];
    if (old === undefined || now === undefined) break;
    const overlaps = old.start < now.end && now.start < old.end;
    if (overlaps && old.detector === now.detector) {
      if (!isSame(old, now))
        differences.push({ change: 'changed', detector: old.detector, before: old, after: now });
      a += 1;
      b += 1;
    } else if (old.end <= now.end) {
      remove(old);
      a += 1;
    } else {
      add(now);
      b += 1;
    }
  }
  before.slice(a).forEach(remove);
  after.slice(b).forEach(add);
  return differences;
}
