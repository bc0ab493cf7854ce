import { cellsOf, columnsOf, indexIn, writeEntry, writeRow } from './rows.js';
import type { StateTable } from './types.js';

const firstRows = 64;

/** A table of the plain kernel: an array that doubles. The first row is never used, for no handle is 0. */
export class PlainTable implements StateTable {
  readonly classes: Uint8Array;
  readonly columns: number;
  rows = 0;
  generation = 0;
  /** Valid until a row is added. */
  cells: Int32Array;
  readonly #maxRows: number;
  readonly #width: number;

  constructor(classes: Uint8Array, maxRows: number) {
    this.classes = classes;
    this.columns = columnsOf(classes);
    this.#maxRows = maxRows;
    this.#width = cellsOf(this.columns);
    this.cells = new Int32Array(firstRows * this.#width);
  }

  addRow(accept: number): number {
    if (this.rows === this.#maxRows) return 0;
    const first = (this.rows + 1) * this.#width;
    if (first === this.cells.length) {
      const cells = new Int32Array(this.cells.length * 2);
      cells.set(this.cells);
      this.cells = cells;
    }
    const row = first * 4;
    writeRow(this.cells, row, this.columns, accept, this.rows);
    this.rows += 1;
    return row;
  }

  indexOf(row: number): number {
    return indexIn(this.cells, row, this.columns);
  }

  link(row: number, column: number, next: number): void {
    writeEntry(this.cells, row, this.columns, column, next);
  }

  close(): void {
    this.cells = new Int32Array(0);
  }

  clear(): void {
    this.rows = 0;
    this.generation += 1;
  }
}
