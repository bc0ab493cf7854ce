import { compareValues, type RawFinding } from './raw-finding.js';

/** The same bytes, found by the same detector in several forms of their text, are one finding: the best of them. */
export class RepeatedFindings {
  /** Places in the list of findings, by begin and end. */
  readonly #places = new Map<number, number[]>();

  reset(): void {
    this.#places.clear();
  }

  /** False if the finding is known; where it is the better one, it takes the other's place. */
  isNew(findings: RawFinding[], finding: RawFinding): boolean {
    const places = this.#places.get(finding.start);
    if (places === undefined) {
      this.#places.set(finding.start, [findings.length]);
      return true;
    }
    for (const place of places) {
      const known = findings[place] as RawFinding;
      if (known.end !== finding.end || known.detector.index !== finding.detector.index) continue;
      if (isBetter(finding, known)) findings[place] = finding;
      return false;
    }
    places.push(findings.length);
    return true;
  }
}

/**
 * What counts; then what says better what the value is; then what was found by its name; then what lies deeper, whose token
 * comes later: never which was found first.
 */
function isBetter(a: RawFinding, b: RawFinding): boolean {
  const counting = Number(b.verdict === 'counts') - Number(a.verdict === 'counts');
  return (counting || compareValues(a, b) || Number(b.byKey) - Number(a.byKey) || b.token - a.token) < 0;
}
