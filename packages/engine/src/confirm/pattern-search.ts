import { Instructions } from './instructions.js';
import { LazyAutomaton, unknown } from './lazy-automaton.js';
import { Leaps } from './leaps.js';
import { readSyntax } from './syntax.js';

/** The steps of a pattern; undefined if it must be left to RE2. */
function instructionsOf(source: string): Instructions | undefined {
  try {
    return new Instructions(readSyntax(source));
  } catch {
    // For whatever reason it cannot be read: RE2 can.
    return undefined;
  }
}

/** The automaton of a pattern; undefined if it must be left to RE2. */
export function automatonOf(source: string): LazyAutomaton | undefined {
  const instructions = instructionsOf(source);
  return instructions === undefined ? undefined : new LazyAutomaton(instructions);
}

/** With more classes than fit into these bits the table of places would be too large to be quick. */
const mostBits = 6;
/** Bytes that a search may look at, and 3 more for every 8 bytes of the text, before RE2 would have been quicker. */
const leastReads = 32;

/** After a search that RE2 would have won, so many others are left to it. */
const pause = 128;

/**
 * Finds the first match of a pattern: leaps to where one may begin, and tries the automaton there, but for places that the
 * byte before and the two at it rule out, which is learnt while it runs.
 */
export class PatternSearch {
  readonly #source: string;
  #automaton: LazyAutomaton | undefined;
  #leaps: Leaps | undefined;
  #isReady = false;
  #bits = 0;
  /** By the classes of three bytes, one bit each: no match begins at the second of them. */
  #never = new Uint32Array(0);
  #pause = 0;

  constructor(source: string) {
    this.#source = source;
  }

  /** Where the match that begins at `at` ends; -1 if none does, -2 if only RE2 can tell. */
  endOf(text: Buffer, at: number): number {
    if (!this.#isReady) this.#prepare();
    return this.#automaton === undefined ? unknown : this.#automaton.endOf(text, at);
  }

  /** Where the first match at or behind `at` begins; -1 if there is none, -2 if RE2 must be asked. */
  find(text: Buffer, at: number): number {
    if (!this.#isReady) this.#prepare();
    if (this.#pause > 0) {
      this.#pause -= 1;
      return unknown;
    }
    const automaton = this.#automaton;
    const leaps = this.#leaps;
    if (automaton === undefined || leaps === undefined) return unknown;
    const { length } = text;
    const { first, next, lead } = leaps;
    const ahead = lead + leaps.length - 1;
    let reads = leastReads + (((length - at) * 3) >> 3);
    for (let last = at + ahead; last < length;) {
      const byte = text[last] as number;
      const leap = first[byte] as number;
      reads -= 1;
      if (leap > 0) {
        last += leap;
        continue;
      }
      const start = last - ahead;
      if (lead === 1 && (text[start] as number) >= 0x80) return unknown;
      const window = start === 0 ? -1 : this.#windowAt(automaton, text, start);
      if (window < 0 || !this.#isNever(window)) {
        const end = automaton.endOf(text, start);
        if (end !== -1) return end === unknown ? unknown : start;
        if (automaton.reach <= 2 && window >= 0) this.#rule(window);
        reads -= automaton.reach;
      }
      if (reads < 0) {
        this.#pause = pause;
        return unknown;
      }
      last += next[byte] as number;
    }
    return -1;
  }

  /** The classes of the byte before `at` and of the two there, as one number. */
  #windowAt({ classes }: LazyAutomaton, text: Buffer, at: number): number {
    const { of: classOf, end } = classes;
    const bits = this.#bits;
    const before = classOf[text[at - 1] as number] as number;
    const here = at < text.length ? (classOf[text[at] as number] as number) : end;
    const behind = at + 1 < text.length ? (classOf[text[at + 1] as number] as number) : end;
    return (((before << bits) | here) << bits) | behind;
  }

  #isNever(window: number): boolean {
    return (((this.#never[window >> 5] as number) >>> (window & 31)) & 1) === 1;
  }

  #rule(window: number): void {
    this.#never[window >> 5] = (this.#never[window >> 5] as number) | (1 << (window & 31));
  }

  #prepare(): void {
    this.#isReady = true;
    const instructions = instructionsOf(this.#source);
    if (instructions === undefined) return;
    const automaton = new LazyAutomaton(instructions);
    this.#automaton = automaton;
    this.#bits = Math.ceil(Math.log2(automaton.classes.count));
    const leaps = new Leaps(instructions.all, instructions.first);
    if (this.#bits > mostBits || leaps.length === 0) return;
    this.#never = new Uint32Array(Math.max(1, (1 << (this.#bits * 3)) >> 5));
    this.#leaps = leaps;
  }
}
