import type { Automaton, Hits, Kernel, StateTable } from '../../src/kernel/index.js';

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
  /** Steps that it may still be asked for before it gives up. */
  steps = Infinity;
  /** Steps that it may still be asked for before it throws its table away, once. */
  forgetAfter = Infinity;
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

  grow(row: number, column: number): boolean {
    if (this.steps === 0) return false;
    this.steps -= 1;
    this.forgetAfter -= 1;
    const read = (this.#states[this.table.indexOf(row)] as string) + (this.#letters[column] as string);
    const next = this.forgetAfter === 0 ? 0 : this.#rowOf(this.#longestBegin(read));
    if (next !== 0) this.table.link(row, column, next);
    else {
      this.table.clear();
      this.#rows.clear();
      this.#states = [];
      this.start = this.#rowOf('');
    }
    return true;
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

/** A hit as `record:accept@first-last`. */
function described(record: number, accept: number, first: number, last: number): string {
  return `${record}:${accept}@${first}-${last}`;
}

export function listed({ count, records, accepts, firsts, lasts }: Hits): string[] {
  return Array.from({ length: count }, (_, at) =>
    described(records[at] ?? -1, accepts[at] ?? -1, firsts[at] ?? -1, lasts[at] ?? -1),
  );
}

/**
 * Where words end in each record, as in the frame that `framed` makes of the records: places side by side are one. Of words
 * that end alike the first one counts, as in the finder. Records and words are Latin-1.
 */
export function findWords(records: readonly string[], words: readonly string[]): string[] {
  let start = 0;
  return records.flatMap((record, index) => {
    const hits: { accept: number; first: number; last: number }[] = [];
    for (let end = 1; end <= record.length; end += 1) {
      const accept = words.findIndex((word) => record.endsWith(word, end));
      if (accept < 0) continue;
      const at = start + end - 1;
      const before = hits.at(-1);
      if (before?.last === at - 1 && before.accept === accept) before.last = at;
      else hits.push({ accept, first: at, last: at });
    }
    start += record.length + 1;
    return hits.map(({ accept, first, last }) => described(index, accept, first, last));
  });
}
