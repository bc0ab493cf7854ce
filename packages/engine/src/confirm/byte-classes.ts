import type { Instruction } from './instructions.js';

const codeCount = 0x80;
/** By ASCII code: 1 for letters, digits and `_`. */
const wordCodes = Uint8Array.from({ length: codeCount }, (_, code) =>
  Number(/\w/.test(String.fromCharCode(code))),
);

/** Bytes that a pattern does not tell apart are one class; so are all beyond ASCII, and so is the end of the text. */
export class ByteClasses {
  /** Class of each byte. */
  readonly of = new Uint8Array(256);
  /** An ASCII code of each class; -1 where there is none. */
  readonly codes: number[] = [];
  /** Whether a class is of letters, digits and `_`: the classes are either, or the pattern does not ask for it. */
  readonly isWord: boolean[] = [];
  readonly wide: number;
  readonly end: number;
  readonly count: number;

  constructor(instructions: readonly Instruction[]) {
    const sets = new Set(instructions.flatMap((step) => (step.kind === 'set' ? [step.set.has] : [])));
    const asksForWords = instructions.some(
      (step) => step.kind === 'edge' && (step.edge === 'word' || step.edge === 'noWord'),
    );
    if (asksForWords) sets.add(wordCodes);
    for (const set of sets) this.#split(set);
    for (let code = 0; code < codeCount; code += 1) {
      const place = this.of[code] as number;
      if (this.codes[place] !== undefined) continue;
      this.codes[place] = code;
      this.isWord[place] = asksForWords && wordCodes[code] === 1;
    }
    this.wide = this.#addOther();
    this.end = this.#addOther();
    this.count = this.codes.length;
    this.of.fill(this.wide, codeCount);
  }

  /** Parts the codes of a class that are in the set from those that are not. */
  #split(set: Uint8Array): void {
    const places = new Map<number, number>();
    for (let code = 0; code < codeCount; code += 1) {
      const sign = (this.of[code] as number) * 2 + (set[code] as number);
      const place = places.get(sign) ?? places.size;
      places.set(sign, place);
      this.of[code] = place;
    }
  }

  #addOther(): number {
    this.isWord.push(false);
    return this.codes.push(-1) - 1;
  }
}
