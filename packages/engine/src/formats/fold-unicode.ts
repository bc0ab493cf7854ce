/** Returned by `foldAt`: the character is what it seems to be, or is not to be seen. */
export const asItIs = -1;
export const invisible = -2;

/** First bytes of characters that `foldAt` may have something to say about. */
export const foldLeads: readonly number[] = [
  0xc2, 0xcd, 0xd8, 0xd9, 0xdb, 0xdf, 0xe0, 0xe1, 0xe2, 0xe3, 0xea, 0xef, 0xf0,
];

/**
 * Characters that are not seen but keep a pattern from matching: soft hyphen, combining grapheme joiner, zero-width
 * characters and joiners, marks of writing direction, invisible operators, variation selectors, byte order mark.
 */
const invisibleRanges = [
  [0xad, 0xad],
  [0x34f, 0x34f],
  [0x61c, 0x61c],
  [0x180b, 0x180e],
  [0x200b, 0x200f],
  [0x202a, 0x202e],
  [0x2060, 0x2064],
  [0x2066, 0x206f],
  [0xfe00, 0xfe0f],
  [0xfeff, 0xfeff],
] as const;

/** Spaces of other widths, which people and programs put where they mean a space. */
const spaceRanges = [
  [0xa0, 0xa0],
  [0x2000, 0x200a],
  [0x202f, 0x202f],
  [0x205f, 0x205f],
  [0x3000, 0x3000],
] as const;

function isIn(ranges: readonly (readonly [number, number])[], code: number): boolean {
  return ranges.some(([first, last]) => code >= first && code <= last);
}

/** The code point whose UTF-8 begins at `at`. */
function codeAt(bytes: Buffer, at: number): number {
  const lead = bytes[at] as number;
  const tail = (offset: number): number => (bytes[at + offset] as number) & 0x3f;
  if (lead < 0xe0) return ((lead & 0x1f) << 6) | tail(1);
  if (lead < 0xf0) return ((lead & 0x0f) << 12) | (tail(1) << 6) | tail(2);
  return ((lead & 0x07) << 18) | (tail(1) << 12) | (tail(2) << 6) | tail(3);
}

/** Bytes of the character beyond ASCII that begins with `lead`. */
export function lengthOf(lead: number): number {
  return lead < 0xe0 ? 2 : lead < 0xf0 ? 3 : 4;
}

const digit = /^\p{Nd}$/u;

/** The value of a decimal digit of any script, -1 for other characters: Unicode keeps them in runs from 0 to 9. */
function digitValue(code: number): number {
  if (!digit.test(String.fromCodePoint(code))) return -1;
  let first = code;
  while (digit.test(String.fromCodePoint(first - 1))) first -= 1;
  return (code - first) % 10;
}

/**
 * What the character beyond ASCII that begins at `at` is read as: an ASCII code for its full-width form, a space or
 * hyphen of another kind, or a digit of another script.
 */
export function foldAt(bytes: Buffer, at: number): number {
  const code = codeAt(bytes, at);
  if (code >= 0xff01 && code <= 0xff5e) return code - 0xfee0;
  if (isIn(invisibleRanges, code)) return invisible;
  if (isIn(spaceRanges, code)) return 0x20;
  if (code === 0x2010 || code === 0x2011) return 0x2d;
  const value = digitValue(code);
  return value < 0 ? asItIs : 0x30 + value;
}
