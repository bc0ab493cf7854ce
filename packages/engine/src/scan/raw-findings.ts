import type { DetectorProgram } from '../compile/ruleset.js';
import type { Verdict } from './judge.js';
import type { DecodedValue, RawFinding } from './raw-finding.js';

type Reused = { -readonly [Field in keyof RawFinding]: RawFinding[Field] };

/** The raw findings of one record. Their objects serve record after record: copy what is to be kept. */
export class RawFindings {
  count = 0;
  #items: Reused[] = [];

  at(index: number): RawFinding {
    return this.#items[index] as Reused;
  }

  /** Those of this record, in the order in which they were found. */
  all(): RawFinding[] {
    return this.#items.slice(0, this.count);
  }

  reset(): void {
    this.count = 0;
  }

  add(
    start: number,
    end: number,
    detector: DetectorProgram,
    byKey: boolean,
    token: number,
    scope: number,
    confidence: number,
    value: DecodedValue | undefined,
    verdict: Verdict,
  ): void {
    const finding = this.#items[this.count];
    if (finding === undefined)
      this.#items.push({ start, end, detector, byKey, token, scope, confidence, value, verdict });
    else {
      finding.start = start;
      finding.end = end;
      finding.detector = detector;
      finding.byKey = byKey;
      finding.token = token;
      finding.scope = scope;
      finding.confidence = confidence;
      finding.value = value;
      finding.verdict = verdict;
    }
    this.count += 1;
  }

  /** Takes the last finding away, or another instead, whose place the last one then has. */
  dropLast(insteadOf = this.count - 1): void {
    const last = this.count - 1;
    const dropped = this.#items[insteadOf] as Reused;
    this.#items[insteadOf] = this.#items[last] as Reused;
    this.#items[last] = dropped;
    this.count = last;
  }

  /** Has these in place of all of the record. */
  replace(findings: readonly RawFinding[]): void {
    this.#items = findings.map((finding) => ({ ...finding }));
    this.count = findings.length;
  }
}
