import type { Hits } from './hits.js';
import { cutPieces, mostPieces, pieceWidth } from './pieces.js';
import { PlainScan } from './plain-scan.js';
import { markSigns } from './plain-signs.js';
import { PlainTable } from './plain-table.js';
import type { Automaton, Kernel, StateTable } from './types.js';

const noBytes = new Uint8Array(0);
const noEnds = new Uint32Array(0);

function tableOf({ table }: Automaton): PlainTable {
  if (table instanceof PlainTable) return table;
  throw new TypeError('the table was made by another kernel');
}

/** The kernel in plain TypeScript, for where WebAssembly is missing and as the judge of the other one. */
export class PlainKernel implements Kernel {
  readonly kind = 'plain';
  readonly #scan = new PlainScan();
  #bytes: Uint8Array = noBytes;
  #ends: Uint32Array = noEnds;
  #count = 0;
  readonly #pieces = new Uint32Array(mostPieces * pieceWidth);
  #signs = new Uint8Array(64);

  createTable(classes: Uint8Array, maxRows: number): StateTable {
    return new PlainTable(classes, maxRows);
  }

  load(bytes: Uint8Array, ends: Uint32Array, count = ends.length): void {
    this.#bytes = bytes;
    this.#ends = ends;
    this.#count = count;
  }

  scan(automaton: Automaton, hits: Hits): boolean {
    hits.reset();
    const pieces = this.#pieces;
    const end = cutPieces(this.#ends, this.#count, pieces, 0) * pieceWidth;
    const table = tableOf(automaton);
    this.#scan.open(this.#bytes, this.#ends);
    for (let at = 0; at < end; at += pieceWidth) {
      const [from, to, first] = [pieces[at] as number, pieces[at + 1] as number, pieces[at + 2] as number];
      if (!this.#scan.run(automaton, table, from, to, first, hits)) {
        hits.reset();
        return false;
      }
    }
    return true;
  }

  signs(): Uint8Array {
    if (this.#signs.length < this.#count) this.#signs = new Uint8Array(this.#count * 2);
    return markSigns(this.#bytes, this.#ends, this.#count, this.#signs);
  }
}
