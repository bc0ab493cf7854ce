import { Buffer } from 'node:buffer';
import type { Kernel } from '../kernel/index.js';
import { plainText, shapeText } from './alphabet.js';
import { mostLiterals, mostShapes, type Condition } from './condition.js';
import { FrameLiterals } from './frame-literals.js';
import { LiteralFinder, type Mark } from './literal-finder.js';
import type { LiteralSet } from './literals.js';
import { longestIn, longestRun, runClasses, type RunClass } from './runs.js';

/** One pattern, by its place among all: its own condition, and words of which one must stand somewhere near. */
export interface Searched {
  readonly condition: Condition;
  /** In the alphabet `plainText`. */
  readonly keywords: LiteralSet | undefined;
}

/** A class of runs, and the patterns that ask for so many or fewer: a bit for each pattern, for each count. */
interface RunMasks {
  readonly of: RunClass;
  readonly masks: Uint32Array;
  /** Patterns that ask for a run at all. */
  readonly asking: Uint32Array;
}

/** ſ and K, which `search` reads as s and k. */
const foldedLetters = [Buffer.from('\u017f'), Buffer.from('\u212a')];
const keywordPlane = mostLiterals + mostShapes;
const planeCount = keywordPlane + 1;

function setsOf({ condition, keywords }: Searched): (LiteralSet | undefined)[] {
  const { literals, shapes } = condition;
  return [
    ...Array.from({ length: mostLiterals }, (_, index) => literals[index]),
    ...Array.from({ length: mostShapes }, (_, index) => shapes[index]),
    keywords,
  ];
}

function setBit(words: Uint32Array, word: number, bit: number): void {
  words[word] = (words[word] as number) | bit;
}

/**
 * Tells for a text which of many patterns may match in it, in one pass over its bytes for all literals, one for all
 * shapes, and one for each class of runs. What it leaves out matches for certain nowhere in the text. It keeps no text,
 * and allocates nothing when it searches.
 */
export class Prefilter {
  /** Words of 32 patterns. */
  readonly words: number;
  readonly #literals: LiteralFinder;
  readonly #shapes: LiteralFinder;
  /** Patterns that ask for a shape. */
  readonly #shaped: Uint32Array;
  /** One bit for each set of a pattern: one of the set was met, or there is no such set. */
  readonly #planes: Uint32Array;
  readonly #initial: Uint32Array;
  readonly #runs: readonly RunMasks[];
  /** Made for the first frame. */
  #frame: readonly FrameLiterals[] | undefined;

