import { masksAt, wordsAt } from './memory';

/**
 * How the bytes of a record are cut: a word goes on to the end of the first run of bytes up to the comma (blanks, quotes, brackets
 * and other marks), and no further than 16 bytes, or the end of a stretch. Where words are cut decides how often the same ones
 * come again, and nothing else.
 */

const comma: u8 = 0x2c;

/** Which of the 64 bytes at `at` are marks, a bit each. */
function marksAt(at: usize): u64 {
  const last = i8x16.splat(comma);
  const first: u64 = (i8x16.bitmask(i8x16.le_u(v128.load(at), last)) as u64) & 0xffff;
  const second: u64 = (i8x16.bitmask(i8x16.le_u(v128.load(at, 16), last)) as u64) & 0xffff;
  const third: u64 = (i8x16.bitmask(i8x16.le_u(v128.load(at, 32), last)) as u64) & 0xffff;
  const fourth: u64 = (i8x16.bitmask(i8x16.le_u(v128.load(at, 48), last)) as u64) & 0xffff;
  return first | (second << 16) | (third << 32) | (fourth << 48);
}

/** Writes where the words of the stretch `[start, end)` end: addresses of 32 bits each. A word may be longer than 16 bytes here. */
export function cut(start: usize, end: usize): void {
  let into = wordsAt;
  // Whether the byte before is a mark.
  let before: u64 = 0;
  for (let block = start; block < end; block += 64) {
    const marks = marksAt(block);
    // A word begins at a byte that is no mark behind one that is.
    let begins = ~marks & ((marks << 1) | before);
    before = marks >> 63;
    if (end - block < 64) begins &= ((1 as u64) << ((end - block) as u64)) - 1;
    while (begins != 0) {
      store<u32>(into, (block as u32) + (ctz(begins) as u32));
      into += 4;
      begins &= begins - 1;
    }
  }
  store<u32>(into, end as u32);
}

/** The first `length` bytes, the others 0; digits as zeros where `folds` has ones. */
export function keyOf(bytes: v128, length: u32, folds: v128): v128 {
  const isDigit = v128.and(i8x16.lt_u(i8x16.sub(bytes, i8x16.splat(0x30)), i8x16.splat(10)), folds);
  const folded = v128.bitselect(i8x16.splat(0x30), bytes, isDigit);
  return v128.and(folded, v128.load(masksAt + 16 - (length as usize)));
}

/** A number of 32 bits that hardly two keys share. */
export function hashOf(key: v128): u32 {
  const low = (i64x2.extract_lane(key, 0) as u64) * 0x9e37_79b9_7f4a_7c15;
  const high = (i64x2.extract_lane(key, 1) as u64) * 0xc2b2_ae3d_27d4_eb4f;
  const mixed = (low ^ (high >> 29) ^ (high << 35)) * 0x1656_67b1_9e37_79f9;
  return (mixed >> 32) as u32;
}
