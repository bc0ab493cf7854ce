import type { Automaton } from './types.js';

/** How often a table may be thrown away in one scan. */
const mostClears = 4;

/** What has come of a call: the step is there, or the table was thrown away instead, or the automaton gives up. */
export type Grown = 'linked' | 'cleared' | 'given up';

/** Calls for steps that are not known, for one scan. */
export class Growth {
  readonly #clears: Uint8Array;

  constructor(automata: number) {
    this.#clears = new Uint8Array(automata);
  }

  reset(): void {
    this.#clears.fill(0);
  }

  /** `index`: of the automaton among those of the scan. */
  step(automaton: Automaton, index: number, row: number, column: number): Grown {
    const { generation } = automaton.table;
    if (!automaton.grow(row, column)) return 'given up';
    if (automaton.table.generation === generation) return 'linked';
    const clears = (this.#clears[index] as number) + 1;
    this.#clears[index] = clears;
    return clears > mostClears ? 'given up' : 'cleared';
  }
}
