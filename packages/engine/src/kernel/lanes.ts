import { Hits } from './hits.js';
import type { WasmMemory } from './wasm-memory.js';

/** As in kernel/memory.ts and kernel/lanes.ts; cells of 32 bits. */
export const lanes = 4;
const lanesAt = 3072 >> 2;
const laneCells = 32 >> 2;
const hitsAt = 65_536 >> 2;
/** Hits of a lane that have room, in four columns. */
const mostHits = 1024;
const hitCells = mostHits * 4;
const [atCell, endCell, rowCell, countCell] = [0, 1, 2, 4];

/** The lanes of a scan, in the memory of the kernel. */
export class Lanes {
  readonly #memory: WasmMemory;
  /** What was taken of each lane's hits, so that there is room for more. */
  readonly #taken = Array.from({ length: lanes }, () => new Hits());

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

  /** Takes what the lane has found, so that there is room for more; but its last hit, which may go on. */
  drain(lane: number): void {
    const { cells } = this.#memory;
    const count = this.#cell(lane, countCell);
    const first = hitsAt + lane * hitCells;
    (this.#taken[lane] as Hits).addAll(cells, first, mostHits, count - 1);
    for (let column = first; column < first + hitCells; column += mostHits)
      cells[column] = cells[column + count - 1] as number;
    cells[lanesAt + lane * laneCells + countCell] = 1;
  }

  /** Takes back what the lane has found in a record, the last that it has looked at. */
  dropRecord(lane: number, record: number): void {
    const { cells } = this.#memory;
    const first = hitsAt + lane * hitCells;
    let count = this.#cell(lane, countCell);
    while (count > 0 && cells[first + count - 1] === record) count -= 1;
    cells[lanesAt + lane * laneCells + countCell] = count;
    (this.#taken[lane] as Hits).dropRecord(record);
  }

  /** Puts the hits of all lanes together: each lane's records stand behind those of the lane before. */
  merge(hits: Hits): void {
    for (let lane = 0; lane < lanes; lane += 1) {
      const taken = this.#taken[lane] as Hits;
      if (taken.count > 0) hits.addHits(taken);
      const count = this.#cell(lane, countCell);
      if (count > 0) hits.addAll(this.#memory.cells, hitsAt + lane * hitCells, mostHits, count);
    }
  }

  /** Forgets what was found, for another scan. */
  reset(): void {
    for (const taken of this.#taken) taken.reset();
  }

  #cell(lane: number, cell: number): number {
    return this.#memory.cells[lanesAt + lane * laneCells + cell] as number;
  }
}
