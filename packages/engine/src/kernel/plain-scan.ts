import type { Hits } from './hits.js';
import type { PlainTable } from './plain-table.js';
import { acceptOf, handleBits } from './rows.js';
import { mostClears, type Automaton } from './types.js';

/** Calls for the step that is not known. False if the table was thrown away instead. */
export function growStep(automaton: Automaton, row: number, column: number): boolean {
  const { generation } = automaton.table;
  automaton.grow(row, column);
  return automaton.table.generation === generation;
}

/** Runs an automaton over records, byte by byte. */
export class PlainScan {
  #bytes: Uint8Array = new Uint8Array(0);
  #ends: Uint32Array = new Uint32Array(0);
  #clears = 0;

  open(bytes: Uint8Array, ends: Uint32Array): void {
    this.#bytes = bytes;
    this.#ends = ends;
    this.#clears = 0;
  }

  /** Runs over `[from, to)`, which begins with the record `first`. False if the table was thrown away too often. */
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
          if (!growStep(automaton, row, column)) {
            this.#clears += 1;
            if (this.#clears > mostClears) return false;
            row = automaton.start;
            at = record === first ? from : (this.#ends[record - 1] as number);
          }
          ({ cells } = table);
          continue;
        }
        hits.add(record, acceptOf(cells, entry, columns));
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
