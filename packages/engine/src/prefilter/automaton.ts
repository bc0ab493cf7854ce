/**
 * Finds all of many literals in one pass: the automaton of Aho and Corasick, every step spelled out in a table, over
 * classes of bytes.
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

/** A class for each byte that stands in a literal, shared by the bytes that are read as it; 0 for all others. */
function classify(literals: readonly string[], letters: Uint8Array): { classes: Uint8Array; count: number } {
  const own = new Uint8Array(256);
  let count = 1;
  for (const literal of literals) {
    for (let at = 0; at < literal.length; at += 1) {
      const byte = literal.charCodeAt(at);
      if (own[byte] === 0) own[byte] = count++;
    }
  }
  return { classes: letters.map((letter) => own[letter] as number), count };
}

/** Builds the automaton of literals, none of them empty, as Latin-1. `letters`: what each byte of a text is read as. */
export function buildAutomaton(literals: readonly string[], letters: Uint8Array): Automaton {
  const { classes, count } = classify(literals, letters);
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
