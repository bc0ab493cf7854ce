import {
  anyChar,
  charSet,
  complement,
  foldCase,
  namedClass,
  noChar,
  perlClass,
  rangeOf,
  union,
  type CharSet,
} from './char-set.js';

/** Where a match is bound to: `\\b`; `^` or `\\A`; `$` or `\\z`; anything else, of which nothing is made. */
export type Place = 'wordEdge' | 'begin' | 'end' | 'other';

/** What a pattern matches. It may match more than the pattern, never less. */
export type PatternNode =
  | { readonly kind: 'place'; readonly place: Place }
  | { readonly kind: 'set'; readonly set: CharSet }
  | { readonly kind: 'concat'; readonly parts: readonly PatternNode[] }
  | { readonly kind: 'alternate'; readonly branches: readonly PatternNode[] }
  | { readonly kind: 'repeat'; readonly of: PatternNode; readonly least: number; readonly most: number };

const emptyNode: PatternNode = { kind: 'concat', parts: [] };
const controls: ReadonlyMap<string, number> = new Map([
  ['a', 7],
  ['t', 9],
  ['n', 10],
  ['v', 11],
  ['f', 12],
  ['r', 13],
]);
const places: ReadonlyMap<string, Place> = new Map([
  ['A', 'begin'],
  ['z', 'end'],
  ['b', 'wordEdge'],
  ['B', 'other'],
]);
/** RE2 refuses more. */
const mostNested = 1000;

/** The pattern holds what this reader does not know. */
class Unreadable extends Error {}

class Reader {
  readonly #pattern: string;
  #at = 0;
  #foldsCase = false;
  #depth = 0;

  constructor(pattern: string) {
    this.#pattern = pattern;
  }

  read(): PatternNode {
    const node = this.#readAlternation();
    if (this.#at < this.#pattern.length) throw new Unreadable();
    return node;
  }

  /** Up to the bracket that closes the group, or the end. Flags that are set within do not outlive it. */
  #readAlternation(): PatternNode {
    const outer = this.#foldsCase;
    if (++this.#depth > mostNested) throw new Unreadable();
    const branches: PatternNode[] = [];
    let parts: PatternNode[] = [];
    while (this.#at < this.#pattern.length && !this.#isNext(')')) {
      if (this.#take('|')) {
        branches.push({ kind: 'concat', parts });
        parts = [];
      } else this.#readItem(parts);
    }
    branches.push({ kind: 'concat', parts });
    this.#foldsCase = outer;
    this.#depth -= 1;
    return branches.length === 1 ? (branches[0] as PatternNode) : { kind: 'alternate', branches };
  }

  #isNext(text: string): boolean {
    return this.#pattern.startsWith(text, this.#at);
  }

