import { pageBytes, type WasmMemory } from './wasm-memory.js';

/** As in kernel/scan.ts: bytes of a row in a block of columns, as a power of two; a cell has two. */
const rowShift = 5;
const rowCells = 1 << (rowShift - 1);

/**
 * The cells of a table, 16 bits each, in blocks of columns: in each block rows of a few cells, those below 0 before those
 * above 0; behind the blocks what the rows accept, 32 bits each. So what is often used stands close together.
 */
export class TablePlace {
  /** Rows that have room: those from 0 on, and those below. */
  quiet = 0;
  accepting = 0;
  /** Address of the accept number of row 0. */
  acceptsAt = 0;
  /** For each byte the address of its cell in row 0. */
  readonly columnsAt = new Int32Array(256);
  readonly #memory: WasmMemory;
  readonly #classes: Uint8Array;
  readonly #order: Uint16Array;
  readonly #blocks: number;
  #at = 0;
  #pages = 0;

  /** `order`: for each column its place among the columns. */
  constructor(memory: WasmMemory, classes: Uint8Array, order: Uint16Array) {
    this.#memory = memory;
    this.#classes = classes;
    this.#order = order;
    this.#blocks = Math.ceil(order.length / rowCells);
  }

  /** Makes room for more rows; false if there is no memory. */
  grow(quiet: number, accepting: number): boolean {
    const bytes = (quiet + accepting) * (this.#blocks * 2 * rowCells + 4);
    const pages = Math.ceil(bytes / pageBytes);
    const at = this.#memory.takePages(pages);
    if (at === 0) return false;
    const old = { at: this.#at, pages: this.#pages, quiet: this.quiet, accepting: this.accepting };
    const { bytes: memory } = this.#memory;
    const from = (block: number): number => old.at + ((block * (old.quiet + old.accepting)) << rowShift);
    for (let block = 0; block < this.#blocks; block += 1) {
      const to = at + ((block * (quiet + accepting) + accepting - old.accepting) << rowShift);
      memory.copyWithin(to, from(block), from(block + 1));
    }
    this.acceptsAt = at + ((this.#blocks * (quiet + accepting)) << rowShift) + accepting * 4;
    memory.copyWithin(
      this.acceptsAt - old.accepting * 4,
      from(this.#blocks),
      from(this.#blocks) + (old.quiet + old.accepting) * 4,
    );
    this.#memory.givePages(old.at, old.pages);
    this.#at = at;
    this.#pages = pages;
    this.quiet = quiet;
    this.accepting = accepting;
    if (old.pages === 0) this.clearRow(0, -1);
    this.#classes.forEach((column, byte) => {
      this.columnsAt[byte] = this.#cellOf(column) * 2;
    });
    return true;
  }

  /** Makes all steps of a row unknown. */
  clearRow(row: number, accept: number): void {
    const { shorts, cells } = this.#memory;
    for (let block = 0; block < this.#blocks; block += 1) {
      const first = (this.#blockAt(block) >> 1) + row * rowCells;
      shorts.fill(0, first, first + rowCells);
    }
    cells[(this.acceptsAt >> 2) + row] = accept;
  }

  link(row: number, column: number, next: number): void {
    this.#memory.shorts[this.#cellOf(column) + row * rowCells] = next;
  }

  giveBack(): void {
    this.#memory.givePages(this.#at, this.#pages);
    this.#pages = 0;
  }

  /** Address of row 0 in a block. */
  #blockAt(block: number): number {
    return this.#at + ((block * (this.quiet + this.accepting) + this.accepting) << rowShift);
  }

  /** Index of the cell that a column has in row 0. */
  #cellOf(column: number): number {
    const place = this.#order[column] as number;
    const block = Math.floor(place / rowCells);
    return (this.#blockAt(block) >> 1) + (place % rowCells);
  }
}
