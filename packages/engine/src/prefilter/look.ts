import type { Hits } from '../kernel/index.js';
import type { GroupAutomaton } from './group-automaton.js';

/** What the automata of all groups have met in some records. */
export class Look {
  /** What is added to a place in the records to have the place in the buffer that they stand in. Bytes. */
  offset = 0;
  /** By group. */
  readonly hits: readonly Hits[];
  /** By group, 1: its automaton gave up, so that of its factors all may have been met anywhere. */
  readonly isLost: Uint8Array;
  /** By group: the hits of the record that was opened last. */
  readonly from: Uint32Array;
  readonly to: Uint32Array;
  readonly #automata: readonly GroupAutomaton[];

  constructor(automata: readonly GroupAutomaton[], createHits: () => Hits) {
    this.#automata = automata;
    this.hits = automata.map(createHits);
    this.isLost = new Uint8Array(automata.length);
    this.from = new Uint32Array(automata.length);
    this.to = new Uint32Array(automata.length);
  }

  /** Searches the records, of so many bytes, that the kernel has loaded. */
  search(bytes: number, offset: number): void {
    this.offset = offset;
    this.from.fill(0);
    this.to.fill(0);
    for (let group = 0; group < this.#automata.length; group += 1) {
      const automaton = this.#automata[group] as GroupAutomaton;
      // Of a search that was given up no hits are left.
      this.isLost[group] = automaton.search(bytes, this.hits[group] as Hits) ? 0 : 1;
    }
  }

  /** Records are opened in their order. */
  open(record: number): void {
    for (let group = 0; group < this.hits.length; group += 1) {
      const { records, count } = this.hits[group] as Hits;
      let at = this.from[group] as number;
      while (at < count && (records[at] as number) < record) at += 1;
      this.from[group] = at;
      while (at < count && records[at] === record) at += 1;
      this.to[group] = at;
    }
  }
}
