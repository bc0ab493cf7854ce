import { columnOrder } from './column-order.js';
import { columnsOf } from './rows.js';
import { TablePlace } from './table-place.js';
import type { StateTable } from './types.js';
import type { WasmMemory } from './wasm-memory.js';

/** Numbers of rows have 16 bits, one of them for the sign. */
const signBit = 32_768;
const mostQuiet = 32_767;
const mostAccepting = 32_768;
/** Rows that a table has room for at first. */
const firstQuiet = 256;
const firstAccepting = 64;

/** Takes back the pages of tables that nobody has any more: rulesets come and go without being closed. */
const lent = new FinalizationRegistry<TablePlace>((place) => {
  place.giveBack();
});

/**
 * A table in the memory of the WebAssembly kernel. A row has a number: above 0 if it accepts nothing, below 0 if it accepts
 * something. The lower 16 bits of the number are its handle. An entry is the number of the next row, 0 if the step is not known.
 */
export class WasmTable implements StateTable {
  readonly classes: Uint8Array;
  readonly columns: number;
  rows = 0;
  generation = 0;
  readonly memory: WasmMemory;
  readonly place: TablePlace;
  readonly #maxRows: number;
  /** Index of rows, by their number, and by their number taken positive. */
  readonly #quiet: number[] = [];
  readonly #accepting: number[] = [];

  constructor(memory: WasmMemory, classes: Uint8Array, maxRows: number) {
    this.memory = memory;
    this.classes = classes;
    this.columns = columnsOf(classes);
    this.#maxRows = maxRows;
    this.place = new TablePlace(memory, classes, columnOrder(classes, this.columns));
    lent.register(this, this.place);
    this.clear();
    this.generation = 0;
  }

  addRow(accept: number): number {
    if (this.rows === this.#maxRows) return 0;
    const isQuiet = accept < 0;
    const [quiet, accepting] = [this.#quiet.length, this.#accepting.length];
    if (isQuiet ? quiet > mostQuiet : accepting > mostAccepting) return 0;
    const { place } = this;
    const isFull = isQuiet ? quiet >= place.quiet : accepting > place.accepting;
    if (isFull && !this.#grow(isQuiet)) return 0;
    const row = isQuiet ? quiet : -accepting;
    (isQuiet ? this.#quiet : this.#accepting).push(this.rows);
    place.clearRow(row, accept);
    this.rows += 1;
    return row & 0xffff;
  }

  indexOf(row: number): number {
    return (row < signBit ? this.#quiet[row] : this.#accepting[2 * signBit - row]) as number;
  }

  link(row: number, column: number, next: number): void {
    this.place.link(row < signBit ? row : row - 2 * signBit, column, next);
  }

  close(): void {
    this.place.giveBack();
  }

  /** Row 0 leads nowhere. */
  clear(): void {
    this.rows = 0;
    this.generation += 1;
    this.#quiet.length = 0;
    this.#quiet.push(-1);
    this.#accepting.length = 0;
    this.#accepting.push(-1);
  }

  /** Makes room for twice as many rows of one kind. */
  #grow(isQuiet: boolean): boolean {
    const { quiet, accepting } = this.place;
    return this.place.grow(
      Math.max(firstQuiet, isQuiet ? quiet * 2 : quiet),
      Math.max(firstAccepting, isQuiet ? accepting : accepting * 2),
    );
  }
}
