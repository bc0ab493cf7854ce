import { skipOne } from './pattern-text.js';

/** What the text of a valid RE2 pattern tells about how it matches. Every doubt is answered the careful way. */
export interface PatternShape {
  /**
   * The pattern without ^ $ \A \z and \B, whose outcome depends on where the searched text begins and ends. It matches
   * at least wherever the pattern does.
   */
  readonly unanchored: string;
  /** A match may hold a newline byte, hence begin in one record of a frame and end in another. */
  readonly crossesNewline: boolean;
  /** Holds \C, which can cut a UTF-8 character in two. */
  readonly matchesBytes: boolean;
  readonly groupNames: readonly string[];
  /** Largest bound of a counted repetition, 0 if there is none. */
  readonly largestRepetition: number;
  /** Characters that stand for themselves, outside classes. */
  readonly literals: number;
  /** Begins with a class or dot without an upper bound, such as `.*` or `[a-z]+`, and so is tried at every byte. */
  readonly startsUnbounded: boolean;
}

const harmlessEscapes = new Set(['b', 'd', 'w', 'S', 'a', 'f', 't', 'r', 'v']);
const harmlessNamedClasses = /^\[:(?:alnum|alpha|blank|digit|graph|lower|print|punct|upper|word|xdigit):\]$/;

class PatternReader {
  readonly #pattern: string;
  #at = 0;
  #unanchored = '';
  /** What has been copied into `unanchored` so far. */
  #copied = 0;
  #crossesNewline = false;
  #matchesBytes = false;
  readonly #groupNames: string[] = [];
  #largestRepetition = 0;
  #literals = 0;
  /** Undefined until the first atom has been read. */
  #startsUnbounded: boolean | undefined;

  constructor(pattern: string) {
    this.#pattern = pattern;
  }

  read(): PatternShape {
    while (this.#at < this.#pattern.length) this.#readAtom();
    return {
      unanchored: this.#unanchored + this.#pattern.slice(this.#copied),
      crossesNewline: this.#crossesNewline,
      matchesBytes: this.#matchesBytes,
      groupNames: this.#groupNames,
      largestRepetition: this.#largestRepetition,
      literals: this.#literals,
      startsUnbounded: this.#startsUnbounded === true,
    };
  }

  #readAtom(): void {
    const char = this.#pattern.charAt(this.#at);
    if (char === '\\') this.#readEscape();
    else if (char === '[') this.#readClass();
    else if (char === '(') this.#readGroup();
    else if (char === '{') this.#readRepetition();
    else {
      this.#at += 1;
      if (char === '^' || char === '$') this.#leaveOut(1);
      else if (char === '.') this.#endAtom(true);
      else if (!')|*+?'.includes(char)) this.#addLiteral(char);
    }
  }

  /** Leaves out the last `length` characters that were read; a quantifier behind them must still find an operand. */
  #leaveOut(length: number): void {
    this.#unanchored += `${this.#pattern.slice(this.#copied, this.#at - length)}(?:)`;
    this.#copied = this.#at;
  }

  #addLiteral(char: string): void {
    if (char === '\n') this.#crossesNewline = true;
    this.#literals += 1;
    this.#endAtom(false);
  }

  /** `isWide`: the atom stands for many characters. Called with the position behind it, where a quantifier may stand. */
  #endAtom(isWide: boolean): void {
    this.#startsUnbounded ??=
      isWide && /^(?:[*+]|\{\d+,\})/.test(this.#pattern.slice(this.#at, this.#at + 8));
  }

  #readEscape(): void {
    const char = this.#pattern.charAt(this.#at + 1);
    if (char === 'Q') {
      this.#readQuote();
      return;
    }
    this.#at += 2;
    if (char === 'A' || char === 'z' || char === 'B') this.#leaveOut(2);
    else if (char === 'C') this.#matchesBytes = true;
    else if (/[\w]/.test(char)) {
      if (!harmlessEscapes.has(char)) this.#crossesNewline = true;
      if ('pPxu'.includes(char)) this.#skipOperand();
      this.#endAtom(char !== 'b');
    } else this.#addLiteral(char);
  }

  /** \pN, \p{Greek}, \x41, \x{41}: the part behind the letter. */
  #skipOperand(): void {
    const [operand] = /^(?:\{[^}]*\}|[0-9A-Fa-f]{2}|[A-Z])?/.exec(
      this.#pattern.slice(this.#at),
    ) as RegExpExecArray;
    this.#at += operand.length;
  }

  #readQuote(): void {
    const end = this.#pattern.indexOf('\\E', this.#at + 2);
    const text = this.#pattern.slice(this.#at + 2, end < 0 ? undefined : end);
    this.#at += 2 + text.length + (end < 0 ? 0 : 2);
    for (const char of text) this.#addLiteral(char);
  }

  #readClass(): void {
    const from = this.#at;
    this.#at = skipOne(this.#pattern, from);
    const isNegated = this.#pattern.charAt(from + 1) === '^';
    const body = this.#pattern.slice(from + (isNegated ? 2 : 1), this.#at - 1);
    if (this.#classHoldsNewline(isNegated, body)) this.#crossesNewline = true;
    this.#endAtom(true);
  }

  #classHoldsNewline(isNegated: boolean, body: string): boolean {
    const items = [...body.matchAll(/\[:\^?[a-z]+:\]|\\[^]-?|[^]/g)].map(([item]) => item);
    if (isNegated) return !items.some((item) => /^(?:\\[sn]|\[:space:\])/.test(item));
    return items.some((item) => {
      if (item.startsWith('[:')) return !harmlessNamedClasses.test(item);
      if (!item.startsWith('\\')) return item < ' ';
      // A range that starts at a control character, as in [\t-~], may run over the newline.
      if (/^\\[afrtv]-/.test(item)) return true;
      return /^\\\w/.test(item) && !harmlessEscapes.has(item.charAt(1));
    });
  }

  #readGroup(): void {
    const opening = /^\((?:\?P?<(\w+)>|\?([A-Za-z-]*)[:)])?/;
    const groups = opening.exec(this.#pattern.slice(this.#at)) as RegExpExecArray;
    const [text, name, flags] = groups as unknown as [string, string | undefined, string | undefined];
    this.#at += text.length;
    if (name !== undefined) this.#groupNames.push(name);
    if (flags?.includes('s') === true) this.#crossesNewline = true;
  }

  #readRepetition(): void {
    const bounds = /^\{(\d+)(?:,(\d*))?\}/.exec(this.#pattern.slice(this.#at));
    if (bounds === null) {
      this.#at += 1;
      this.#addLiteral('{');
      return;
    }
    this.#at += bounds[0].length;
    this.#largestRepetition = Math.max(this.#largestRepetition, Number(bounds[1]), Number(bounds[2] ?? 0));
  }
}

/** Reads the text of a pattern that RE2 has accepted. */
export function describePattern(pattern: string): PatternShape {
  return new PatternReader(pattern).read();
}
