import type { Hits } from './hits.js';
import type { WasmMemory } from './wasm-memory.js';

/** As in kernel/memory.ts and kernel/lanes.ts; cells of 32 bits. */
export const lanes = 4;
const lanesAt = 1536 >> 2;
const laneCells = 32 >> 2;
const hitsAt = 4096 >> 2;
const hitCells = 1024 * 2;
const [atCell, endCell, rowCell, countCell] = [0, 1, 2, 4];

/** The pairs of a lane, taken out of the kernel's memory; ascending by record. */
class LaneHits {
  pairs = new Uint32Array(256);
  length = 0;

  append(cells: Int32Array, from: number, length: number): void {
    if (this.length + length > this.pairs.length) {
      const pairs = new Uint32Array((this.length + length) * 2);
      pairs.set(this.pairs.subarray(0, this.length));
      this.pairs = pairs;
    }
    this.pairs.set(cells.subarray(from, from + length), this.length);
    this.length += length;
  }
}

/** The lanes of a scan, in the memory of the kernel. */
export class Lanes {
  readonly #memory: WasmMemory;
  readonly #hits = Array.from({ length: lanes }, () => new LaneHits());
  readonly #heads = new Uint32Array(lanes);

  constructor(memory: WasmMemory) {
    this.#memory = memory;
  }

  /** Address of the byte that the lane reads next. */
  at(lane: number): number {
    return this.#cell(lane, atCell);
  }

  row(lane: number): number {
    return this.#cell(lane, rowCell);
  }

  hasWork(lane: number): boolean {
    return this.#cell(lane, atCell) !== this.#cell(lane, endCell);
  }

  move(lane: number, at: number, row: number): void {
    const first = lanesAt + lane * laneCells;
    this.#memory.cells[first + atCell] = at;
    this.#memory.cells[first + rowCell] = row;
  }

  /** Takes what the lane has found, so that there is room for more. */
  drain(lane: number): void {
    const { cells } = this.#memory;
    const length = this.#cell(lane, countCell) * 2;
    if (length > 0) (this.#hits[lane] as LaneHits).append(cells, hitsAt + lane * hitCells, length);
    cells[lanesAt + lane * laneCells + countCell] = 0;
  }

  /** Puts the hits of all lanes together: each has its own records, ascending. */
  merge(hits: Hits): void {
    for (let lane = 0; lane < lanes; lane += 1) this.drain(lane);
    this.#heads.fill(0);
    for (let lane = this.#first(); lane >= 0; lane = this.#first()) {
      const { pairs } = this.#hits[lane] as LaneHits;
      const head = this.#heads[lane] as number;
      hits.add(pairs[head] as number, pairs[head + 1] as number);
      this.#heads[lane] = head + 2;
    }
    this.reset();
  }

  reset(): void {
    for (const hits of this.#hits) hits.length = 0;
  }

  #cell(lane: number, cell: number): number {
    return this.#memory.cells[lanesAt + lane * laneCells + cell] as number;
  }

  /** The lane with the earliest record that is left, -1 if none is. */
  #first(): number {
    let first = -1;
    let earliest = Infinity;
    for (let lane = 0; lane < lanes; lane += 1) {
      const { pairs, length } = this.#hits[lane] as LaneHits;
      const head = this.#heads[lane] as number;
      if (head >= length || (pairs[head] as number) >= earliest) continue;
      first = lane;
      earliest = pairs[head] as number;
    }
    return first;
  }
}
