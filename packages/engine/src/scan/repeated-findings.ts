import { compareValues, type RawFinding } from './raw-finding.js';
import type { RawFindings } from './raw-findings.js';

/** The same bytes, found by the same detector in several forms of their text, are one finding: the best of them. */
export class RepeatedFindings {
  /** Places in the list of findings, by begin and end. */
  readonly #places = new Map<number, number[]>();

  reset(): void {
    this.#places.clear();
  }

  /** False if the last finding was known: it is gone, or has the other's place if it is the better one. */
  keepIfNew(findings: RawFindings): boolean {
    const last = findings.count - 1;
    const finding = findings.at(last);
    const places = this.#places.get(finding.start);
    if (places === undefined) {
      this.#places.set(finding.start, [last]);
      return true;
    }
    for (const place of places) {
      const known = findings.at(place);
      if (known.end !== finding.end || known.detector.index !== finding.detector.index) continue;
      findings.dropLast(isBetter(finding, known) ? place : last);
      return false;
    }
    places.push(last);
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
