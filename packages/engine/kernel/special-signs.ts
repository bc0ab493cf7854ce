/** The signs, as of src/scan/inspect.ts. */
export const escapes: u32 = 1;
export const quotedPrintable: u32 = 2;
export const lineBreaks: u32 = 4;

function isCapitalHex(byte: u32): bool {
  return (byte >= 0x30 && byte <= 0x39) || (byte >= 0x41 && byte <= 0x46);
}

function isLetter(byte: u32): bool {
  return (byte | 0x20) >= 0x61 && (byte | 0x20) <= 0x7a;
}

function valueOf(digit: u32): u32 {
  return digit <= 0x39 ? digit - 0x30 : digit - 0x37;
}

/** The byte at `at`; 0 behind the record. */
function byteBefore(end: usize, at: usize): u32 {
  return at < end ? load<u8>(at) : 0;
}

/** The twin of `isQuotedPrintable` in src/kernel/plain-signs.ts. */
function isQuotedPrintable(start: usize, at: usize, end: usize): bool {
  const high = byteBefore(end, at + 1);
  const low = byteBefore(end, at + 2);
  if (high === 0x0a || (high === 0x0d && low === 0x0a)) return true;
  if (!isCapitalHex(high) || !isCapitalHex(low)) return false;
  const code = valueOf(high) * 16 + valueOf(low);
  const next = byteBefore(end, at + 3);
  if (code >= 0x80) return code >= 0xc2 && code <= 0xf4 && next === 0x3d;
  if (code < 0x20 || code === 0x7f || (code >= 0x30 && code <= 0x39) || isLetter(code)) return false;
  return low > 0x39 || (at > start && isLetter(load<u8>(at - 1)) && isLetter(next));
}

/** Where a byte is one of `first` and the `count` - 1 behind it. */
function isIn(bytes: v128, first: u8, count: u8): v128 {
  return i8x16.lt_u(i8x16.sub(bytes, i8x16.splat(first)), i8x16.splat(count));
}

/** Where an escape may begin. */
function escapesIn(bytes: v128, next: v128): v128 {
  // First bytes of look-alikes of ASCII (fold-unicode.ts): a bit for each of their high halves, C to F.
  const low = i8x16(4 | 8, 4, 1 | 4, 4, 0, 0, 0, 0, 2, 2, 4, 2, 0, 1, 0, 2 | 4);
  const high = i8x16(0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 2, 4, 8);
  const leads = v128.and(
    i8x16.swizzle(low, v128.and(bytes, i8x16.splat(15))),
    i8x16.swizzle(high, i8x16.shr_u(bytes, 4)),
  );
  const hex = v128.or(isIn(next, 0x30, 10), isIn(v128.or(next, i8x16.splat(0x20)), 0x61, 6));
  const isPercent = v128.and(
    i8x16.eq(bytes, i8x16.splat(0x25)),
    v128.or(hex, i8x16.eq(next, i8x16.splat(0x75))),
  );
  const isEscape = v128.or(i8x16.eq(bytes, i8x16.splat(0x5c)), i8x16.eq(bytes, i8x16.splat(0x26)));
  return v128.or(v128.or(isPercent, isEscape), i8x16.ne(leads, i8x16.splat(0)));
}

/** Where a `=` stands before what quoted-printable may go on with. */
function equalsIn(bytes: v128, next: v128): v128 {
  const isEnd = v128.or(i8x16.eq(next, i8x16.splat(0x0a)), i8x16.eq(next, i8x16.splat(0x0d)));
  const isDigit = v128.or(isIn(next, 0x30, 10), isIn(next, 0x41, 6));
  return v128.and(i8x16.eq(bytes, i8x16.splat(0x3d)), v128.or(isEnd, isDigit));
}

/**
 * The signs but base64 of 16 bytes at `at` of the record `[start, end)`. `inside` has a bit for each that is of the record.
 */
export function specialSigns(start: usize, at: usize, end: usize, inside: u32): u32 {
  const bytes = v128.load(at);
  const next = v128.load(at + 1);
  let signs: u32 = 0;
  if ((i8x16.bitmask(escapesIn(bytes, next)) & inside) !== 0) signs |= escapes;
  if ((i8x16.bitmask(i8x16.eq(bytes, i8x16.splat(0x0a))) & inside) !== 0) signs |= lineBreaks;
  let equals = i8x16.bitmask(equalsIn(bytes, next)) & inside;
  for (; equals !== 0; equals &= equals - 1)
    if (isQuotedPrintable(start, at + ctz(equals), end)) signs |= quotedPrintable;
  return signs;
}
