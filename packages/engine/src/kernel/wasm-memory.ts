import type { GrowingMemory } from './wasm-module.js';

export const pageBytes = 65_536;
/** Pages that are asked for at a time. */
const growBy = 16;

/** The memory of a kernel, in pages that are lent out. The first pages are the kernel's own. */
export class WasmMemory {
  /** All of it; taken anew whenever it grows. */
  bytes: Uint8Array;
  cells: Int32Array;
  readonly #memory: GrowingMemory;
  /** Addresses of single pages that nobody has. */
  readonly #free: number[] = [];

  constructor(memory: GrowingMemory) {
    this.#memory = memory;
    this.bytes = new Uint8Array(memory.buffer);
    this.cells = new Int32Array(memory.buffer);
  }

  /** The address of a page, 0 if there is no more memory. Its content is anything. */
  takePage(): number {
    const free = this.#free.pop();
    if (free !== undefined) return free;
    const at = this.takePages(growBy);
    if (at !== 0) this.givePages(at + pageBytes, growBy - 1);
    return at;
  }

  /** The address of so many pages in a row, 0 if there is no more memory. */
  takePages(count: number): number {
    const at = this.bytes.length;
    try {
      this.#memory.grow(count);
    } catch {
      return 0;
    }
    this.bytes = new Uint8Array(this.#memory.buffer);
    this.cells = new Int32Array(this.#memory.buffer);
    return at;
  }

  /** Takes pages back, which may then be lent out one by one. */
  givePages(at: number, count: number): void {
    for (let page = count - 1; page >= 0; page -= 1) this.#free.push(at + page * pageBytes);
  }
}
