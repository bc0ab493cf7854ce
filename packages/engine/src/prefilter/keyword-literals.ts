import { Buffer } from 'node:buffer';
import type { LiteralSet } from './literals.js';
import { plainText } from './alphabet.js';

/** ſ and K are read as s and k. */
const folded = /[\u017f\u212a]/;

/**
 * The bytes of a word that are the same in both cases but for ASCII letters, in pieces. A space stands for nothing too,
 * and the two cases are held against each other byte by byte: see compile/keywords.ts.
 */
function piecesOf(word: string): string[] {
  const lower = Buffer.from(word);
  const capitals = Buffer.from(word.toUpperCase());
  const upper = capitals.length === lower.length ? capitals : lower;
  let text = '';
  lower.forEach((byte, at) => {
    const other = upper[at] as number;
    const isLetter = byte >= 0x61 && byte <= 0x7a;
    const isFixed = byte !== 0x20 && (other === byte || (isLetter && other === byte - 0x20));
    text += isFixed ? String.fromCharCode(byte) : ' ';
  });
  return text.split(' ').filter((piece) => piece !== '');
}

/** Strings of which one occurs wherever one of the words does; undefined if nothing is known of a word. */
export function keywordLiterals(words: readonly string[]): LiteralSet | undefined {
  const literals: string[] = [];
  for (const word of words) {
    const pieces = folded.test(word) ? [] : piecesOf(word);
    const longest = pieces.reduce((best, piece) => (piece.length > best.length ? piece : best), '');
    if (longest === '') return undefined;
    literals.push(longest);
  }
  return literals.length === 0 ? undefined : plainText.shorten(literals);
}
