import { scanCell } from './scan-cells.js';
import type { MetNumbers } from './types.js';
import { lendTo, LentPages } from './wasm-lent.js';
import type { WasmMemory } from './wasm-memory.js';
import type { KernelExports } from './wasm-module.js';

/** Bytes of a set before its bits: as in kernel/sets.ts. */
const headBytes = 16;
const firstSets = 256;

/** The sets that the kernel knows: behind the bits of a union the sets, then their index. */
export class WasmSets {
  readonly #memory: WasmMemory;
  readonly #exports: KernelExports;
  readonly #numbers: MetNumbers;
  readonly #pages: LentPages;
  readonly #setBytes: number;
  #most = firstSets;
  #count = 0;
  #eventPlaces: number[] = [];

  constructor(memory: WasmMemory, exports: KernelExports, numbers: MetNumbers) {
    this.#memory = memory;
    this.#exports = exports;
    this.#numbers = numbers;
    this.#setBytes = Math.max(16, Math.ceil(numbers.thingCount / 128) * 16);
    this.#pages = new LentPages(memory);
    lendTo(this, this.#pages);
    this.#resize(0);
  }

  /** Tells the kernel where they are. */
  open(): void {
    const { cells } = this.#memory;
    cells[scanCell.unionAt] = this.#pages.at;
    cells[scanCell.setBytes] = this.#setBytes;
    cells[scanCell.setsAt] = this.#setsAt;
    cells[scanCell.setIndexAt] = this.#indexAt;
    cells[scanCell.setIndexMask] = this.#most * 2 - 1;
    cells[scanCell.setCount] = this.#count;
    if (this.#count === 0) this.#forget();
  }

  /** Keeps what the kernel has counted for the next time. */
  keep(): void {
    this.#count = this.#memory.cells[scanCell.setCount] as number;
  }

  giveBack(): void {
    this.#pages.giveBack();
  }

  /** To be called while the kernel works for another. */
  forget(): void {
    this.#count = 0;
  }

  /** Makes a set of the union, which the kernel lacks. */
  addUnion(): void {
    const { bytes, cells } = this.#memory;
    const things: number[] = [];
    const union = cells[scanCell.unionAt] as number;
    for (let at = 0; at < this.#setBytes; at += 1)
      for (let bits = bytes[union + at] as number; bits !== 0; bits &= bits - 1)
        things.push(at * 8 + 31 - Math.clz32(bits & -bits));
    this.#add(Uint32Array.from(things));
  }

  /** The place of the set of what an event meets. */
  placeOfEvent(event: number): number {
    return (this.#eventPlaces[event] ??= this.#placeOf(this.#numbers.thingsOf(event)));
  }

  #placeOf(things: Uint32Array): number {
    const { bytes, cells } = this.#memory;
    const union = cells[scanCell.unionAt] as number;
    bytes.fill(0, union, union + this.#setBytes);
    for (const thing of things) {
      const at = union + (thing >> 3);
      bytes[at] = (bytes[at] as number) | (1 << (thing & 7));
    }
    const known = this.#exports.findSet();
    return known >= 0 ? known : this.#add(things);
  }

  get #setsAt(): number {
    return this.#pages.at + this.#setBytes;
  }

  get #indexAt(): number {
    return this.#setsAt + this.#most * (headBytes + this.#setBytes);
  }

  #add(things: Uint32Array): number {
    if ((this.#memory.cells[scanCell.setCount] as number) === this.#most) this.#grow();
    const number = this.#numbers.setOf(things);
    return this.#exports.addSet(number, this.#numbers.isComplete(number) ? 1 : 0);
  }

  #grow(): void {
    this.keep();
    const kept = this.#indexAt - this.#pages.at;
    this.#most *= 2;
    this.#resize(kept);
    this.open();
    this.#exports.indexSets();
  }

  /** Exchanges the pages for enough; the index is empty. */
  #resize(kept: number): void {
    const bytes = this.#setBytes + this.#most * (headBytes + this.#setBytes + 8);
    if (!this.#pages.exchange(bytes, kept))
      throw new RangeError('the kernel has no memory for what it knows of sets');
    this.#clearIndex();
  }

  #clearIndex(): void {
    this.#memory.bytes.fill(0, this.#indexAt, this.#indexAt + this.#most * 8);
  }

  /** Knows the empty set alone. */
  #forget(): void {
    this.#clearIndex();
    this.#eventPlaces = [this.#placeOf(new Uint32Array(0))];
  }
}
