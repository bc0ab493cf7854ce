import type { Hits } from './hits.js';

/** Cells of a hit, as in kernel/lanes.ts: its record, what was accepted, the offsets of its first and its last byte. */
export const hitCells = 4;

/** The hits of a lane, taken out of the kernel's memory; ascending by record. */
export class LaneHits {
  #cells = new Uint32Array(256);
  #length = 0;
  /** How far `moveTo` has come. */
  #head = 0;

  reset(): void {
    this.#length = 0;
    this.#head = 0;
  }

  /** Appends hits, which take `length` cells from `cells[from]` on. */
  append(cells: Int32Array, from: number, length: number): void {
    if (this.#length + length > this.#cells.length) {
      const grown = new Uint32Array((this.#length + length) * 2);
      grown.set(this.#cells.subarray(0, this.#length));
      this.#cells = grown;
    }
    this.#cells.set(cells.subarray(from, from + length), this.#length);
    this.#length += length;
  }

  /** Takes back the hits of a record, the last one that has any. */
  dropRecord(record: number): void {
    while (this.#length > 0 && this.#cells[this.#length - hitCells] === record) this.#length -= hitCells;
  }

  /** Record of the next hit to move; infinity if none is left. */
  get nextRecord(): number {
    return this.#head < this.#length ? (this.#cells[this.#head] as number) : Infinity;
  }

  /** Moves the hits of the records before `bound` to the end of `hits`. */
  moveTo(hits: Hits, bound: number): void {
    const cells = this.#cells;
    let head = this.#head;
    for (; head < this.#length && (cells[head] as number) < bound; head += hitCells)
      hits.add(
        cells[head] as number,
        cells[head + 1] as number,
        cells[head + 2] as number,
        cells[head + 3] as number,
      );
    this.#head = head;
  }
}
