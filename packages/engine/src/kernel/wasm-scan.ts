import { addAccepted, createAccepted } from './accepted.js';
import { Growth } from './growth.js';
import type { Met } from './met.js';
import { mostAutomata, scanCell, stop, traceCells, tracesCell } from './scan-cells.js';
import type { Accepted, Automaton, MetNumbers, Scan } from './types.js';
import type { WasmInput } from './wasm-input.js';
import { lendTo, LentPages } from './wasm-lent.js';
import { WasmMemo } from './wasm-memo.js';
import type { WasmMemory } from './wasm-memory.js';
import type { KernelExports } from './wasm-module.js';
import type { WasmOutput } from './wasm-output.js';
import { WasmSets } from './wasm-sets.js';
import { WasmTable } from './wasm-table.js';

/** Bytes of a list of columns, one automaton's. */
const columnBytes = 1024;
const digits = Array.from({ length: 10 }, (_, digit) => 0x30 + digit);

/** What all scans of a kernel work with. */
export interface WasmParts {
  readonly exports: KernelExports;
  readonly memory: WasmMemory;
  readonly input: WasmInput;
  readonly output: WasmOutput;
}

/** Leads several automata over words that it remembers; kernel/README.md. */
export class WasmScan implements Scan {
  readonly #parts: WasmParts;
  readonly #automata: readonly Automaton[];
  readonly #tables: readonly WasmTable[];
  readonly #numbers: MetNumbers;
  readonly #growth: Growth;
  readonly #accepted: Accepted;
  readonly #memo: WasmMemo;
  readonly #sets: WasmSets;
  readonly #columns: LentPages;
  /** For each automaton where its table stood when its columns were written. */
  readonly #tablesAt: Int32Array;
  readonly #fours: number;
  readonly #foldsDigits: boolean;
  /** What is remembered is of other states. */
  #isStale = true;

