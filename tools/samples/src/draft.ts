import type { Plants } from './plants/index.js';
import type { Random } from './random.js';
import type { PlantKind, Planted } from './types.js';

const mayNeedEscape = /[^ !#-[\]-~]/;

/** One record in the making: collects the ids that were given out and the values that were planted. */
export class Draft {
  readonly random: Random;
  readonly timestampMs: number;
  readonly vendorTokens: boolean;
  readonly ids: string[] = [];
  readonly planted: Planted[] = [];
  readonly #plants: Plants;
  readonly #nextId: () => string;

  constructor(plants: Plants, random: Random, timestampMs: number, nextId: () => string) {
    this.#plants = plants;
    this.#nextId = nextId;
    this.random = random;
    this.timestampMs = timestampMs;
    this.vendorTokens = plants.vendorTokens;
  }

  newId(): string {
    const id = this.#nextId();
    this.ids.push(id);
    return id;
  }

  /** A new value of `kind`. `key` is named where only the key tells that the value is sensitive. */
  plant(kind: PlantKind, key?: string): string {
    return this.#keep(this.#plants.draw(kind, this.timestampMs, key));
  }

  /** An object of one by-key value under one of its usual names, e.g. `{ full_name: 'Ada …' }`. */
  keyed(kind: PlantKind, keys: readonly [string, ...string[]]): Record<string, string> {
    const key = this.random.pick(keys);
    return { [key]: this.plant(kind, key) };
  }

  /** A password that JSON has to escape, or that is not ASCII. */
  awkwardPassword(key: string): string {
    return this.#keep(this.#plants.drawAwkwardPassword(key));
  }

  /** The first line of a PEM block alone, as line-based logs have it. */
  pemHeader(): string {
    return this.#keep(this.#plants.drawPemHeader());
  }

  /** A card number as logs of careless code have it: as a number. */
  integerCard(): number {
    return Number(this.#keep(this.#plants.drawIntegerCard()));
  }

  /** Notes how `escape` writes each planted value, where that differs from the value. */
  noteEscapes(escape: (text: string) => string): void {
    for (const [index, planted] of this.planted.entries()) {
      if (!mayNeedEscape.test(planted.value)) continue;
      const written = escape(planted.value);
      if (written !== planted.value) this.planted[index] = { ...planted, written };
    }
  }

  #keep(planted: Planted): string {
    this.planted.push(planted);
    return planted.value;
  }
}
