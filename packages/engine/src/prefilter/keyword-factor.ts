import { Buffer } from 'node:buffer';
import { alternate, literal, type ByteNode } from './byte-tree.js';

/** ſ and K are read as s and k. */
const folded = /[\u017f\u212a]/;
/** Bytes of a word that are looked for. */
const longest = 10;

/**
 * The bytes of a word that are the same in both cases but for ASCII letters, in pieces. A space stands for nothing too,
 * and the two cases are held against each other byte by byte: see compile/keywords.ts.
 */
function piecesOf(word: string): Buffer[] {
  const lower = Buffer.from(word);
  const capitals = Buffer.from(word.toUpperCase());
  const upper = capitals.length === lower.length ? capitals : lower;
  const pieces: number[][] = [[]];
  lower.forEach((byte, at) => {
    const other = upper[at] as number;
    const isLetter = byte >= 0x61 && byte <= 0x7a;
    const isFixed = byte !== 0x20 && (other === byte || (isLetter && other === byte - 0x20));
    if (isFixed) pieces.at(-1)?.push(byte);
    else pieces.push([]);
  });
  return pieces.map((piece) => Buffer.from(piece));
}

/** What must stand in a text that holds one of the words; undefined if nothing is known of a word. */
export function keywordFactor(words: readonly string[]): ByteNode | undefined {
  const literals: ByteNode[] = [];
  for (const word of words) {
    const pieces = folded.test(word) ? [] : piecesOf(word);
    const best = pieces.reduce((long, piece) => (piece.length > long.length ? piece : long), Buffer.alloc(0));
    if (best.length === 0) return undefined;
    literals.push(literal(best.subarray(0, longest), true));
  }
  return literals.length === 0 ? undefined : alternate(literals);
}
