import type { Buffer } from 'node:buffer';
import { buildAutomaton, type Automaton } from './automaton.js';
import { mostSets, type Condition } from './condition.js';
import type { LiteralSet } from './literals.js';
import { longestRun, runClasses, type RunClass } from './runs.js';

/** One pattern, by its place among all: its own condition, and words of which one must stand somewhere near. */
export interface Searched {
  readonly condition: Condition;
  readonly keywords: LiteralSet | undefined;
}

/** A class of runs, and the patterns that ask for so many or fewer, `words` words for each count. */
interface RunMasks {
  readonly of: RunClass;
  readonly masks: Uint32Array;
  /** Patterns that ask for a run at all. */
  readonly asking: Uint32Array;
}

const planes = mostSets + 1;
const keywordPlane = mostSets;

/** The longest run in `bytes[start, end)`, in bytes that count. */
function longestIn(bytes: Uint8Array, start: number, end: number, { members, counted }: RunClass): number {
  let longest = 0;
  let length = 0;
  for (let at = start; at < end; at += 1) {
    const byte = bytes[at] as number;
    if (members[byte] === 1) length += counted[byte] as number;
    else {
      if (length > longest) longest = length;
      length = 0;
    }
  }
  return Math.min(Math.max(longest, length), longestRun);
}

/**
 * Tells for a text which of many patterns may match in it, in one pass over its bytes for all literals, and one for each
 * class of runs. What it leaves out matches for certain nowhere in the text. It keeps no text, and allocates nothing
 * when it searches.
 */
export class Prefilter {
  /** Words of 32 patterns. */
  readonly words: number;
  readonly #automaton: Automaton;
  /** For each accepting state its entries: a word of the planes, and the bits to set in it. */
  readonly #entries: Uint32Array;
  readonly #entryWords: Uint32Array;
  readonly #entryBits: Uint32Array;
  /** The number of the search that last met the state: it has no more to tell in the same text. */
  readonly #met: Uint32Array;
  #search = 0;
  /** One bit for each set of literals and pattern: met, or there is no such set. */
  readonly #planes: Uint32Array;
  readonly #initial: Uint32Array;
  readonly #runs: readonly RunMasks[];

  constructor(patterns: readonly Searched[]) {
    this.words = Math.ceil(patterns.length / 32);
    this.#initial = new Uint32Array(planes * this.words);
    this.#planes = new Uint32Array(planes * this.words);
    const owners = this.#collect(patterns);
    const literals = [...owners.keys()];
    this.#automaton = buildAutomaton(literals);
    const { accepted } = this.#automaton;
    this.#met = new Uint32Array(accepted.length);
    this.#entries = new Uint32Array(accepted.length + 1);
    const words: number[] = [];
    const bits: number[] = [];
    accepted.forEach((found, state) => {
      const byWord = new Map<number, number>();
      for (const literal of found)
        for (const [word, bit] of owners.get(literals[literal] ?? '') ?? [])
          byWord.set(word, (byWord.get(word) ?? 0) | bit);
      words.push(...byWord.keys());
      bits.push(...byWord.values());
      this.#entries[state + 1] = words.length;
    });
    this.#entryWords = Uint32Array.from(words);
    this.#entryBits = Uint32Array.from(bits);
    this.#runs = runClasses.flatMap((of, index) => this.#masksOf(of, index, patterns));
  }

  /** For each literal the words and bits to set. Sets the bits of the sets that a pattern does not have. */
  #collect(patterns: readonly Searched[]): Map<string, [number, number][]> {
    const owners = new Map<string, [number, number][]>();
    patterns.forEach(({ condition, keywords }, index) => {
      for (let plane = 0; plane < planes; plane += 1) {
        const set = plane === keywordPlane ? keywords : condition.literals[plane];
        const word = plane * this.words + (index >> 5);
        const bit = 1 << (index & 31);
        if (set === undefined) this.#initial[word] = (this.#initial[word] as number) | bit;
        for (const literal of set ?? []) {
          const entries = owners.get(literal);
          if (entries === undefined) owners.set(literal, [[word, bit]]);
          else entries.push([word, bit]);
        }
      }
    });
    return owners;
  }

  #masksOf(of: RunClass, index: number, patterns: readonly Searched[]): RunMasks[] {
    const masks = new Uint32Array((longestRun + 1) * this.words);
    const asking = new Uint32Array(this.words);
    let isAsked = false;
    patterns.forEach(({ condition }, pattern) => {
      const least = condition.runs[index] ?? 0;
      const word = pattern >> 5;
      const bit = 1 << (pattern & 31);
      for (let count = least; count <= longestRun; count += 1)
        masks[count * this.words + word] = (masks[count * this.words + word] as number) | bit;
      if (least === 0) return;
      asking[word] = (asking[word] as number) | bit;
      isAsked = true;
    });
    return isAsked ? [{ of, masks, asking }] : [];
  }

  /** Begins a new record: no keyword has been met. */
  begin(): void {
    const from = keywordPlane * this.words;
    for (let word = from; word < this.#planes.length; word += 1)
      this.#planes[word] = this.#initial[word] as number;
  }

  /**
   * Sets in `marks`, a bit for each pattern, which may match in `bytes[start, end)`, its keywords left aside: they are
   * remembered until `begin`, and `keepNear` asks for them.
   */
  search(bytes: Buffer, start: number, end: number, marks: Uint32Array): void {
    const keywordsFrom = keywordPlane * this.words;
    for (let word = 0; word < keywordsFrom; word += 1) this.#planes[word] = this.#initial[word] as number;
    this.#search = this.#search === 0xffffffff ? this.#restart() : this.#search + 1;
    this.#findLiterals(bytes, start, end);
    for (let word = 0; word < this.words; word += 1) {
      let bits = -1;
      for (let plane = 0; plane < keywordsFrom; plane += this.words)
        bits &= this.#planes[plane + word] as number;
      marks[word] = bits;
    }
    for (const runs of this.#runs) this.#applyRuns(bytes, start, end, runs, marks);
  }

  /** Unmarks the patterns whose keywords stood in none of the texts searched since `begin`. */
  keepNear(marks: Uint32Array): void {
    const from = keywordPlane * this.words;
    for (let word = 0; word < this.words; word += 1)
      marks[word] = (marks[word] as number) & (this.#planes[from + word] as number);
  }

  #restart(): number {
    this.#met.fill(0);
    return 1;
  }

  #findLiterals(bytes: Buffer, start: number, end: number): void {
    const { classes, table, firstAccepting } = this.#automaton;
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
      if (state >= firstAccepting) this.#accept(state);
    }
  }

  #accept(state: number): void {
    const { table, columns } = this.#automaton;
    const accepted = table[state + columns - 1] as number;
    if (this.#met[accepted] === this.#search) return;
    this.#met[accepted] = this.#search;
    const end = this.#entries[accepted + 1] as number;
    for (let entry = this.#entries[accepted] as number; entry < end; entry += 1) {
      const word = this.#entryWords[entry] as number;
      this.#planes[word] = (this.#planes[word] as number) | (this.#entryBits[entry] as number);
    }
  }

  #applyRuns(bytes: Buffer, start: number, end: number, runs: RunMasks, marks: Uint32Array): void {
    const { of, masks, asking } = runs;
    let isAsked = false;
    for (let word = 0; word < this.words; word += 1)
      if (((marks[word] as number) & (asking[word] as number)) !== 0) isAsked = true;
    if (!isAsked) return;
    const row = longestIn(bytes, start, end, of) * this.words;
    for (let word = 0; word < this.words; word += 1)
      marks[word] = (marks[word] as number) & (masks[row + word] as number);
  }
}