  constructor(patterns: readonly Searched[]) {
    this.words = Math.ceil(patterns.length / 32);
    this.#initial = new Uint32Array(planeCount * this.words);
    this.#planes = new Uint32Array(planeCount * this.words);
    this.#shaped = new Uint32Array(this.words);
    const literals = new Map<string, Mark[]>();
    const shapes = new Map<string, Mark[]>();
    patterns.forEach((pattern, index) => {
      const bit = 1 << (index & 31);
      if (pattern.condition.shapes.length > 0) setBit(this.#shaped, index >> 5, bit);
      setsOf(pattern).forEach((set, plane) => {
        const word = plane * this.words + (index >> 5);
        if (set === undefined) setBit(this.#initial, word, bit);
        const isShape = plane >= mostLiterals && plane < keywordPlane;
        for (const literal of set ?? []) addMark(isShape ? shapes : literals, literal, { word, bit });
      });
    });
    this.#literals = new LiteralFinder(literals, plainText.letters);
    this.#shapes = new LiteralFinder(shapes, shapeText.letters);
    this.#runs = runClasses.flatMap((of, index) => this.#masksOf(of, index, patterns));
  }

  #masksOf(of: RunClass, index: number, patterns: readonly Searched[]): RunMasks[] {
    const masks = new Uint32Array((longestRun + 1) * this.words);
    const asking = new Uint32Array(this.words);
    patterns.forEach(({ condition }, pattern) => {
      const least = condition.runs[index] as number;
      const word = pattern >> 5;
      const bit = 1 << (pattern & 31);
      for (let count = least; count <= longestRun; count += 1) setBit(masks, count * this.words + word, bit);
      if (least > 0) setBit(asking, word, bit);
    });
    return asking.some((bits) => bits !== 0) ? [{ of, masks, asking }] : [];
  }

  /**
   * Looks through a frame, which the kernel has loaded, for what `searchRecord` then tells of each record. False if it must be
   * told by `search`: the kernel reads bytes as they are, and does not take ſ for an s. The first kernel must be used for ever.
   */
  lookAtFrame(kernel: Kernel, bytes: Buffer): boolean {
    if (foldedLetters.some((letter) => bytes.includes(letter))) return false;
    this.#frame ??= [this.#literals, this.#shapes].map((finder) => new FrameLiterals(finder, kernel));
    return this.#frame.every((literals) => literals.search());
  }

  /** The same as `search`, for a record of the frame that was looked through last; they are asked for in order. */
  searchRecord(record: number, bytes: Buffer, start: number, end: number, marks: Uint32Array): void {
    const [literals, shapes] = this.#frame as readonly [FrameLiterals, FrameLiterals];
    this.#clear(0, keywordPlane);
    literals.mark(record, this.#planes);
    this.#keepLiterals(bytes, start, end, marks);
    if (!this.#holdsAny(marks, this.#shaped)) return;
    shapes.mark(record, this.#planes);
    this.#keepShapes(marks);
  }

  /** Begins a new record: no keyword has been met. */
  begin(): void {
    this.#clear(keywordPlane, planeCount);
  }

  /**
   * Sets in `marks`, a bit for each pattern, which may match in `bytes[start, end)`, their keywords left aside: those are
   * remembered until `begin`, and `keepNear` asks for them.
   */
  search(bytes: Buffer, start: number, end: number, marks: Uint32Array): void {
    this.#clear(0, keywordPlane);
    this.#literals.search(bytes, start, end, this.#planes);
    this.#keepLiterals(bytes, start, end, marks);
    if (!this.#holdsAny(marks, this.#shaped)) return;
    this.#shapes.search(bytes, start, end, this.#planes);
    this.#keepShapes(marks);
  }

  /** Marks what the literals that were met allow, and the runs in the text. */
  #keepLiterals(bytes: Buffer, start: number, end: number, marks: Uint32Array): void {
    marks.fill(-1);
    for (let plane = 0; plane < mostLiterals; plane += 1) this.#keep(marks, plane);
    for (const { of, masks, asking } of this.#runs) {
      if (!this.#holdsAny(marks, asking)) continue;
      const row = longestIn(bytes, start, end, of) * this.words;
      for (let word = 0; word < this.words; word += 1)
        marks[word] = (marks[word] as number) & (masks[row + word] as number);
    }
  }

  #keepShapes(marks: Uint32Array): void {
    for (let plane = mostLiterals; plane < keywordPlane; plane += 1) this.#keep(marks, plane);
  }

  /** Unmarks the patterns whose keywords stood in none of the texts searched since `begin`. */
  keepNear(marks: Uint32Array): void {
    this.#keep(marks, keywordPlane);
  }

  #clear(from: number, to: number): void {
    for (let word = from * this.words; word < to * this.words; word += 1)
      this.#planes[word] = this.#initial[word] as number;
  }

  #keep(marks: Uint32Array, plane: number): void {
    const from = plane * this.words;
    for (let word = 0; word < this.words; word += 1)
      marks[word] = (marks[word] as number) & (this.#planes[from + word] as number);
  }

  #holdsAny(marks: Uint32Array, others: Uint32Array): boolean {
    for (let word = 0; word < this.words; word += 1)
      if (((marks[word] as number) & (others[word] as number)) !== 0) return true;
    return false;
  }
}

function addMark(marks: Map<string, Mark[]>, literal: string, mark: Mark): void {
  const own = marks.get(literal);
  if (own === undefined) marks.set(literal, [mark]);
  else own.push(mark);
}
