import type { GrowingMemory } from './wasm-module.js';

export const pageBytes = 65_536;
/** Pages that are asked for at least. */
const growBy = 16;

/** Pages in a row that nobody has. `at`: address of the first. */
interface Free {
  at: number;
  count: number;
}

/** The memory of a kernel, in pages that are lent out. The first pages are the kernel's own. */
export class WasmMemory {
  /** All of it; taken anew whenever it grows. */
  bytes: Uint8Array;
  shorts: Int16Array;
  cells: Int32Array;
  readonly #memory: GrowingMemory;
  /** Ascending; none begins where another ends. */
  readonly #free: Free[] = [];

  constructor(memory: GrowingMemory) {
    this.#memory = memory;
    this.bytes = new Uint8Array(memory.buffer);
    this.shorts = new Int16Array(memory.buffer);
    this.cells = new Int32Array(memory.buffer);
  }

  /** The address of so many pages in a row, 0 if there is no more memory. Their content is anything. */
  takePages(count: number): number {
    const free = this.#free.find((one) => one.count >= count);
    if (free === undefined) return this.#grow(count);
    const { at } = free;
    free.at += count * pageBytes;
    free.count -= count;
    if (free.count === 0) this.#free.splice(this.#free.indexOf(free), 1);
    return at;
  }

  /** Takes pages back. */
  givePages(at: number, count: number): void {
    if (count === 0) return;
    const index = this.#free.findIndex((one) => one.at > at);
    const place = index < 0 ? this.#free.length : index;
    this.#free.splice(place, 0, { at, count });
    this.#join(place);
    if (place > 0) this.#join(place - 1);
  }

  /** Joins free pages with those behind them. */
  #join(place: number): void {
    const [free, next] = [this.#free[place], this.#free[place + 1]];
    if (free === undefined || next?.at !== free.at + free.count * pageBytes) return;
    free.count += next.count;
    this.#free.splice(place + 1, 1);
  }

  #grow(count: number): number {
    const at = this.bytes.length;
    const grown = Math.max(count, growBy);
    try {
      this.#memory.grow(grown);
    } catch {
      return 0;
    }
    this.bytes = new Uint8Array(this.#memory.buffer);
    this.shorts = new Int16Array(this.#memory.buffer);
    this.cells = new Int32Array(this.#memory.buffer);
    this.givePages(at + count * pageBytes, grown - count);
    return at;
  }
}
