/**
 * Where the parts of a JSON value end. A NUL stands behind the last byte of the text: it is part of nothing, so that no
 * reader goes beyond it, though vectors are loaded across it. In place of an address, 0 says that there is no such part.
 */

const quote: u32 = 0x22;
const backslash: u32 = 0x5c;
/** The letters b, f, n, r and t as bits, a the lowest. */
const escapeLetters: u32 = 0xa2022;
const eightSpaces: u64 = 0x2020202020202020;

/** 1 once a string was read that holds a backslash. */
export let hasEscape: u8 = 0;
/** As in stringHolds: what the string that was read last holds outside its escapes. */
export let held: u8 = 0;
/** What all strings hold, with `escape` for their escapes. */
export let heldByAny: u32 = 0;

export function forgetAll(): void {
  forgetEscape();
  heldByAny = 0;
}

/** To be called before anything but a string is put. */
export function forgetEscape(): void {
  heldByAny |= held | (hasEscape << 3);
  hasEscape = 0;
  held = 0;
}

/** Notes which of stringHolds stand among those of the sixteen bytes that are `inside`. */
function note(bytes: v128, inside: u32): void {
  // The bit that tells { from [ tells none of the others from another character of a string.
  const lower = v128.or(bytes, i8x16.splat(0x20));
  const sought = i8x16(0, 0, 0, 0, 0, 0x25, 0x26, 0, 0, 0, 0x3a, 0x7b, 0x3c, 0x3d, 0, 0);
  const isSought = i8x16.eq(lower, i8x16.swizzle(sought, v128.and(lower, i8x16.splat(15))));
  // All beyond ASCII has its top bit set.
  const found: u32 = i8x16.bitmask(v128.or(isSought, bytes)) & inside;
  if (found == 0) return;
  const brackets: u32 = i8x16.bitmask(i8x16.eq(lower, i8x16.splat(0x7b))) & inside;
  const escapes = v128.or(i8x16.eq(lower, i8x16.splat(0x25)), i8x16.eq(lower, i8x16.splat(0x26)));
  const specials: u32 = i8x16.bitmask(v128.or(escapes, bytes)) & inside;
  held |= u8(found != (brackets | specials)) | (u8(brackets != 0) << 1) | (u8(specials != 0) << 2);
}

/** The first byte at or behind `at` that is no white space. */
export function skipSpace(at: usize): usize {
  return load<u8>(at) > 0x20 ? at : skipSpaces(at);
}

function skipSpaces(at: usize): usize {
  let byte: u32 = load<u8>(at);
  while (byte == 0x20 || byte == 0x0a || byte == 0x0d || byte == 0x09) {
    at += 1;
    if (load<u64>(at) == eightSpaces) at += 8;
    byte = load<u8>(at);
  }
  return at;
}

/** The closing quote of the string whose content begins at `at`, sixteen bytes at a time. */
export function endOfString(at: usize): usize {
  while (true) {
    const bytes = v128.load(at);
    const isQuote = i8x16.eq(bytes, i8x16.splat(0x22));
    const isBackslash = i8x16.eq(bytes, i8x16.splat(0x5c));
    const isControl = i8x16.le_u(bytes, i8x16.splat(0x1f));
    const special = i8x16.bitmask(v128.or(v128.or(isQuote, isBackslash), isControl));
    if (special == 0) {
      note(bytes, 0xffff);
      at += 16;
      continue;
    }
    note(bytes, (special & -special) - 1);
    at += ctz(special);
    let byte: u32 = load<u8>(at);
    if (byte == quote) return at;
    if (byte != backslash) return 0;
    hasEscape = 1;
    // Escapes come in rows: line ends, letters that are no ASCII.
    do {
      at = endOfEscape(at);
      if (at == 0) return 0;
      byte = load<u8>(at);
    } while (byte == backslash);
    if (byte == quote) return at;
  }
}

/** The byte behind the escape whose backslash stands at `at`. */
function endOfEscape(at: usize): usize {
  const letter: u32 = load<u8>(at, 1);
  if (letter == 0x75) {
    return isHex(load<u8>(at, 2)) &&
      isHex(load<u8>(at, 3)) &&
      isHex(load<u8>(at, 4)) &&
      isHex(load<u8>(at, 5))
      ? at + 6
      : 0;
  }
  if (letter == quote || letter == backslash || letter == 0x2f) return at + 2;
  return letter - 0x61 < 26 && ((escapeLetters >> (letter - 0x61)) & 1) == 1 ? at + 2 : 0;
}

function isHex(byte: u32): bool {
  return byte - 0x30 < 10 || (byte | 0x20) - 0x61 < 6;
}

/** The byte behind the number that begins at `at`. */
export function endOfNumber(at: usize): usize {
  if (load<u8>(at) == 0x2d) at += 1;
  let start = at;
  if (load<u8>(at) == 0x30) at += 1;
  else {
    at = skipDigits(at);
    if (at == start) return 0;
  }
  if (load<u8>(at) == 0x2e) {
    start = at + 1;
    at = skipDigits(start);
    if (at == start) return 0;
  }
  if ((load<u8>(at) | 0x20) == 0x65) {
    const sign: u32 = load<u8>(at, 1);
    start = at + (sign == 0x2b || sign == 0x2d ? 2 : 1);
    at = skipDigits(start);
    if (at == start) return 0;
  }
  return at;
}

function skipDigits(at: usize): usize {
  while (true) {
    const isDigit = i8x16.le_u(i8x16.sub(v128.load(at), i8x16.splat(0x30)), i8x16.splat(9));
    const others = i8x16.bitmask(isDigit) ^ 0xffff;
    if (others != 0) return at + ctz(others);
    at += 16;
  }
}

/** The byte behind `true`, `false` or `null`, whichever begins with the byte at `at`. */
export function endOfWord(at: usize, byte: u32): usize {
  if (byte == 0x74) return load<u32>(at) == 0x65757274 ? at + 4 : 0;
  if (byte == 0x66) return load<u32>(at, 1) == 0x65736c61 ? at + 5 : 0;
  return byte == 0x6e && load<u32>(at) == 0x6c6c756e ? at + 4 : 0;
}
