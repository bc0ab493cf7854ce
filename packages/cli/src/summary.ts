import { formatTable } from './output.js';

/** What happened to the records of a run, for people. */
export class Summary {
  records = 0;
  discarded = 0;
  readonly #findings = new Map<
    string,
    { readonly detector: string; readonly action: string; count: number }
  >();
  readonly #withheld = new Map<string, number>();

  get withheld(): number {
    return [...this.#withheld.values()].reduce((total, count) => total + count, 0);
  }

  get findings(): number {
    return [...this.#findings.values()].reduce((total, { count }) => total + count, 0);
  }

  addFinding(detector: string, action: string, count = 1): void {
    const key = `${detector} ${action}`;
    const known = this.#findings.get(key);
    if (known === undefined) this.#findings.set(key, { detector, action, count });
    else known.count += count;
  }

  addWithheld(reason: string, count = 1): void {
    this.#withheld.set(reason, (this.#withheld.get(reason) ?? 0) + count);
  }

  toTable(): string {
    const rows = [...this.#findings.values()]
      .sort((a, b) => b.count - a.count || (a.detector < b.detector ? -1 : 1))
      .map(({ detector, action, count }) => [detector, action, count]);
    const withheld = [...this.#withheld].map(([reason, count]) => `${reason} ${count}`).join(', ');
    return [
      formatTable(['detector', 'action', 'findings'], rows, ['findings']),
      `${this.records} records, ${this.findings} findings, ${this.discarded} discarded by a rule, ` +
        `${this.withheld} withheld${withheld === '' ? '' : ` (${withheld})`}`,
    ].join('\n');
  }
}
