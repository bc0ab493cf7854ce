export interface FindingSum {
  readonly detector: string;
  readonly action: string;
  readonly count: number;
}

/** Adds up findings by detector and action. */
export class FindingSums {
  readonly #sums = new Map<string, { detector: string; action: string; count: number }>();

  add({ detector, action, count }: FindingSum): void {
    const name = `${detector}\n${action}`;
    const known = this.#sums.get(name);
    if (known === undefined) this.#sums.set(name, { detector, action, count });
    else known.count += count;
  }

  /** The most frequent first. */
  list(): readonly FindingSum[] {
    return [...this.#sums.values()].sort((a, b) => b.count - a.count || (a.detector < b.detector ? -1 : 1));
  }
}
