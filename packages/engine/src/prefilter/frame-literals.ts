import { Hits, type Automaton, type Kernel, type StateTable } from '../kernel/index.js';
import type { LiteralFinder } from './literal-finder.js';

/**
 * The automaton of a finder in the memory of a kernel: its states are copied there when they are first reached, and forgotten
 * where there is no room for more.
 */
class KernelAutomaton implements Automaton {
  readonly table: StateTable;
  readonly #finder: LiteralFinder;
  /** Row by state, and state by place of its row. */
  readonly #rows = new Map<number, number>();
  readonly #states: number[] = [];

  constructor(finder: LiteralFinder, kernel: Kernel, mostRows: number) {
    this.#finder = finder;
    this.table = kernel.createTable(finder.automaton.classes, mostRows);
    this.#rowOf(0);
  }

  get start(): number {
    return this.#rows.get(0) as number;
  }

  grow(row: number, column: number): boolean {
    const state = this.#states[this.table.indexOf(row)] as number;
    const next = this.#rowOf(this.#finder.automaton.table[state + column] as number);
    if (next > 0) {
      this.table.link(row, column, next);
      return true;
    }
    this.table.clear();
    this.#rows.clear();
    this.#states.length = 0;
    this.#rowOf(0);
    return true;
  }

  /** 0 if there is no room for it. */
  #rowOf(state: number): number {
    let row = this.#rows.get(state);
    if (row === undefined) {
      row = this.table.addRow(this.#finder.acceptedIn(state));
      if (row === 0) return 0;
      this.#rows.set(state, row);
      this.#states.push(state);
    }
    return row;
  }
}

/** The literals of one finder in all records of a frame, found by the kernel in one go. */
export class FrameLiterals {
  readonly #finder: LiteralFinder;
  readonly #kernel: Kernel;
  readonly #automaton: KernelAutomaton;
  readonly #hits = new Hits();
  #next = 0;

  constructor(finder: LiteralFinder, kernel: Kernel, mostRows = finder.stateCount) {
    this.#finder = finder;
    this.#kernel = kernel;
    this.#automaton = new KernelAutomaton(finder, kernel, mostRows);
  }

  /** Looks through the records that the kernel has loaded. False if there was no room to do so: nothing is known then. */
  search(): boolean {
    this.#next = 0;
    return this.#kernel.scan(this.#automaton, this.#hits);
  }

  /** Sets in `planes` what the literals in a record stand for. Records are asked for in order. */
  mark(record: number, planes: Uint32Array): void {
    const { records, accepts, count } = this.#hits;
    let at = this.#next;
    while (at < count && (records[at] as number) < record) at += 1;
    for (; at < count && records[at] === record; at += 1) this.#finder.accept(accepts[at] as number, planes);
    this.#next = at;
  }
}
