import type { FilterPlan } from './filter-plan.js';

/** Which factors were met in a text, item by item. One text after the other. */
export class MetFactors {
  /** Whether `take` gave all items, for a reason that stands at no place of their own. */
  wasEverything = false;
  readonly #needed: Uint32Array;
  /** By factor: the items that ask for it, each followed by the bit it has there. */
  readonly #asking: readonly Uint32Array[];
  /** Items that ask for nothing. */
  readonly #always: readonly number[];
  /** Behind those of the items, of one that stands for all of them. */
  readonly #bits: Uint32Array;
  readonly #touched: Uint32Array;
  #count = 0;

  constructor({ items, factorCount, everything }: FilterPlan) {
    const asking: number[][] = Array.from({ length: factorCount }, () => []);
    this.#needed = Uint32Array.from(items, ({ factors }) => (1 << factors.length) - 1);
    this.#bits = new Uint32Array(items.length + 1);
    this.#touched = new Uint32Array(items.length + 1);
    items.forEach(({ factors }, item) => {
      factors.forEach((factor, at) => asking[factor]?.push(item, 1 << at));
    });
    asking[everything]?.push(items.length, 1);
    this.#asking = asking.map((pairs) => Uint32Array.from(pairs));
    this.#always = [...this.#needed.keys()].filter((item) => this.#needed[item] === 0);
  }

  add(factors: Uint32Array): void {
    for (const factor of factors) this.#addPairs(this.#asking[factor] as Uint32Array);
  }

  /** Writes the items of which all factors were met to `into`, ascending, and forgets what was met. Returns how many. */
  take(into: Uint32Array): number {
    const { length } = this.#needed;
    let count = 0;
    this.wasEverything = this.#bits[length] === 1;
    if (this.wasEverything) for (; count < length; count += 1) into[count] = count;
    else {
      for (const item of this.#always) {
        into[count] = item;
        count += 1;
      }
      for (let at = 0; at < this.#count; at += 1) {
        const item = this.#touched[at] as number;
        if (this.#bits[item] !== this.#needed[item]) continue;
        into[count] = item;
        count += 1;
      }
      into.subarray(0, count).sort();
    }
    for (let at = 0; at < this.#count; at += 1) this.#bits[this.#touched[at] as number] = 0;
    this.#count = 0;
    return count;
  }

  #addPairs(pairs: Uint32Array): void {
    const bits = this.#bits;
    for (let at = 0; at < pairs.length; at += 2) {
      const item = pairs[at] as number;
      const known = bits[item] as number;
      if (known === 0) {
        this.#touched[this.#count] = item;
        this.#count += 1;
      }
      bits[item] = known | (pairs[at + 1] as number);
    }
  }
}
