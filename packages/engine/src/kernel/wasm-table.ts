import { cellsOf, columnsOf, indexIn, writeEntry, writeRow } from './rows.js';
import type { StateTable } from './types.js';
import { pageBytes, type WasmMemory } from './wasm-memory.js';

interface Lent {
  readonly memory: WasmMemory;
  readonly pages: readonly number[];
}

/** Takes back the pages of tables that nobody has any more: rulesets come and go without being closed. */
const lent = new FinalizationRegistry<Lent>(({ memory, pages }) => {
  for (const page of pages) memory.givePages(page, 1);
});

/** A table in the memory of the WebAssembly kernel, page by page as it grows. A handle is an address. */
export class WasmTable implements StateTable {
  readonly classes: Uint8Array;
  readonly columns: number;
  /** The classes as the kernel reads them: where in a row the cell of a byte stands, as 16-bit numbers. */
  readonly classOffsets: Uint8Array;
  rows = 0;
  generation = 0;
  readonly memory: WasmMemory;
  readonly #maxRows: number;
  readonly #rowBytes: number;
  readonly #rowsPerPage: number;
  readonly #pages: number[] = [];

  constructor(memory: WasmMemory, classes: Uint8Array, maxRows: number) {
    this.memory = memory;
    this.classes = classes;
    this.columns = columnsOf(classes);
    this.classOffsets = new Uint8Array(Uint16Array.from(classes, (byteClass) => byteClass * 4).buffer);
    this.#maxRows = maxRows;
    this.#rowBytes = cellsOf(this.columns) * 4;
    this.#rowsPerPage = Math.floor(pageBytes / this.#rowBytes);
    lent.register(this, { memory, pages: this.#pages });
  }

  addRow(accept: number): number {
    if (this.rows === this.#maxRows) return 0;
    const place = this.rows % this.#rowsPerPage;
    const page = this.#pageAt((this.rows - place) / this.#rowsPerPage);
    if (page === 0) return 0;
    const row = page + place * this.#rowBytes;
    writeRow(this.memory.cells, row, this.columns, accept, this.rows);
    this.rows += 1;
    return row;
  }

  indexOf(row: number): number {
    return indexIn(this.memory.cells, row, this.columns);
  }

  link(row: number, column: number, next: number): void {
    writeEntry(this.memory.cells, row, this.columns, column, next);
  }

  clear(): void {
    this.rows = 0;
    this.generation += 1;
  }

  #pageAt(index: number): number {
    const known = this.#pages[index];
    if (known !== undefined) return known;
    const page = this.memory.takePage();
    if (page !== 0) this.#pages.push(page);
    return page;
  }
}
