/** The signs of what a text may hold, as of src/scan/inspect.ts. */
const document: u32 = 16;
const pairs: u32 = 32;
export const bothSigns: u32 = document | pairs;

/** Where a byte is one of = : <. */
function separatorsIn(bytes: v128): v128 {
  // Elsewhere what no byte with these low bits is.
  const sought = i8x16(1, 0, 1, 1, 1, 1, 1, 1, 1, 1, 0x3a, 1, 0x3c, 0x3d, 1, 1);
  return i8x16.eq(bytes, i8x16.swizzle(sought, v128.and(bytes, i8x16.splat(15))));
}

/** Where a byte is one of " { and white space, but for the brace behind anything but a bracket. */
function followersIn(next: v128, isSquare: v128): v128 {
  const sought = i8x16(0x20, 0, 0x22, 1, 1, 1, 1, 1, 1, 0x09, 0x0a, 0x7b, 1, 0x0d, 1, 1);
  const isFollower = i8x16.eq(next, i8x16.swizzle(sought, v128.and(next, i8x16.splat(15))));
  const isBrace = i8x16.eq(next, i8x16.splat(0x7b));
  return v128.andnot(isFollower, v128.andnot(isBrace, isSquare));
}

/** The signs of 16 bytes at `at` of the record that begins at `start`. `inside` has a bit for each that is of the record. */
export function structureSigns(start: usize, at: usize, inside: u32): u32 {
  const bytes = v128.load(at);
  const isSquare = i8x16.eq(bytes, i8x16.splat(0x5b));
  const isBracket = v128.or(isSquare, i8x16.eq(bytes, i8x16.splat(0x7b)));
  let signs: u32 = (i8x16.bitmask(separatorsIn(bytes)) & inside) === 0 ? 0 : pairs;
  if (!v128.any_true(isBracket)) return signs;
  const mayBegin = v128.and(isBracket, followersIn(v128.load(at + 1), isSquare));
  const first: u32 = at === start ? i8x16.bitmask(isBracket) & 1 : 0;
  if (((i8x16.bitmask(mayBegin) | first) & inside) !== 0) signs |= document;
  return signs;
}
