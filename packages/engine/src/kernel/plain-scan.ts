import { Growth } from './growth.js';
import type { Hits } from './hits.js';
import type { PlainTable } from './plain-table.js';
import { acceptOf, handleBits } from './rows.js';
import type { Automaton } from './types.js';

/** Runs an automaton over records, byte by byte. */
export class PlainScan {
  #bytes: Uint8Array = new Uint8Array(0);
  #ends: Uint32Array = new Uint32Array(0);
  readonly #growth = new Growth();

  open(bytes: Uint8Array, ends: Uint32Array): void {
    this.#bytes = bytes;
    this.#ends = ends;
    this.#growth.reset();
  }

  /** Runs over `[from, to)`, which begins with the record `first`. False if the scan is given up. */
  run(automaton: Automaton, table: PlainTable, from: number, to: number, first: number, hits: Hits): boolean {
    const { classes, columns } = table;
    const bytes = this.#bytes;
    let { cells } = table;
    let row = automaton.start;
    let record = first;
    for (let at = from; at < to;) {
      const column = classes[bytes[at] as number] as number;
      let entry = cells[(row >> 2) + column] as number;
      if (entry < 0) {
        entry &= handleBits;
        record = this.#recordAt(record, at);
        if (entry === 0) {
          const growth = this.#growth.step(automaton, row, column);
          if (growth === 'given up') return false;
          if (growth === 'cleared') {
            // What was found in the record is found again.
            hits.dropRecord(record);
            row = automaton.start;
            at = record === first ? from : (this.#ends[record - 1] as number);
          }
          ({ cells } = table);
          continue;
        }
        hits.accept(record, acceptOf(cells, entry, columns), at);
      }
      row = entry;
      at += 1;
    }
    return true;
  }

  #recordAt(from: number, at: number): number {
    let record = from;
    while ((this.#ends[record] as number) <= at) record += 1;
    return record;
  }
}
