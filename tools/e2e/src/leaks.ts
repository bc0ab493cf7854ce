import type { PlantKind } from '@scrubjay/samples';
import type { PlantedSearch } from '@scrubjay/testkit';

const examplesPerKind = 3;

/** Planted values that were found where they must not be, by kind. */
export class Leaks {
  readonly #planted: PlantedSearch<PlantKind>;
  /** By number of the value: there may be millions, where the search is proven on what was sent. */
  #seen = new Uint8Array(1 << 10);
  readonly #found = new Map<PlantKind, { count: number; readonly examples: string[] }>();

  constructor({ planted }: { readonly planted: PlantedSearch<PlantKind> }) {
    this.#planted = planted;
  }

  look(bytes: Buffer | string | null | undefined): void {
    if (bytes === null || bytes === undefined) return;
    for (const { text, kind, number } of this.#planted.findIn(Buffer.from(bytes), 1_000)) {
      if (!this.#isNew(number)) continue;
      const found = this.#found.get(kind) ?? { count: 0, examples: [] };
      this.#found.set(kind, found);
      found.count += 1;
      if (found.examples.length < examplesPerKind) found.examples.push(text);
    }
  }

  /** Values that were found, each counted once. */
  get count(): number {
    return [...this.#found.values()].reduce((sum, { count }) => sum + count, 0);
  }

  /** Kind, how many values, and a few of them: all of them are synthetic. */
  report(): Record<string, readonly [number, ...string[]]> {
    return Object.fromEntries(
      [...this.#found].map(([kind, { count, examples }]) => [kind, [count, ...examples] as const]),
    );
  }

  #isNew(number: number): boolean {
    if (number >= this.#seen.length) {
      const wider = new Uint8Array(2 ** Math.ceil(Math.log2(number + 1)));
      wider.set(this.#seen);
      this.#seen = wider;
    }
    const isNew = this.#seen[number] === 0;
    this.#seen[number] = 1;
    return isNew;
  }
}
