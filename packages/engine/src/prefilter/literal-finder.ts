import type { Buffer } from 'node:buffer';
import { buildAutomaton, type Automaton } from './automaton.js';

/** Bits to set in a word of the planes. */
export interface Mark {
  readonly word: number;
  readonly bit: number;
}

/** Finds the literals of one alphabet, and marks for each what it stands for. */
export class LiteralFinder {
  readonly automaton: Automaton;
  /** For each accepting state where its entries begin: a word of the planes, and the bits to set in it. */
  readonly #begins: Uint32Array;
  readonly #words: Uint32Array;
  readonly #bits: Uint32Array;
  /** The number of the search that last met the state: it has no more to tell in the same text. */
  readonly #met: Float64Array;
  #search = 0;

  constructor(marks: ReadonlyMap<string, readonly Mark[]>, letters: Uint8Array) {
    const literals = [...marks.keys()];
    const meanings = [...marks.values()];
    this.automaton = buildAutomaton(literals, letters);
    const { accepted } = this.automaton;
    this.#met = new Float64Array(accepted.length);
    this.#begins = new Uint32Array(accepted.length + 1);
    const words: number[] = [];
    const bits: number[] = [];
    accepted.forEach((found, state) => {
      const byWord = new Map<number, number>();
      for (const literal of found) {
        for (const { word, bit } of meanings[literal] as readonly Mark[])
          byWord.set(word, (byWord.get(word) ?? 0) | bit);
      }
      words.push(...byWord.keys());
      bits.push(...byWord.values());
      this.#begins[state + 1] = words.length;
    });
    this.#words = Uint32Array.from(words);
    this.#bits = Uint32Array.from(bits);
  }

  /** Sets in `planes` what the literals in `bytes[start, end)` stand for. */
  search(bytes: Buffer, start: number, end: number, planes: Uint32Array): void {
    this.#search += 1;
    const { classes, table, firstAccepting } = this.automaton;
    let state = 0;
    for (let at = start; at < end; at += 1) {
      let byte = bytes[at] as number;
      // ſ and K, which RE2 takes for s and k where case is ignored.
      if (byte === 0xc5 && at + 1 < end && bytes[at + 1] === 0xbf) {
        byte = 0x73;
        at += 1;
      } else if (byte === 0xe2 && at + 2 < end && bytes[at + 1] === 0x84 && bytes[at + 2] === 0xaa) {
        byte = 0x6b;
        at += 2;
      }
      state = table[state + (classes[byte] as number)] as number;
      if (state >= firstAccepting) this.#acceptOnce(state, planes);
    }
  }

  get stateCount(): number {
    return this.automaton.table.length / this.automaton.columns;
  }

  /** The number of what a state accepts; -1 for nothing. */
  acceptedIn(state: number): number {
    const { table, columns, firstAccepting } = this.automaton;
    return state < firstAccepting ? -1 : (table[state + columns - 1] as number);
  }

  /** Sets in `planes` what the literals stand for that a state accepts, by its number. */
  accept(accepted: number, planes: Uint32Array): void {
    const end = this.#begins[accepted + 1] as number;
    for (let entry = this.#begins[accepted] as number; entry < end; entry += 1) {
      const word = this.#words[entry] as number;
      planes[word] = (planes[word] as number) | (this.#bits[entry] as number);
    }
  }

  #acceptOnce(state: number, planes: Uint32Array): void {
    const accepted = this.acceptedIn(state);
    if (this.#met[accepted] === this.#search) return;
    this.#met[accepted] = this.#search;
    this.accept(accepted, planes);
  }
}
