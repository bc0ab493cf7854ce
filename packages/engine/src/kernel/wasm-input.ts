import { pageBytes, type WasmMemory } from './wasm-memory.js';

/** Bytes behind the records that the kernel may read, and makes nothing of. */
const padding = 64;

function roundUp(bytes: number): number {
  return Math.ceil(bytes / 16) * 16;
}

/** The records in the memory of the kernel, one behind the other: their bytes, their ends, their signs. */
export class WasmInput {
  at = 0;
  endsAt = 0;
  signsAt = 0;
  count = 0;
  #pages = 0;
  readonly #memory: WasmMemory;

  constructor(memory: WasmMemory) {
    this.#memory = memory;
  }

  /** Throws a RangeError if the memory does not suffice: 1 GiB. */
  load(bytes: Uint8Array, ends: Uint32Array, count: number): void {
    const length = count === 0 ? 0 : (ends[count - 1] as number);
    this.#reserve(roundUp(length + padding) + roundUp(count * 4) + roundUp(count));
    this.endsAt = this.at + roundUp(length + padding);
    this.signsAt = this.endsAt + roundUp(count * 4);
    this.count = count;
    this.#memory.bytes.set(length === bytes.length ? bytes : bytes.subarray(0, length), this.at);
    this.#memory.cells.set(count === ends.length ? ends : ends.subarray(0, count), this.endsAt >> 2);
    this.#memory.bytes.fill(0, this.signsAt, this.signsAt + count);
  }

  #reserve(bytes: number): void {
    if (bytes <= this.#pages * pageBytes) return;
    const pages = Math.ceil((bytes * 1.5) / pageBytes);
    const at = this.#memory.takePages(pages);
    if (at === 0) throw new RangeError('the kernel has no memory for a frame of this size');
    this.#memory.givePages(this.at, this.#pages);
    this.at = at;
    this.#pages = pages;
  }
}
