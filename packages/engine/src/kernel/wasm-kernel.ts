import { Growth, type Grown } from './growth.js';
import type { Hits } from './hits.js';
import { Lanes, lanes } from './lanes.js';
import type { Automaton, Kernel, StateTable } from './types.js';
import { WasmInput } from './wasm-input.js';
import { WasmMemory } from './wasm-memory.js';
import type { KernelExports } from './wasm-module.js';
import { WasmTable } from './wasm-table.js';

/** As in kernel/memory.ts. */
const columnsAt = 1024 >> 2;
/** What `run` returns: below 0 if all is done, or a lane, and whether it lacks room for hits; else it lacks a step. */
const laneBits = 3;
const lacksRoom = 4;

/** The kernel in WebAssembly; kernel/README.md. */
export class WasmKernel implements Kernel {
  readonly kind = 'wasm';
  readonly #exports: KernelExports;
  readonly #memory: WasmMemory;
  readonly #input: WasmInput;
  readonly #lanes: Lanes;
  readonly #growth = new Growth();

  constructor(exports: KernelExports) {
    this.#exports = exports;
    this.#memory = new WasmMemory(exports.memory);
    this.#input = new WasmInput(this.#memory);
    this.#lanes = new Lanes(this.#memory);
  }

  createTable(classes: Uint8Array, maxRows: number): StateTable {
    return new WasmTable(this.#memory, classes, maxRows);
  }

  load(bytes: Uint8Array, ends: Uint32Array, count = ends.length): void {
    this.#input.load(bytes, ends, count);
  }

  scan(automaton: Automaton, hits: Hits): boolean {
    hits.reset();
    const { at, endsAt, piecesAt, pieces } = this.#input;
    const table = this.#tableOf(automaton);
    let { acceptsAt } = table.place;
    this.#growth.reset();
    this.#lanes.reset();
    this.#memory.cells.set(table.place.columnsAt, columnsAt);
    this.#exports.openScan(at, endsAt, piecesAt, pieces, automaton.start, acceptsAt);
    for (;;) {
      const reason = this.#exports.run();
      if (reason < 0) break;
      const lane = reason & laneBits;
      if ((reason & lacksRoom) !== 0) this.#lanes.drain(lane);
      else {
        const growth = this.#growAt(automaton, lane);
        if (growth === 'given up') return false;
        if (growth === 'cleared') this.#restart(automaton.start);
        if (table.place.acceptsAt !== acceptsAt) {
          ({ acceptsAt } = table.place);
          this.#memory.cells.set(table.place.columnsAt, columnsAt);
          this.#exports.moveTable(acceptsAt);
        }
      }
    }
    this.#lanes.merge(hits);
    return true;
  }

  signs(): Uint8Array {
    const { at, endsAt, count, signsAt } = this.#input;
    this.#exports.markSigns(at, endsAt, count, signsAt);
    return this.#memory.bytes.subarray(signsAt, signsAt + count);
  }

  #tableOf({ table }: Automaton): WasmTable {
    if (table instanceof WasmTable && table.memory === this.#memory) return table;
    throw new TypeError('the table was made by another kernel');
  }

  #growAt(automaton: Automaton, lane: number): Grown {
    const byte = this.#memory.bytes[this.#lanes.at(lane)] as number;
    return this.#growth.step(automaton, this.#lanes.row(lane), automaton.table.classes[byte] as number);
  }

  /** Has all lanes begin their records anew, for the rows they stood in are no more. What they found there is found again. */
  #restart(start: number): void {
    for (let lane = 0; lane < lanes; lane += 1) {
      if (!this.#lanes.hasWork(lane)) continue;
      const record = this.#input.recordAt(this.#lanes.at(lane));
      this.#lanes.dropRecord(lane, record);
      this.#lanes.move(lane, this.#input.addressOf(record), start);
    }
  }
}
