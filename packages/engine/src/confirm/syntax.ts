import { characterClass } from '../compile/pattern-text.js';
import { asciiSetOf, type AsciiSet } from './ascii-set.js';

/** A place that matches without a character: `^`, `$`, `\b`, `\B`. */
export type Edge = 'begin' | 'end' | 'word' | 'noWord';

export type Syntax =
  | { readonly kind: 'set'; readonly set: AsciiSet }
  | { readonly kind: 'edge'; readonly edge: Edge }
  | { readonly kind: 'concat'; readonly parts: readonly Syntax[] }
  | { readonly kind: 'alternate'; readonly branches: readonly Syntax[] }
  | {
      readonly kind: 'repeat';
      readonly of: Syntax;
      readonly least: number;
      readonly most: number;
      /** It would rather match less often. */
      readonly isLazy: boolean;
    };

const edges: ReadonlyMap<string, Edge> = new Map([
  ['^', 'begin'],
  ['$', 'end'],
  ['\\A', 'begin'],
  ['\\z', 'end'],
  ['\\b', 'word'],
  ['\\B', 'noWord'],
]);
const quantifier = /^(?:([*+?])|\{(\d+)(,(\d*))?\})(\??)/;
/** A class name or a code, and nothing that means more than one character: `\Q`, `\C`, a back reference. */
const escape =
  /^\\(?:[pP](?:\{\^?\w+\}|[A-Z])|x(?:\{[0-9A-Fa-f]{1,6}\}|[0-9A-Fa-f]{2})|[tnrfvadwsDWS]|[!-/:-@[-`{-~])/;
const opening = /^\((?:\?P?<\w+>|\?([is]*)(?:-([is]+))?([:)]))?/;
const empty: Syntax = { kind: 'concat', parts: [] };

function canBeEmpty(node: Syntax): boolean {
  if (node.kind === 'set') return false;
  if (node.kind === 'edge') return true;
  if (node.kind === 'concat') return node.parts.every(canBeEmpty);
  if (node.kind === 'alternate') return node.branches.some(canBeEmpty);
  return node.least === 0 || canBeEmpty(node.of);
}

/** The pattern holds what this reader does not know. */
export class Unreadable extends Error {}

class SyntaxReader {
  readonly #pattern: string;
  #at = 0;
  #flags: ReadonlySet<string> = new Set();

  constructor(pattern: string) {
    this.#pattern = pattern;
  }

  read(): Syntax {
    const node = this.#readAlternation();
    if (this.#at < this.#pattern.length) throw new Unreadable();
    return node;
  }

  /** Up to the bracket that closes the group, or the end. Flags that are set within do not outlive it. */
  #readAlternation(): Syntax {
    const outer = this.#flags;
    const branches: Syntax[] = [];
    let parts: Syntax[] = [];
    while (this.#at < this.#pattern.length && !this.#isNext(')')) {
      if (this.#isNext('|')) {
        this.#at += 1;
        branches.push({ kind: 'concat', parts });
        parts = [];
      } else parts.push(this.#readRepeated());
    }
    branches.push({ kind: 'concat', parts });
    this.#flags = outer;
    return branches.length === 1 ? (branches[0] as Syntax) : { kind: 'alternate', branches };
  }

  #isNext(text: string): boolean {
    return this.#pattern.startsWith(text, this.#at);
  }

  /** Takes what `shape` matches here. */
  #take(shape: RegExp): RegExpExecArray | null {
    const match = shape.exec(this.#pattern.slice(this.#at));
    if (match !== null) this.#at += match[0].length;
    return match;
  }

  #readRepeated(): Syntax {
    const of = this.#readAtom();
    const match = this.#take(quantifier);
    if (match === null) return of;
    const [, sign, first, comma, last, lazy] = match as unknown as (string | undefined)[];
    const least = sign === undefined ? Number(first) : sign === '+' ? 1 : 0;
    const unbounded = sign === undefined ? comma !== undefined && last === '' : sign !== '?';
    const bounded = sign === '?' ? 1 : comma === undefined ? least : Number(last);
    const most = unbounded ? Number.POSITIVE_INFINITY : bounded;
    // How often something empty is matched, and which way is liked best then, is RE2's own affair.
    if (canBeEmpty(of) || quantifier.test(this.#pattern.slice(this.#at))) throw new Unreadable();
    return { kind: 'repeat', of, least, most, isLazy: lazy === '?' };
  }

  #readAtom(): Syntax {
    if (this.#isNext('(')) return this.#readGroup();
    const edge =
      edges.get(this.#pattern.charAt(this.#at)) ?? edges.get(this.#pattern.slice(this.#at, this.#at + 2));
    if (edge !== undefined) {
      this.#at += this.#isNext('\\') ? 2 : 1;
      return { kind: 'edge', edge };
    }
    const shape = this.#isNext('[') ? characterClass : this.#isNext('\\') ? escape : /^[^*+?)]/u;
    const atom = this.#take(shape);
    if (atom === null) throw new Unreadable();
    const flags = [...this.#flags].join('');
    // A bracket that is no repetition stands for itself.
    const source = atom[0] === '{' ? '\\{' : atom[0];
    return { kind: 'set', set: asciiSetOf(flags === '' ? '' : `(?${flags})`, source) };
  }

  #readGroup(): Syntax {
    const match = this.#take(opening);
    const [text, on, off, end] = (match ?? []) as unknown as (string | undefined)[];
    if (text === undefined || (text === '(' && this.#isNext('?'))) throw new Unreadable();
    const outer = this.#flags;
    if (end !== undefined) {
      const flags = new Set(outer);
      for (const flag of on ?? '') flags.add(flag);
      for (const flag of off ?? '') flags.delete(flag);
      this.#flags = flags;
    }
    // (?i) holds up to the end of the group that it stands in.
    if (end === ')') return empty;
    const node = this.#readAlternation();
    if (!this.#isNext(')')) throw new Unreadable();
    this.#at += 1;
    this.#flags = outer;
    return node;
  }
}

/** Reads a pattern that RE2 has accepted. Throws `Unreadable` if it holds something that is not known here. */
export function readSyntax(pattern: string): Syntax {
  return new SyntaxReader(pattern).read();
}
