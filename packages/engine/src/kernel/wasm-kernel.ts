import type { Hits } from './hits.js';
import { Lanes, lanes } from './lanes.js';
import { growStep } from './plain-scan.js';
import { mostClears, type Automaton, type Kernel, type StateTable } from './types.js';
import { WasmInput } from './wasm-input.js';
import { WasmMemory } from './wasm-memory.js';
import type { KernelExports } from './wasm-module.js';
import { WasmTable } from './wasm-table.js';

/** As in kernel/memory.ts. */
const classesAt = 1024;
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
    const { at, endsAt, piecesAt, pieceBytes } = this.#input;
    const table = this.#tableOf(automaton);
    const acceptAt = table.columns * 4;
    let clears = 0;
    this.#memory.bytes.set(table.classOffsets, classesAt);
    this.#exports.openScan(at, endsAt, piecesAt, pieceBytes);
    for (;;) {
      const reason = this.#exports.run(automaton.start, acceptAt);
      if (reason < 0) break;
      const lane = reason & laneBits;
      if ((reason & lacksRoom) !== 0) this.#lanes.drain(lane);
      else if (!this.#growAt(automaton, lane)) {
        clears += 1;
        if (clears > mostClears) {
          this.#lanes.reset();
          return false;
        }
        this.#restart(automaton.start);
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

  #growAt(automaton: Automaton, lane: number): boolean {
    const byte = this.#memory.bytes[this.#lanes.at(lane)] as number;
    return growStep(automaton, this.#lanes.row(lane), automaton.table.classes[byte] as number);
  }

  /** Has all lanes begin their records anew, for the rows they stood in are no more. */
  #restart(start: number): void {
    for (let lane = 0; lane < lanes; lane += 1) {
      if (!this.#lanes.hasWork(lane)) continue;
      this.#lanes.move(lane, this.#input.recordBegin(this.#lanes.at(lane)), start);
    }
  }
}
