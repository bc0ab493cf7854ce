import { PlainScan, type PlainInput } from './plain-scan.js';
import { markSigns } from './plain-signs.js';
import { PlainTable } from './plain-table.js';
import type { Automaton, Kernel, MetNumbers, Scan, StateTable } from './types.js';

/** The kernel in plain TypeScript, for where WebAssembly is missing and as the judge of the other one. */
export class PlainKernel implements Kernel {
  readonly kind = 'plain';
  readonly #input: PlainInput = {
    bytes: new Uint8Array(0),
    ends: new Uint32Array(0),
    count: 0,
    signs: new Uint8Array(64),
  };

  createTable(classes: Uint8Array, maxRows: number): StateTable {
    return new PlainTable(classes, maxRows);
  }

  createScan(automata: readonly Automaton[], numbers: MetNumbers): Scan {
    return new PlainScan(this.#input, automata, numbers);
  }

  load(bytes: Uint8Array, ends: Uint32Array, count = ends.length): void {
    const input = this.#input;
    input.bytes = bytes;
    input.ends = ends;
    input.count = count;
    if (input.signs.length < count) input.signs = new Uint8Array(count * 2);
    input.signs.fill(0, 0, count);
  }

  signs(): Uint8Array {
    const { bytes, ends, count, signs } = this.#input;
    return markSigns(bytes, ends, count, signs);
  }
}
