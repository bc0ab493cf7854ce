/** Bytes 0x80 and above of a literal stand for themselves, as all others do but for capital letters. */
function foldByte(byte: number): number {
  return byte >= 0x41 && byte <= 0x5a ? byte + 0x20 : byte;
}

/**
 * Finds all of many literals in one pass: the automaton of Aho and Corasick, every step spelled out in a table, over
 * classes of bytes. Capital ASCII letters are read as small ones.
 */
export interface Automaton {
  /** The class of each byte. */
  readonly classes: Uint8Array;
  /**
   * A row for each state: the next state by class, and in its last column what it accepts. A state is the offset of its
   * row. State 0 is the first.
   */
  readonly table: Int32Array;
  readonly columns: number;
  /** Offset of the first state that accepts: all behind it do. */
  readonly firstAccepting: number;
  /** What each accepting state has found: indexes of literals, ascending. */
  readonly accepted: readonly (readonly number[])[];
}

class Trie {
  readonly #classes: Uint8Array;
  readonly #columns: number;
  /** -1: no such child yet. */
  readonly next: number[][] = [];
  readonly found: number[][] = [];

  constructor(classes: Uint8Array, columns: number) {
    this.#classes = classes;
    this.#columns = columns;
    this.#addState();
  }

  #addState(): number {
    this.found.push([]);
    return this.next.push(new Array<number>(this.#columns).fill(-1)) - 1;
  }

  row(state: number): number[] {
    return this.next[state] as number[];
  }

  foundAt(state: number): number[] {
    return this.found[state] as number[];
  }

  add(literal: string, index: number): void {
    let state = 0;
    for (let at = 0; at < literal.length; at += 1) {
      const column = this.#classes[literal.charCodeAt(at)] as number;
      const row = this.row(state);
      if (row[column] === -1) row[column] = this.#addState();
      state = row[column] as number;
    }
    this.foundAt(state).push(index);
  }

  /** Fills in the steps that go on with a shorter literal, in order of depth. */
  close(): void {
    const fails = [0];
    const queue = [0];
    for (const state of queue) {
      const fail = fails[state] as number;
      const fallback = state === 0 ? undefined : this.row(fail);
      if (state !== 0) this.foundAt(state).push(...this.foundAt(fail));
      this.row(state).forEach((child, column) => {
        const other = fallback?.[column] ?? 0;
        if (child === -1) this.row(state)[column] = other;
        else {
          fails[child] = other;
          queue.push(child);
        }
      });
    }
  }
}

function classify(literals: readonly string[]): { classes: Uint8Array; count: number } {
  const classes = new Uint8Array(256);
  let count = 1;
  for (const literal of literals) {
    for (let at = 0; at < literal.length; at += 1) {
      const byte = literal.charCodeAt(at);
      if (classes[byte] === 0) classes[byte] = count++;
    }
  }
  for (let byte = 0x41; byte <= 0x5a; byte += 1) classes[byte] = classes[foldByte(byte)] as number;
  return { classes, count };
}

/** Builds the automaton of literals without capital letters, none of them empty, as Latin-1. */
export function buildAutomaton(literals: readonly string[]): Automaton {
  const { classes, count } = classify(literals);
  const trie = new Trie(classes, count);
  literals.forEach((literal, index) => {
    trie.add(literal, index);
  });
  trie.close();
  const columns = count + 1;
  const states = trie.found.map((found, state) => ({ found, state }));
  const ordered = [
    ...states.filter(({ found }) => found.length === 0),
    ...states.filter(({ found }) => found.length > 0),
  ];
  const offsets = new Int32Array(ordered.length);
  ordered.forEach(({ state }, place) => {
    offsets[state] = place * columns;
  });
  const accepted = trie.found.filter((found) => found.length > 0);
  const firstPlace = ordered.length - accepted.length;
  const table = new Int32Array(ordered.length * columns);
  ordered.forEach(({ state }, place) => {
    trie.row(state).forEach((next, column) => {
      table[place * columns + column] = offsets[next] as number;
    });
    table[place * columns + count] = place - firstPlace;
  });
  return { classes, table, columns, firstAccepting: firstPlace * columns, accepted };
}
