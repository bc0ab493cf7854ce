import type { Hits } from './hits.js';
import { hitCells, LaneHits } from './lane-hits.js';
import type { WasmMemory } from './wasm-memory.js';

/** As in kernel/memory.ts and kernel/lanes.ts; cells of 32 bits. */
export const lanes = 4;
const lanesAt = 1536 >> 2;
const laneCells = 32 >> 2;
const hitsAt = 4096 >> 2;
const mostHits = 512;
const [atCell, endCell, rowCell, countCell] = [0, 1, 2, 4];

/** The lanes of a scan, in the memory of the kernel. */
export class Lanes {
  readonly #memory: WasmMemory;
  readonly #hits = Array.from({ length: lanes }, () => new LaneHits());

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
    const count = this.#cell(lane, countCell);
    if (count < 2) return;
    const first = hitsAt + lane * mostHits * hitCells;
    this.#take(lane, count - 1);
    this.#memory.cells.copyWithin(first, first + (count - 1) * hitCells, first + count * hitCells);
    this.#memory.cells[lanesAt + lane * laneCells + countCell] = 1;
  }

  /** Takes back what the lane has found in a record, the last that it has looked at. */
  dropRecord(lane: number, record: number): void {
    const { cells } = this.#memory;
    const first = hitsAt + lane * mostHits * hitCells;
    let count = this.#cell(lane, countCell);
    while (count > 0 && cells[first + (count - 1) * hitCells] === record) count -= 1;
    cells[lanesAt + lane * laneCells + countCell] = count;
    (this.#hits[lane] as LaneHits).dropRecord(record);
  }

  /** Puts the hits of all lanes together: each has its own records, ascending. */
  merge(hits: Hits): void {
    for (let lane = 0; lane < lanes; lane += 1) this.#take(lane, this.#cell(lane, countCell));
    for (;;) {
      let first: LaneHits | undefined;
      let earliest = Infinity;
      let bound = Infinity;
      for (const own of this.#hits) {
        const record = own.nextRecord;
        if (record < earliest) {
          bound = earliest;
          earliest = record;
          first = own;
        } else if (record < bound) bound = record;
      }
      if (first === undefined) break;
      first.moveTo(hits, bound);
    }
  }

  /** Forgets what was found, for another scan. */
  reset(): void {
    for (const hits of this.#hits) hits.reset();
  }

  #take(lane: number, count: number): void {
    const first = hitsAt + lane * mostHits * hitCells;
    (this.#hits[lane] as LaneHits).append(this.#memory.cells, first, count * hitCells);
  }

  #cell(lane: number, cell: number): number {
    return this.#memory.cells[lanesAt + lane * laneCells + cell] as number;
  }
}
