import { PlantedSearch } from '@scrubjay/testkit';
import type { Load } from './load.js';

/** Planted values that were found where they must not be, by kind. */
export class Leaks {
  readonly #search: PlantedSearch;
  readonly #load: Pick<Load, 'planted'>;
  readonly #found = new Map<string, Set<string>>();

  constructor(load: Pick<Load, 'planted'>) {
    this.#load = load;
    this.#search = new PlantedSearch(load.planted.keys());
  }

  look(bytes: Buffer | string | null | undefined): void {
    if (bytes === null || bytes === undefined) return;
    for (const text of this.#search.findIn(Buffer.from(bytes), 1_000)) {
      const kind = this.#load.planted.get(text) ?? 'unknown';
      this.#found.set(kind, (this.#found.get(kind) ?? new Set()).add(text));
    }
  }

  get count(): number {
    return [...this.#found.values()].reduce((sum, { size }) => sum + size, 0);
  }

  /** Kind, how many values, and a few of them: all of them are synthetic. */
  report(): Record<string, readonly [number, ...string[]]> {
    const rows = [...this.#found].map(([kind, texts]) => [kind, [texts.size, ...[...texts].slice(0, 3)]]);
    return Object.fromEntries(rows) as Record<string, readonly [number, ...string[]]>;
  }
}