  #take(text: string): boolean {
    const isNext = this.#isNext(text);
    if (isNext) this.#at += text.length;
    return isNext;
  }

  /** Takes what `shape`, a sticky expression, matches here. */
  #match(shape: RegExp): RegExpExecArray | null {
    shape.lastIndex = this.#at;
    const match = shape.exec(this.#pattern);
    if (match !== null) this.#at += match[0].length;
    return match;
  }

  #takeChar(): number {
    const code = this.#pattern.codePointAt(this.#at);
    if (code === undefined) throw new Unreadable();
    this.#at += code > 0xffff ? 2 : 1;
    return code;
  }

  #readItem(parts: PatternNode[]): void {
    const repetition = this.#readRepetition();
    if (repetition === undefined) {
      this.#readAtom(parts);
      return;
    }
    const of = parts.pop();
    if (of === undefined) throw new Unreadable();
    parts.push({ kind: 'repeat', of, ...repetition });
  }

  #readRepetition(): { least: number; most: number } | undefined {
    const match = this.#match(/(?:([*+?])|\{(\d+)(,(\d*))?\})\??/y);
    if (match === null) return undefined;
    const [, sign, least, comma, most] = match as unknown as (string | undefined)[];
    if (sign !== undefined) return { least: sign === '+' ? 1 : 0, most: sign === '?' ? 1 : Infinity };
    if (comma === undefined) return { least: Number(least), most: Number(least) };
    return { least: Number(least), most: most === '' ? Infinity : Number(most) };
  }

  #readAtom(parts: PatternNode[]): void {
    if (this.#take('(')) parts.push(this.#readGroup());
    else if (this.#take('[')) parts.push(this.#setNode(this.#readClass()));
    else if (this.#take('\\Q')) this.#readQuote(parts);
    else if (this.#take('\\')) parts.push(this.#readEscape());
    else if (this.#take('.')) parts.push({ kind: 'set', set: anyChar });
    else if (this.#take('^')) parts.push({ kind: 'place', place: 'begin' });
    else if (this.#take('$')) parts.push({ kind: 'place', place: 'end' });
    else parts.push(this.#setNode(this.#readCharacter()));
  }

  #readCharacter(): CharSet {
    return charSet(this.#takeChar());
  }

  #setNode(set: CharSet): PatternNode {
    return { kind: 'set', set: this.#foldsCase ? foldCase(set) : set };
  }

  #readGroup(): PatternNode {
    if (this.#isNext('?') && this.#match(/\?P?<\w+>/y) === null) {
      const flags = this.#match(/\?([imsU]*)(?:-([imsU]+))?([:)])/y);
      if (flags === null) throw new Unreadable();
      const [, on = '', off = '', end] = flags;
      const outer = this.#foldsCase;
      if (on.includes('i')) this.#foldsCase = true;
      if (off.includes('i')) this.#foldsCase = false;
      // (?i) holds up to the end of the group that it stands in.
      if (end === ')') return emptyNode;
      const node = this.#readToBracket();
      this.#foldsCase = outer;
      return node;
    }
    return this.#readToBracket();
  }

  #readToBracket(): PatternNode {
    const node = this.#readAlternation();
    if (!this.#take(')')) throw new Unreadable();
    return node;
  }

  #readQuote(parts: PatternNode[]): void {
    while (this.#at < this.#pattern.length && !this.#take('\\E'))
      parts.push(this.#setNode(this.#readCharacter()));
  }

  #readEscape(): PatternNode {
    const place = places.get(this.#pattern.charAt(this.#at));
    if (place !== undefined) {
      this.#at += 1;
      return { kind: 'place', place };
    }
    return this.#setNode(this.#readClassEscape() ?? charSet(this.#readEscapedCharacter()));
  }

  /** `\d`, `\pL`: the position is behind the backslash. Undefined if a single character is meant. */
  #readClassEscape(): CharSet | undefined {
    if (this.#match(/[pP](?:\{[^}]*\}|[A-Z])/y) !== null) return anyChar;
    const set = perlClass(this.#pattern.charAt(this.#at));
    if (set !== undefined) this.#at += 1;
    return set;
  }

  #readEscapedCharacter(): number {
    const hex = this.#match(/[xu]\{([0-9A-Fa-f]{1,6})\}|x([0-9A-Fa-f]{2})|u([0-9A-Fa-f]{1,4})/y);
    if (hex !== null) {
      return Number.parseInt(hex[1] ?? hex[2] ?? (hex[3] as string), 16);
    }
    const char = this.#pattern.charAt(this.#at);
    const control = controls.get(char);
    if (control === undefined && !/[!-/:-@[-`{-~]/.test(char)) throw new Unreadable();
    this.#at += 1;
    return control ?? char.charCodeAt(0);
  }

  #readClass(): CharSet {
    const isNegated = this.#take('^');
    const items: CharSet[] = [];
    do items.push(this.#readClassItem());
    while (!this.#take(']'));
    // More than the pattern says would be less in a negated class.
    const isVague = items.includes(anyChar);
    if (isNegated) return isVague ? anyChar : complement(union(items));
    return union([noChar, ...items]);
  }

  #readClassItem(): CharSet {
    const named = this.#match(/\[:(\^?[a-z]+):\]/y);
    if (named !== null) {
      const set = namedClass(named[1] as string);
      if (set === undefined) throw new Unreadable();
      return set;
    }
    const first = this.#readClassCharacter();
    if (!('code' in first)) return first;
    if (this.#match(/-(?!\])/y) === null) return charSet(first.code);
    const last = this.#readClassCharacter();
    if (!('code' in last)) throw new Unreadable();
    return rangeOf(first.code, last.code);
  }

  #readClassCharacter(): CharSet | { readonly code: number } {
    if (!this.#take('\\')) return { code: this.#takeChar() };
    const set = this.#readClassEscape();
    if (set !== undefined) return set;
    return { code: this.#readEscapedCharacter() };
  }
}

/** Reads a pattern that RE2 has accepted. Undefined if it holds something that is not known here. */
export function readPattern(pattern: string): PatternNode | undefined {
  try {
    return new Reader(pattern).read();
  } catch {
    // Whatever the reason: of what cannot be read nothing is ruled out.
    return undefined;
  }
}
