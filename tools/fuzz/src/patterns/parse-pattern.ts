import {
  digits,
  othersThan,
  posixClass,
  propertyClass,
  rangesOf,
  whiteSpace,
  wordChars,
  type CharRanges,
} from './char-ranges.js';

/** What a pattern matches. Places such as `^` and `\b` are empty lists of parts. */
export type PatternNode =
  | { readonly kind: 'chars'; readonly ranges: CharRanges; readonly ignoresCase: boolean }
  | { readonly kind: 'all'; readonly parts: readonly PatternNode[] }
  | { readonly kind: 'one'; readonly branches: readonly PatternNode[] }
  /** `most` is Infinity where there is no bound. */
  | { readonly kind: 'repeat'; readonly part: PatternNode; readonly least: number; readonly most: number };

interface Flags {
  readonly ignoresCase: boolean;
  readonly dotAll: boolean;
}

const place: PatternNode = { kind: 'all', parts: [] };
const newline: CharRanges = [[0x0a, 0x0a]];
const controls: Readonly<Record<string, number>> = { a: 7, f: 12, n: 10, r: 13, t: 9, v: 11 };
const classes: Readonly<Record<string, CharRanges>> = { d: digits, s: whiteSpace, w: wordChars };
const groupHead = /^\?(?:P?<\w+>|([imsU]*)(?:-([imsU]+))?([:)]))/;
const quantifier = /^(?:[*+?]|\{(\d+)(?:(,)(\d*))?\})\??/;
const codeEscape = /^(?:x\{([0-9A-Fa-f]+)\}|x([0-9A-Fa-f]{2})|u([0-9A-Fa-f]{4})|u\{([0-9A-Fa-f]+)\})/;

/** Reads RE2 syntax, as far as node-re2 takes it. By itself, so that the engine's own readers are held to another one. */
class PatternParser {
  readonly #source: string;
  #at = 0;

  constructor(source: string) {
    this.#source = source;
  }

