import type { Automaton } from './types.js';

/** How often a table may be thrown away in one scan. */
const mostClears = 4;

/** What has come of a call: the step is there, or the table was thrown away instead, or the scan is to be given up. */
export type Grown = 'linked' | 'cleared' | 'given up';

/** Calls for steps that are not known, for one scan. */
export class Growth {
  #clears = 0;

  reset(): void {
    this.#clears = 0;
  }

  step(automaton: Automaton, row: number, column: number): Grown {
    const { generation } = automaton.table;
    if (!automaton.grow(row, column)) return 'given up';
    if (automaton.table.generation === generation) return 'linked';
    this.#clears += 1;
    return this.#clears > mostClears ? 'given up' : 'cleared';
  }
}
