import type { Automaton, Kernel, StateTable } from '../../src/kernel/index.js';

/** Ends of records, each of which is given its newline. */
export function framed(records: readonly (string | Buffer)[]): { bytes: Buffer; ends: Uint32Array } {
  const parts = records.map((record) => Buffer.concat([Buffer.from(record as string), Buffer.from('\n')]));
  let end = 0;
  return { bytes: Buffer.concat(parts), ends: Uint32Array.from(parts, ({ length }) => (end += length)) };
}

/**
 * Finds words, in the slow and plain way: a state is the longest end of what was read that begins a word. Built while it
 * runs, and thrown away when it has `maxRows` rows.
 */
export class WordFinder implements Automaton {
  readonly table: StateTable;
  start = 0;
  readonly #words: readonly string[];
  /** A byte of each class. */
  readonly #letters: string[];
  readonly #rows = new Map<string, number>();
  #states: string[] = [];

  constructor(kernel: Kernel, words: readonly string[], maxRows = 100_000) {
    this.#words = words;
    this.#letters = ['\0', ...new Set(words.join(''))];
    const classes = new Uint8Array(256);
    this.#letters.forEach((letter, index) => {
      classes[letter.charCodeAt(0)] = index;
    });
    this.table = kernel.createTable(classes, maxRows);
    this.start = this.#rowOf('');
  }

  grow(row: number, column: number): void {
    const read = (this.#states[this.table.indexOf(row)] as string) + (this.#letters[column] as string);
    const next = this.#rowOf(this.#longestBegin(read));
    if (next !== 0) this.table.link(row, column, next);
    else {
      this.table.clear();
      this.#rows.clear();
      this.#states = [];
      this.start = this.#rowOf('');
    }
  }

  #longestBegin(read: string): string {
    for (let from = 0; from < read.length; from += 1) {
      const end = read.slice(from);
      if (this.#words.some((word) => word.startsWith(end))) return end;
    }
    return '';
  }

  #rowOf(state: string): number {
    const known = this.#rows.get(state);
    if (known !== undefined) return known;
    const row = this.table.addRow(this.#words.findIndex((word) => state.endsWith(word)));
    if (row === 0) return 0;
    this.#rows.set(state, row);
    this.#states.push(state);
    return row;
  }
}

/** The words that stand in each record, as pairs. Of words that end alike the first one counts, as in the finder. */
export function findWords(records: readonly string[], words: readonly string[]): string[] {
  return records.flatMap((record, index) => {
    const found = new Set<number>();
    for (let end = 1; end <= record.length; end += 1) {
      const accept = words.findIndex((word) => record.endsWith(word, end));
      if (accept >= 0) found.add(accept);
    }
    return [...found].map((accept) => `${index}:${accept}`);
  });
}