  read(): PatternNode {
    const node = this.#readBranches({ ignoresCase: false, dotAll: false });
    if (this.#at < this.#source.length) throw new Error(`A bracket too many at ${this.#at}.`);
    return node;
  }

  /** Up to the end of the group or pattern. Flags that are set within it hold for the branches that follow too. */
  #readBranches(outer: Flags): PatternNode {
    let flags = outer;
    let parts: PatternNode[] = [];
    const branches = [parts];
    while (this.#at < this.#source.length && this.#rest(1) !== ')') {
      if (this.#take('|')) {
        parts = [];
        branches.push(parts);
        continue;
      }
      const set = /^\(\?([imsU]*)(?:-([imsU]+))?\)/.exec(this.#rest());
      if (set === null) {
        parts.push(...this.#readRepeated(flags));
        continue;
      }
      this.#at += set[0].length;
      flags = withFlags(flags, set[1], set[2]);
    }
    if (branches.length === 1) return { kind: 'all', parts };
    return { kind: 'one', branches: branches.map((all) => ({ kind: 'all', parts: all })) };
  }

  #readRepeated(flags: Flags): PatternNode[] {
    const nodes = this.#readAtom(flags);
    for (;;) {
      const sign = quantifier.exec(this.#rest());
      const part = nodes.pop();
      if (part === undefined) return nodes;
      if (sign === null) return [...nodes, part];
      this.#at += sign[0].length;
      nodes.push({ kind: 'repeat', part, ...boundsOf(sign) });
    }
  }

  #readAtom(flags: Flags): PatternNode[] {
    const char = String.fromCodePoint(this.#source.codePointAt(this.#at) ?? 0);
    this.#at += char.length;
    if (char === '(') return [this.#readGroup(flags)];
    if (char === '[') return [this.#chars(this.#readClass(), flags)];
    if (char === '.') return [this.#chars(flags.dotAll ? [[0, 0x10_ffff]] : othersThan(newline), flags)];
    if (char === '^' || char === '$') return [place];
    if (char !== '\\') return [this.#chars(single(char.codePointAt(0) ?? 0), flags)];
    if (this.#take('Q')) return this.#readQuoted(flags);
    if (/^[bBAz]/.test(this.#rest(1))) {
      this.#at += 1;
      return [place];
    }
    return [this.#chars(this.#readEscape(), flags)];
  }

  #readGroup(outer: Flags): PatternNode {
    const head = groupHead.exec(this.#rest());
    let flags = outer;
    if (head !== null) {
      this.#at += head[0].length;
      flags = withFlags(outer, head[1], head[2]);
    }
    const node = this.#readBranches(flags);
    if (!this.#take(')')) throw new Error('A bracket is missing.');
    return node;
  }

  #readQuoted(flags: Flags): PatternNode[] {
    const end = this.#source.indexOf('\\E', this.#at);
    const text = this.#source.slice(this.#at, end < 0 ? undefined : end);
    this.#at += text.length + (end < 0 ? 0 : 2);
    return Array.from(text, (char) => this.#chars(single(char.codePointAt(0) ?? 0), flags));
  }

  /** Behind the backslash. */
  #readEscape(): CharRanges {
    const code = codeEscape.exec(this.#rest());
    if (code !== null) {
      this.#at += code[0].length;
      return single(parseInt(code[1] ?? code[2] ?? code[3] ?? code[4] ?? '', 16));
    }
    const property = /^([pP])(?:\{(\^?)(\w+)\}|(\w))/.exec(this.#rest());
    if (property !== null) {
      this.#at += property[0].length;
      const ranges = propertyClass(property[3] ?? property[4] ?? '');
      return (property[1] === 'P') !== (property[2] === '^') ? othersThan(ranges) : ranges;
    }
    const char = String.fromCodePoint(this.#source.codePointAt(this.#at) ?? 0);
    this.#at += char.length;
    const ranges = classes[char.toLowerCase()];
    if (ranges !== undefined) return classes[char] === undefined ? othersThan(ranges) : ranges;
    return single(controls[char] ?? char.codePointAt(0) ?? 0);
  }

  /** Behind the opening bracket. */
  #readClass(): CharRanges {
    const isNegated = this.#take('^');
    const parts: (readonly [number, number])[] = [];
    for (let isFirst = true; isFirst || this.#rest(1) !== ']'; isFirst = false) {
      if (this.#at >= this.#source.length) throw new Error('A class does not end.');
      const named = /^\[:(\^?)([a-z]+):\]/.exec(this.#rest());
      if (named !== null) {
        this.#at += named[0].length;
        const ranges = posixClass(named[2] ?? '');
        parts.push(...(named[1] === '^' ? othersThan(ranges) : ranges));
        continue;
      }
      const low = this.#readClassChar();
      const isRange = low.length === 1 && low[0]?.[0] === low[0]?.[1] && /^-[^\]]/.test(this.#rest(2));
      if (isRange) {
        this.#at += 1;
        parts.push([low[0]?.[0] ?? 0, this.#readClassChar()[0]?.[1] ?? 0]);
      } else parts.push(...low);
    }
    this.#at += 1;
    return isNegated ? othersThan(rangesOf(parts)) : rangesOf(parts);
  }

  #readClassChar(): CharRanges {
    if (this.#take('\\')) return this.#readEscape();
    const code = this.#source.codePointAt(this.#at) ?? 0;
    this.#at += String.fromCodePoint(code).length;
    return single(code);
  }

  #chars(ranges: CharRanges, { ignoresCase }: Flags): PatternNode {
    return { kind: 'chars', ranges, ignoresCase };
  }

  #rest(length?: number): string {
    return this.#source.slice(this.#at, length === undefined ? undefined : this.#at + length);
  }

  #take(text: string): boolean {
    const isNext = this.#source.startsWith(text, this.#at);
    if (isNext) this.#at += text.length;
    return isNext;
  }
}

function single(code: number): CharRanges {
  return [[code, code]];
}

function withFlags(flags: Flags, on = '', off = ''): Flags {
  const isSet = (flag: string, before: boolean): boolean =>
    off.includes(flag) ? false : on.includes(flag) || before;
  return { ignoresCase: isSet('i', flags.ignoresCase), dotAll: isSet('s', flags.dotAll) };
}

function boundsOf([sign, least, comma, most]: RegExpExecArray): { least: number; most: number } {
  if (least === undefined)
    return { least: sign.startsWith('+') ? 1 : 0, most: sign.startsWith('?') ? 1 : Infinity };
  if (comma === undefined) return { least: Number(least), most: Number(least) };
  return { least: Number(least), most: most === undefined || most === '' ? Infinity : Number(most) };
}

/** Reads a pattern that RE2 accepts. */
export function parsePattern(source: string): PatternNode {
  return new PatternParser(source).read();
}
