import { masksAt } from './scan-cells.js';
import type { Automaton, Kernel, MetNumbers, Scan, StateTable } from './types.js';
import { WasmInput } from './wasm-input.js';
import { WasmMemory } from './wasm-memory.js';
import type { KernelExports } from './wasm-module.js';
import { WasmOutput } from './wasm-output.js';
import { WasmScan } from './wasm-scan.js';
import { WasmTable } from './wasm-table.js';
import { mostWordBytes } from './words.js';

/** The kernel in WebAssembly; kernel/README.md. */
export class WasmKernel implements Kernel {
  readonly kind = 'wasm';
  readonly #exports: KernelExports;
  readonly #memory: WasmMemory;
  readonly #input: WasmInput;
  readonly #output: WasmOutput;

  constructor(exports: KernelExports) {
    this.#exports = exports;
    this.#memory = new WasmMemory(exports.memory);
    this.#input = new WasmInput(this.#memory);
    this.#output = new WasmOutput(this.#memory);
    this.#memory.bytes.fill(0xff, masksAt, masksAt + mostWordBytes);
  }

  createTable(classes: Uint8Array, maxRows: number): StateTable {
    return new WasmTable(this.#memory, classes, maxRows);
  }

  createScan(automata: readonly Automaton[], numbers: MetNumbers): Scan {
    const parts = {
      exports: this.#exports,
      memory: this.#memory,
      input: this.#input,
      output: this.#output,
    };
    return new WasmScan(parts, automata, numbers);
  }

  load(bytes: Uint8Array, ends: Uint32Array, count = ends.length): void {
    this.#input.load(bytes, ends, count);
  }

  signs(): Uint8Array {
    const { at, endsAt, count, signsAt } = this.#input;
    this.#exports.markSigns(at, endsAt, count, signsAt);
    return this.#memory.bytes.subarray(signsAt, signsAt + count);
  }
}
