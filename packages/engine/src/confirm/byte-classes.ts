import type { Instruction } from './instructions.js';

const word = /\w/;

function isWordCode(code: number): boolean {
  return word.test(String.fromCharCode(code));
}

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
    const known = new Map<string, number>();
    for (let code = 0; code < 0x80; code += 1) {
      const isWord = asksForWords && isWordCode(code);
      const sign = `${Array.from(sets, (has) => has[code]).join('')}${String(isWord)}`;
      const place = known.get(sign) ?? this.codes.length;
      if (place === this.codes.length) {
        known.set(sign, place);
        this.codes.push(code);
        this.isWord.push(isWord);
      }
      this.of[code] = place;
    }
    this.wide = this.#addOther();
    this.end = this.#addOther();
    this.count = this.codes.length;
    this.of.fill(this.wide, 0x80);
  }

  #addOther(): number {
    this.isWord.push(false);
    return this.codes.push(-1) - 1;
  }
}
