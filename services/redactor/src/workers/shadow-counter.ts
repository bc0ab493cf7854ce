import type { ShadowEvents } from '../shadow.js';
import type { ShadowCounts } from './messages.js';

/** Gathers what a shadow reports in a worker, for the main thread to tell. */
export class ShadowCounter implements ShadowEvents {
  #records = 0;
  #errors = 0;
  #findings: ShadowCounts['findings'][number][] = [];
  #withheld: ShadowCounts['withheld'][number][] = [];

  shadowRecords(count: number): void {
    this.#records += count;
  }

  shadowError(): void {
    this.#errors += 1;
  }

  shadowFinding(...finding: ShadowCounts['findings'][number]): void {
    this.#findings.push(finding);
  }

  shadowWithheld(...withheld: ShadowCounts['withheld'][number]): void {
    this.#withheld.push(withheld);
  }

  /** What was reported since the last time. */
  take(): ShadowCounts {
    const counts = {
      ...{ records: this.#records, errors: this.#errors },
      ...{ findings: this.#findings, withheld: this.#withheld },
    };
    this.#records = this.#errors = 0;
    this.#findings = [];
    this.#withheld = [];
    return counts;
  }
}

export function tellShadow(
  { records, errors, findings, withheld }: ShadowCounts,
  events: ShadowEvents,
): void {
  if (records > 0) events.shadowRecords(records);
  for (const finding of findings) events.shadowFinding(...finding);
  for (const one of withheld) events.shadowWithheld(...one);
  for (let told = 0; told < errors; told += 1) events.shadowError();
}
