import { Buffer } from 'node:buffer';
import RE2 from 're2';

/** A set of characters. It may hold more than the pattern says, never less. */
export interface CharSet {
  /** ASCII codes. */
  readonly ascii: ReadonlySet<number>;
  /** Code points beyond ASCII; undefined: any of them may be in it. */
  readonly others: readonly number[] | undefined;
}

/** More code points beyond ASCII than this are not told apart. */
const mostOthers = 8;

function codes(text: string): Set<number> {
  return new Set(Array.from(text, (char) => char.charCodeAt(0)));
}

function range(from: number, to: number): number[] {
  return Array.from({ length: Math.max(0, to - from + 1) }, (_, index) => from + index);
}

const allAscii: ReadonlySet<number> = new Set(range(0, 0x7f));
const digits = range(0x30, 0x39);
const uppers = range(0x41, 0x5a);
const lowers = range(0x61, 0x7a);

export const anyChar: CharSet = { ascii: allAscii, others: undefined };
export const noChar: CharSet = { ascii: new Set(), others: [] };

function ascii(...parts: readonly number[][]): CharSet {
  return { ascii: new Set(parts.flat()), others: [] };
}

/** What RE2 means by them: ASCII only. */
const perlClasses: ReadonlyMap<string, CharSet> = new Map([
  ['d', ascii(digits)],
  ['s', ascii([...codes('\t\n\f\r ')])],
  ['w', ascii(digits, uppers, lowers, [0x5f])],
]);

const punctuation = range(0x21, 0x7e).filter((code) => ![...digits, ...uppers, ...lowers].includes(code));
const namedClasses: ReadonlyMap<string, CharSet> = new Map([
  ['alnum', ascii(digits, uppers, lowers)],
  ['alpha', ascii(uppers, lowers)],
  ['ascii', ascii(range(0, 0x7f))],
  ['blank', ascii([0x09, 0x20])],
  ['cntrl', ascii(range(0, 0x1f), [0x7f])],
  ['digit', ascii(digits)],
  ['graph', ascii(range(0x21, 0x7e))],
  ['lower', ascii(lowers)],
  ['print', ascii(range(0x20, 0x7e))],
  ['punct', ascii(punctuation)],
  ['space', ascii(range(0x09, 0x0d), [0x20])],
  ['upper', ascii(uppers)],
  ['word', ascii(digits, uppers, lowers, [0x5f])],
  ['xdigit', ascii(digits, range(0x41, 0x46), range(0x61, 0x66))],
]);

/** All characters that are for certain not in the set; `set` must hold exactly what the pattern says. */
export function complement(set: CharSet): CharSet {
  return { ascii: new Set([...allAscii].filter((code) => !set.ascii.has(code))), others: undefined };
}

export function union(sets: readonly CharSet[]): CharSet {
  const ascii = new Set(sets.flatMap((set) => [...set.ascii]));
  const others = new Set(sets.flatMap((set) => set.others));
  return {
    ascii,
    others: others.has(undefined) || others.size > mostOthers ? undefined : ([...others] as number[]),
  };
}

/** `\d`, `\S` …: the letter behind the backslash. */
export function perlClass(letter: string): CharSet | undefined {
  const set = perlClasses.get(letter.toLowerCase());
  return set === undefined || perlClasses.has(letter) ? set : complement(set);
}

/** `[:alpha:]`, `[:^alpha:]`. */
export function namedClass(name: string): CharSet | undefined {
  const isNegated = name.startsWith('^');
  const set = namedClasses.get(isNegated ? name.slice(1) : name);
  return set === undefined || !isNegated ? set : complement(set);
}

export function charSet(code: number): CharSet {
  return code < 0x80 ? { ascii: new Set([code]), others: [] } : { ascii: new Set(), others: [code] };
}

export function rangeOf(from: number, to: number): CharSet {
  const wide = to - Math.max(from, 0x80) >= mostOthers;
  return {
    ascii: new Set(range(from, Math.min(to, 0x7f))),
    others: wide ? undefined : range(Math.max(from, 0x80), to),
  };
}

/** Letters from here on, few of which have a case, are not followed up. */
const firstBeyondPlane = 0x10000;
let plane: Buffer | undefined;

function charactersOfPlane(): Buffer {
  // Between the two stand surrogates.
  const codes = [...range(0x80, 0xd7ff), ...range(0xe000, firstBeyondPlane - 1)];
  return Buffer.from(codes.map((code) => String.fromCodePoint(code)).join(''));
}

const variants = new Map<number, readonly number[]>();

/** All characters beyond ASCII that RE2 takes for this one where case is ignored: it is asked itself. */
function variantsOf(code: number): readonly number[] {
  const before = variants.get(code);
  if (before !== undefined) return before;
  plane ??= charactersOfPlane();
  const one = new RE2(`(?i)\\x{${code.toString(16)}}`, 'g');
  const found: number[] = [];
  for (let match = one.exec(plane); match !== null; match = one.exec(plane))
    found.push(match[0].toString().codePointAt(0) as number);
  variants.set(code, found);
  return found;
}

/** Undefined if they are too many, or if some ASCII character may be meant: ſ is an s and K a k here. */
function foldOthers(others: readonly number[]): readonly number[] | undefined {
  if (others.some((code) => code >= firstBeyondPlane)) return undefined;
  const folded = new Set(others.flatMap(variantsOf));
  const isAscii = folded.has(0x17f) || folded.has(0x212a);
  return isAscii || folded.size > mostOthers ? undefined : [...folded];
}

/** The set without regard to case, as RE2 understands it. */
export function foldCase(set: CharSet): CharSet {
  const folded = new Set<number>();
  for (const code of set.ascii) {
    folded.add(code);
    const small = code | 0x20;
    if (small >= 0x61 && small <= 0x7a) folded.add(code ^ 0x20);
  }
  const others = set.others === undefined ? undefined : foldOthers(set.others);
  if (others !== undefined) return { ascii: folded, others };
  for (const code of codes('kKsS')) folded.add(code);
  return { ascii: folded, others };
}
