import { Instructions } from './instructions.js';
import { LazyAutomaton, unknown } from './lazy-automaton.js';
import { readSyntax, Unreadable } from './syntax.js';

/** The automaton of a pattern; undefined if it must be left to RE2. */
export function automatonOf(source: string): LazyAutomaton | undefined {
  try {
    return new LazyAutomaton(new Instructions(readSyntax(source)));
  } catch (error) {
    if (error instanceof Unreadable) return undefined;
    throw error;
  }
}

/** With more classes than fit into these bits the table of places would be too large to be quick. */
const mostBits = 6;
/** What a search may read, for each byte of the text and for any text: there are patterns that could take far longer. */
const mostReads = 8;
const leastReads = 256;

/**
 * Finds the first match of a pattern, by trying the automaton where the byte before a place and the two at it do not rule
 * a match out. What they rule out is learnt while it runs.
 */
export class PatternSearch {
  readonly #source: string;
  #automaton: LazyAutomaton | undefined;
  #isReady = false;
  #bits = 0;
  /** By the classes of three bytes, one bit each: no match begins at the second of them. */
  #never = new Uint32Array(0);

  constructor(source: string) {
    this.#source = source;
  }

  /** Where the match that begins at `at` ends; -1 if none does, -2 if only RE2 can tell. */
  endOf(text: Buffer, at: number): number {
    if (!this.#isReady) this.#prepare();
    return this.#automaton === undefined ? unknown : this.#automaton.endOf(text, at);
  }

  /** Where the first match at or behind `at` begins; -1 if there is none, -2 if only RE2 can tell. */
  find(text: Buffer, at: number): number {
    if (!this.#isReady) this.#prepare();
    const automaton = this.#automaton;
    if (automaton === undefined) return unknown;
    if (at > 0) return this.#findBehind(automaton, text, at);
    // Nothing stands before: the begin is like no other place.
    const end = automaton.endOf(text, 0);
    if (end === -1) return this.#findBehind(automaton, text, 1);
    return end === unknown ? unknown : 0;
  }

  #findBehind(automaton: LazyAutomaton, text: Buffer, first: number): number {
    const { of: classOf, end: endClass } = automaton.classes;
    const { length } = text;
    if (first > length) return -1;
    const never = this.#never;
    const bits = this.#bits;
    const mask = (1 << (bits * 3)) - 1;
    let reads = (length - first) * mostReads + leastReads;
    let window = classOf[text[first - 1] as number] as number;
    window = (window << bits) | (first < length ? (classOf[text[first] as number] as number) : endClass);
    for (let at = first; at <= length; at += 1) {
      const behind = at + 1 < length ? (classOf[text[at + 1] as number] as number) : endClass;
      window = ((window << bits) | behind) & mask;
      if ((((never[window >> 5] as number) >>> (window & 31)) & 1) === 1) continue;
      const end = automaton.endOf(text, at);
      if (end !== -1) return end === unknown ? unknown : at;
      const { reach } = automaton;
      if (reach <= 2) never[window >> 5] = (never[window >> 5] as number) | (1 << (window & 31));
      reads -= reach;
      if (reads < 0) return unknown;
    }
    return -1;
  }

  #prepare(): void {
    this.#isReady = true;
    const automaton = automatonOf(this.#source);
    if (automaton === undefined) return;
    this.#bits = Math.ceil(Math.log2(automaton.classes.count));
    if (this.#bits > mostBits) return;
    this.#never = new Uint32Array(Math.max(1, (1 << (this.#bits * 3)) >> 5));
    this.#automaton = automaton;
  }
}
