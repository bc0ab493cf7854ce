import { pageBytes, type WasmMemory } from './wasm-memory.js';

/** Some pages of the memory, one range that may be exchanged for another. */
export class LentPages {
  at = 0;
  readonly #memory: WasmMemory;
  #pages = 0;

  constructor(memory: WasmMemory) {
    this.#memory = memory;
  }

  /** Exchanges them for pages of so many bytes, the first `kept` of which are as they were. False if there is no memory. */
  exchange(bytes: number, kept: number): boolean {
    const pages = Math.ceil(bytes / pageBytes);
    const at = this.#memory.takePages(pages);
    if (at === 0) return false;
    this.#memory.bytes.copyWithin(at, this.at, this.at + kept);
    this.giveBack();
    this.at = at;
    this.#pages = pages;
    return true;
  }

  giveBack(): void {
    this.#memory.givePages(this.at, this.#pages);
    this.#pages = 0;
  }
}

const lent = new FinalizationRegistry<LentPages>((pages) => {
  pages.giveBack();
});

/** Has pages come back once nobody has `owner` any more: rulesets come and go without being closed. */
export function lendTo(owner: object, pages: LentPages): void {
  lent.register(owner, pages);
}
