import { Buffer } from 'node:buffer';
import { asciiOf, type CharSet } from './char-set.js';
import { bitsOf, plainBits, shapeBits, shorten } from './rarity.js';

/** How texts are spelled, and how literals are made of them: strings of bytes, as Latin-1, some bytes being one. */
export interface Alphabet {
  /** What each byte is read as. */
  readonly letters: Uint8Array;
  /** All that the characters of a set can be; undefined if that is too much to tell. Never empty. */
  spell(set: CharSet): readonly string[] | undefined;
  bitsOf(set: readonly string[]): number;
  /** A set that holds a part of each string of another, none of them within another. */
  shorten(set: readonly string[]): readonly string[];
  /** Bytes of a string that are looked at. */
  readonly longest: number;
  /** Copies of a repeated node that are looked at. */
  readonly mostCopies: number;
  /** Strings that two sets may make, one of each put together. */
  readonly mostCrossed: number;
}

/** A class of more characters is not spelled out. */
const mostSpelled = 6;

function lettersBy(read: (char: string) => string): Uint8Array {
  return Uint8Array.from({ length: 256 }, (_, byte) =>
    byte < 0x80 ? read(String.fromCharCode(byte)).charCodeAt(0) : byte,
  );
}

function speller(letters: Uint8Array): Alphabet['spell'] {
  return ({ ascii, others }) => {
    if (others === undefined) return undefined;
    const codes = new Set<number>();
    for (const code of ascii) codes.add(letters[code] as number);
    for (const code of others) codes.add(letters[asciiOf(code)] ?? code);
    if (codes.size === 0 || codes.size > mostSpelled) return undefined;
    // Letters in either case, as shapes: all that they could be would be long to tell, and say little.
    if (codes.has(0x41) && codes.has(0x61)) return undefined;
    return Array.from(codes, (code) => Buffer.from(String.fromCodePoint(code)).toString('latin1'));
  };
}

function alphabetOf(
  letters: Uint8Array,
  bits: Float64Array,
  sizes: { part: number; longest: number; mostCopies: number; mostCrossed: number },
): Alphabet {
  const { part, ...rest } = sizes;
  return Object.freeze({
    letters,
    spell: speller(letters),
    bitsOf: (set: readonly string[]) => bitsOf(set, bits, part),
    shorten: (set: readonly string[]) => shorten(set, bits, part),
    ...rest,
  });
}

/**
 * Bytes as they are, capital ASCII letters as small ones. Case beyond ASCII is not folded, which the character sets of a
 * pattern allow for. ſ and K, which RE2 takes for s and k, are spelled so: the search reads them so too.
 */
export const plainText: Alphabet = alphabetOf(
  lettersBy((char) => char.toLowerCase()),
  plainBits,
  { part: 8, longest: 24, mostCopies: 3, mostCrossed: 64 },
);

/** Shapes: every digit as 0, every small letter as a, every capital as A. `12-AB` is `00-AA`. */
export const shapeText: Alphabet = alphabetOf(
  lettersBy((char) =>
    /[0-9]/.test(char) ? '0' : /[a-z]/.test(char) ? 'a' : /[A-Z]/.test(char) ? 'A' : char,
  ),
  shapeBits,
  { part: 20, longest: 24, mostCopies: 24, mostCrossed: 96 },
);
