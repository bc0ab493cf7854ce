import type { DetectorProgram } from '../compile/ruleset.js';
import type { Verdict } from './judge.js';

/** A value that does not stand in the record as it is: what it says, decoded. */
export interface DecodedValue {
  /** Its span in the record as written. */
  readonly start: number;
  readonly end: number;
  /** What it says, in the pool of decoded texts or in the record. */
  readonly inPool: boolean;
  readonly textStart: number;
  readonly textEnd: number;
  /** How often the text was decoded, beyond what its token says. */
  readonly depth: number;
  /** It stands in a text within a text: what replaces it must be plain in every one of them. */
  readonly isDeep: boolean;
  /** It runs over a line break that was left out of the text. */
  readonly isJoined: boolean;
}

/**
 * Less than 0 if `a` says better than `b` what the value is: decoded more often, then surer. Where both say it as well, the
 * place of their texts decides, so that the order in which they were found never does.
 */
export function compareValues(a: RawFinding, b: RawFinding): number {
  const place = (value: DecodedValue | undefined, edge: 'textStart' | 'textEnd'): number =>
    value?.[edge] ?? -1;
  return (
    (b.value?.depth ?? -1) - (a.value?.depth ?? -1) ||
    b.confidence - a.confidence ||
    place(a.value, 'textStart') - place(b.value, 'textStart') ||
    place(a.value, 'textEnd') - place(b.value, 'textEnd')
  );
}

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
  /** How sure it is, its context considered. */
  readonly confidence: number;
  /** Undefined where the value stands in the record as it is. */
  readonly value?: DecodedValue | undefined;
  /** Only what `counts` is acted on. */
  readonly verdict: Verdict;
}
