import type { Buffer } from 'node:buffer';

/** How far back the value that a cut line ends in is taken to reach. Bytes. */
const longestTail = 256;

function isDigit(byte: number | undefined): boolean {
  return byte !== undefined && byte >= 0x30 && byte <= 0x39;
}

/**
 * Where the value begins that `text`, cut in its middle, ends in: the last word, and the groups of digits before it
 * (`4111 1111 11`). The text's end if it ends in white space.
 */
export function cutTail(text: Buffer): number {
  const least = Math.max(0, text.length - longestTail);
  let at = text.length;
  while (at > least && (text[at - 1] as number) > 0x20) at -= 1;
  while (at - 2 >= least && text[at - 1] === 0x20 && isDigit(text[at - 2]) && isDigit(text[at])) {
    at -= 1;
    while (at > least && (isDigit(text[at - 1]) || text[at - 1] === 0x2d)) at -= 1;
  }
  // Not in the middle of a character.
  while (at < text.length && ((text[at] as number) & 0xc0) === 0x80) at += 1;
  return at;
}
