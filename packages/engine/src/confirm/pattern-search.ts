import RE2 from 're2';
import { Instructions } from './instructions.js';
import { LazyAutomaton, sides, unknown } from './lazy-automaton.js';
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

/** Bytes that a search may look at, and 3 more for every 8 bytes of the text, before RE2 would have been quicker. */
const leastReads = 64;
/** After a search that RE2 would have won, so many others are left to it. */
const pause = 16;
/** To ask RE2 about one place takes as long as so many looks at a byte. */
const costOfCall = 128;
/** Only a search in at least such a part of the rest of a text is as dear as one of RE2, which goes on to the text's end. */
const wideShare = 4;
/** A character takes up to so many bytes more than one. */
const further = 3;

/**
 * Finds the first match of a pattern: leaps to where one may begin, and tries the automaton there, but for places that the
 * two bytes there, and the kind of the one before, rule out, which is learnt while it runs.
 */
export class PatternSearch {
  readonly #source: string;
  #automaton: LazyAutomaton | undefined;
  #leaps: Leaps | undefined;
  /** Asked where the automaton cannot tell. */
  #regex: RE2 | undefined;
  #isReady = false;
  #bits = 0;
  /** By what stands before, and the classes of two bytes, one bit each: no match begins at the first of them. */
  #never = new Uint32Array(0);
  #pause = 0;

  constructor(source: string) {
    this.#source = source;
  }

  /** Where the match that begins at `at` of a text ends; -1 if none does, -2 if only RE2 can tell. */
  endOf(text: Buffer, at: number): number {
    if (!this.#isReady) this.#prepare();
    return this.#automaton === undefined ? unknown : this.#automaton.endOf(text, 0, text.length, at);
  }

  /**
   * Where the first match begins in the text from `start` up to `end` of which the first byte is one from `from` to `to`; -1 if
   * there is none, -2 if RE2 must be asked.
   */
  find(bytes: Buffer, start: number, end: number, from: number, to: number): number {
    if (!this.#isReady) this.#prepare();
    const isWide = (Math.min(to, end) - from) * wideShare >= end - from;
    if (this.#pause > 0 && isWide) {
      this.#pause -= 1;
      return unknown;
    }
    const automaton = this.#automaton;
    const leaps = this.#leaps;
    if (automaton === undefined || leaps === undefined) return unknown;
    const { first, next, lead } = leaps;
    const ahead = lead + leaps.length - 1;
    let reads = leastReads + (((end - from) * 3) >> 3);
    const stop = Math.min(end, to + ahead + lead * further + 1);
    for (let last = from + ahead; last < stop;) {
      const byte = bytes[last] as number;
      const leap = first[byte] as number;
      reads -= 1;
      if (leap > 0) {
        last += leap;
        continue;
      }
      // The first character may be a longer one, and so begin further in front.
      const begin = lead === 1 ? beginOfCharacter(bytes, from, last - ahead) : last - ahead;
      if (begin > to) break;
      const place = this.#placeOf(automaton, bytes, start, end, begin);
      if (begin >= from && !this.#isNever(place)) {
        const found = automaton.endOf(bytes, start, end, begin);
        if (found >= 0) return begin;
        if (found === unknown) {
          if (this.#asksAt(bytes, start, end, begin)) return begin;
          reads -= costOfCall;
        } else if (automaton.reach <= 2) this.#rule(place);
        reads -= automaton.reach;
      }
      if (reads < 0) {
        if (isWide) this.#pause = pause;
        return unknown;
      }
      last += next[byte] as number;
    }
    return -1;
  }

  /** Whether a match begins at `at`, by RE2. */
  #asksAt(bytes: Buffer, start: number, end: number, at: number): boolean {
    this.#regex ??= new RE2(this.#source, 'y');
    this.#regex.lastIndex = at - start;
    return this.#regex.test(bytes.subarray(start, end));
  }

  /** What stands before `at` and the classes of the two bytes there, as one number. */
  #placeOf(automaton: LazyAutomaton, bytes: Buffer, start: number, end: number, at: number): number {
    const { of: classOf, end: endClass } = automaton.classes;
    const bits = this.#bits;
    const here = classOf[bytes[at] as number] as number;
    const behind = at + 1 < end ? (classOf[bytes[at + 1] as number] as number) : endClass;
    return (((automaton.sideBefore(bytes, start, at) << bits) | here) << bits) | behind;
  }

  #isNever(place: number): boolean {
    return (((this.#never[place >> 5] as number) >>> (place & 31)) & 1) === 1;
  }

  #rule(place: number): void {
    this.#never[place >> 5] = (this.#never[place >> 5] as number) | (1 << (place & 31));
  }

  #prepare(): void {
    this.#isReady = true;
    const instructions = instructionsOf(this.#source);
    if (instructions === undefined) return;
    const automaton = new LazyAutomaton(instructions);
    this.#automaton = automaton;
    const leaps = new Leaps(instructions.all, instructions.first);
    if (leaps.length === 0) return;
    this.#bits = Math.ceil(Math.log2(automaton.classes.count));
    this.#never = new Uint32Array(Math.max(1, (sides << (this.#bits * 2)) >> 5));
    this.#leaps = leaps;
  }
}

/** Where the character begins that the byte at `at` belongs to; before `from` if it does not begin there. */
function beginOfCharacter(bytes: Buffer, from: number, at: number): number {
  let begin = at;
  while (begin >= from && ((bytes[begin] as number) & 0xc0) === 0x80) begin -= 1;
  return begin;
}