  constructor(parts: WasmParts, automata: readonly Automaton[], numbers: MetNumbers) {
    if (automata.length > mostAutomata) throw new RangeError('more automata than the kernel has room for');
    this.#parts = parts;
    this.#automata = automata;
    this.#tables = automata.map((automaton) => this.#tableOf(automaton));
    this.#numbers = numbers;
    this.#growth = new Growth(automata.length);
    this.#accepted = createAccepted(automata.length);
    this.#fours = Math.max(1, Math.ceil(automata.length / 4));
    this.#memo = new WasmMemo(parts.memory, this.#fours);
    this.#sets = new WasmSets(parts.memory, parts.exports, numbers);
    this.#columns = new LentPages(parts.memory);
    lendTo(this, this.#columns);
    const bytes = this.#fours * 4 * columnBytes;
    if (!this.#columns.exchange(bytes, 0)) throw new RangeError('the kernel has no memory for a scan');
    // An automaton that is not there stays in row 0: its cells are the kernel's first bytes, which are 0.
    parts.memory.bytes.fill(0, this.#columns.at, this.#columns.at + bytes);
    this.#tablesAt = new Int32Array(automata.length);
    this.#foldsDigits = this.#tables.every(({ classes }) =>
      digits.every((digit) => classes[digit] === classes[0x30]),
    );
  }

  run(bytes: number, keepsAll: boolean, into: Met): void {
    into.reset();
    this.#growth.reset();
    for (const automaton of this.#automata) automaton.open(bytes);
    const { exports, input, output } = this.#parts;
    this.#open(keepsAll);
    if (this.#isStale) this.#restart(into);
    else exports.openRecord();
    for (let reason = exports.run(); reason !== stop.done; reason = exports.run()) {
      if (reason === stop.step) this.#growAutomaton(into);
      else if (reason === stop.number) this.#number();
      else if (reason === stop.set) this.#sets.addUnion();
      else if (reason === stop.room) output.grow();
      else this.#growMemo(into);
    }
    this.#memo.keep();
    this.#sets.keep();
    this.#isStale = into.isLost.includes(1);
    output.take(into, input.at);
  }

  forget(): void {
    this.#sets.forget();
    this.#isStale = true;
  }

  close(): void {
    this.#memo.giveBack();
    this.#sets.giveBack();
    this.#columns.giveBack();
  }

  #tableOf({ table }: Automaton): WasmTable {
    if (table instanceof WasmTable && table.memory === this.#parts.memory) return table;
    throw new TypeError('the table was made by another kernel');
  }

  #open(keepsAll: boolean): void {
    const { memory, input, output } = this.#parts;
    this.#memo.open();
    this.#sets.open();
    output.open();
    const { cells } = memory;
    cells[scanCell.inputAt] = input.at;
    cells[scanCell.endsAt] = input.endsAt;
    cells[scanCell.signsAt] = input.signsAt;
    cells[scanCell.recordCount] = input.count;
    cells[scanCell.fours] = this.#fours;
    cells[scanCell.columnsAt] = this.#columns.at;
    cells[scanCell.foldsDigits] = this.#foldsDigits ? -1 : 0;
    cells[scanCell.keepsAll] = keepsAll ? 1 : 0;
    cells[scanCell.record] = cells[scanCell.settled] = cells[scanCell.found] = 0;
    this.#writeColumns();
  }

  /** Tells the kernel of tables that have moved. */
  #writeColumns(): void {
    for (const [index, { place }] of this.#tables.entries()) {
      if (this.#tablesAt[index] === place.acceptsAt) continue;
      this.#parts.memory.cells.set(place.columnsAt, (this.#columns.at + index * columnBytes) >> 2);
      this.#tablesAt[index] = place.acceptsAt;
    }
  }

  /** Numbers the first state, in which every automaton stands that has not given up. What is remembered must be empty. */
  #restart({ isLost }: Met): void {
    this.#memo.clear();
    const { exports, memory } = this.#parts;
    const first = (memory.cells[scanCell.statesAt] as number) >> 1;
    memory.shorts.fill(0, first, first + this.#fours * 4);
    for (const [index, { start }] of this.#automata.entries())
      if (isLost[index] === 0) memory.shorts[first + index] = start;
    exports.addState();
    exports.openRecord();
  }

  /**
   * Goes back to the first record, and keeps all in which anything is met: beside what is lost it may be all that is asked for.
   */
  #beginAnew(): void {
    const { cells } = this.#parts.memory;
    cells[scanCell.keepsAll] = 1;
    cells[scanCell.record] = cells[scanCell.settled] = cells[scanCell.found] = 0;
  }

  #growMemo(into: Met): void {
    this.#memo.grow();
    this.#restart(into);
  }

  /** Has an automaton make the step that it lacks. */
  #growAutomaton(into: Met): void {
    const { bytes, cells, shorts } = this.#parts.memory;
    const index = cells[scanCell.lacking] as number;
    const place = cells[scanCell.lackingAt] as number;
    const state = (cells[scanCell.state] as number) * this.#fours * 4;
    const rowAt =
      place > 0
        ? tracesCell + index * traceCells + place - 1
        : ((cells[scanCell.statesAt] as number) >> 1) + state + index;
    const automaton = this.#automata[index] as Automaton;
    const column = automaton.table.classes[bytes[(cells[scanCell.at] as number) + place] as number] as number;
    const grown = this.#growth.step(automaton, index, (shorts[rowAt] as number) & 0xffff, column);
    this.#writeColumns();
    if (grown === 'linked') return;
    if (grown === 'given up') {
      into.isLost[index] = 1;
      this.#beginAnew();
    }
    this.#restart(into);
  }

  /** Gives the word that was walked last the number of what was met in it. */
  #number(): void {
    const { cells, shorts } = this.#parts.memory;
    const length = cells[scanCell.wordLength] as number;
    const accepted = this.#accepted;
    accepted.count = 0;
    for (let index = 0; index < this.#tables.length; index += 1) {
      const acceptsCell = (this.#tables[index] as WasmTable).place.acceptsAt >> 2;
      const trace = tracesCell + index * traceCells;
      for (let place = 0; place < length; place += 1) {
        const row = shorts[trace + place] as number;
        if (row < 0) addAccepted(accepted, index, cells[acceptsCell + row] as number, place);
      }
    }
    const event = this.#numbers.eventOf(accepted);
    this.#parts.exports.learnMet(event, this.#sets.placeOfEvent(event));
  }
}
