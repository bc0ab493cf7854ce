import type { Automaton, Kernel, StateTable } from '../kernel/index.js';
import type { FactorGroup } from './filter-plan.js';
import { LazyAutomaton } from './lazy-automaton.js';

/** What an automaton may take. */
export interface AutomatonLimits {
  /** States that are kept; beyond, all are forgotten, and made anew as logs reach them. */
  readonly mostStates: number;
  /** States that may be made at the begin, and at most at a time: a text that needs ever new ones is not worth them. */
  readonly mostSaved: number;
  /** Bytes that earn the making of one more state. */
  readonly bytesPerState: number;
}

export const automatonLimits: AutomatonLimits = { mostStates: 49_152, mostSaved: 16_384, bytesPerState: 256 };

/** The automaton of one group of factors, in the memory of a kernel: its states go there when they are first reached. */
export class GroupAutomaton implements Automaton {
  readonly table: StateTable;
  /** In numbers of the plan. */
  readonly factors: readonly number[];
  readonly #automaton: LazyAutomaton;
  /** Row by state, and state by place of its row. */
  readonly #rows: number[] = [];
  readonly #states: number[] = [];
  readonly #accepted: Uint32Array[] = [];
  readonly #limits: AutomatonLimits;
  #savings: number;

  constructor({ positions, factors }: FactorGroup, kernel: Kernel, limits = automatonLimits) {
    this.factors = factors;
    this.#limits = limits;
    this.#savings = limits.mostSaved;
    this.#automaton = new LazyAutomaton(positions);
    this.table = kernel.createTable(this.#automaton.classes, limits.mostStates);
    this.#rowOf(0);
  }

  get start(): number {
    return this.#rows[0] as number;
  }

  /** The factors, in numbers of the plan, that an accept number stands for. */
  factorsOf(accept: number): Uint32Array {
    let accepted = this.#accepted[accept];
    if (accepted === undefined) {
      const own = this.#automaton.accepts[accept] as readonly number[];
      accepted = Uint32Array.from(own, (factor) => this.factors[factor] as number);
      this.#accepted[accept] = accepted;
    }
    return accepted;
  }

  open(bytes: number): void {
    const { mostSaved, bytesPerState } = this.#limits;
    this.#savings = Math.min(mostSaved, this.#savings + bytes / bytesPerState);
  }

  grow(row: number, column: number): boolean {
    if (this.#savings < 0) return false;
    const state = this.#states[this.table.indexOf(row)] as number;
    const next = this.#rowOf(this.#automaton.next(state, column));
    if (next > 0) {
      this.table.link(row, column, next);
      return true;
    }
    this.table.clear();
    this.#automaton.reset();
    this.#rows.length = 0;
    this.#states.length = 0;
    this.#rowOf(0);
    return true;
  }

  /** 0 if there is no room for it. */
  #rowOf(state: number): number {
    const known = this.#rows[state];
    if (known !== undefined) return known;
    this.#savings -= 1;
    const row = this.table.addRow(this.#automaton.acceptOf(state));
    if (row === 0) return 0;
    this.#rows[state] = row;
    this.#states.push(state);
    return row;
  }
}
