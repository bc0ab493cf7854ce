import { beginsAt, masksAt, wordBytes } from './memory';

/**
 * How the bytes of a record are cut: a word ends where bytes up to the comma (blanks, quotes, brackets and other marks) are followed by
 * others; at the last such place within 32 bytes, or behind 32 bytes if there is none; and at the end of its stretch. Where words are
 * cut decides how often the same ones come again, and nothing else.
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

/** Notes where in the stretch `[start, end)` a word may begin, its end being the last such place: a bit for each byte. */
export function cut(start: usize, end: usize): void {
  let into = beginsAt;
  // Whether the byte before is a mark.
  let before: u64 = 0;
  for (let block = start; block < end; block += 64) {
    const marks = marksAt(block);
    store<u64>(into, ~marks & ((marks << 1) | before));
    before = marks >> 63;
    into += 8;
  }
  // Beyond the end nothing begins; at most eight bytes more are looked at.
  const length = end - start;
  const last = beginsAt + ((length >> 6) << 3);
  const bit = (1 as u64) << ((length & 63) as u64);
  store<u64>(last, (load<u64>(last) & (bit - 1)) | bit);
  store<u64>(last, 0, 8);
}

/** The length of the word that begins `place` bytes behind the begin of the stretch that was cut last. */
export function lengthAt(place: u32): u32 {
  const next = place + 1;
  const begins = (load<u64>(beginsAt + ((next >> 3) as usize)) >> ((next & 7) as u64)) as u32;
  return begins == 0 ? wordBytes : 32 - clz(begins);
}

/** Half of a word, its digits as zeros where `folds` has ones, and only the bytes that `mask` has. */
function foldedAt(at: usize, folds: v128, mask: v128): v128 {
  const bytes = v128.load(at);
  const isDigit = v128.and(i8x16.lt_u(i8x16.sub(bytes, i8x16.splat(0x30)), i8x16.splat(10)), folds);
  return v128.and(v128.bitselect(i8x16.splat(0x30), bytes, isDigit), mask);
}

/** The first 16 bytes of the key of a word: the bytes behind its end are 0. */
export function lowKeyOf(at: usize, length: u32, folds: v128): v128 {
  return foldedAt(at, folds, v128.load(masksAt + 32 - (length as usize)));
}

/** The other 16 bytes. */
export function highKeyOf(at: usize, length: u32, folds: v128): v128 {
  return foldedAt(at + 16, folds, v128.load(masksAt + 48 - (length as usize)));
}

/** A number of 32 bits that hardly two keys share. */
export function hashOf(low: v128, high: v128): u32 {
  const first = (i64x2.extract_lane(low, 0) as u64) * 0x9e37_79b9_7f4a_7c15;
  const second = (i64x2.extract_lane(low, 1) as u64) * 0xc2b2_ae3d_27d4_eb4f;
  const third = (i64x2.extract_lane(high, 0) as u64) * 0x1656_67b1_9e37_79f9;
  const fourth = (i64x2.extract_lane(high, 1) as u64) * 0xd6e8_feb8_6659_fd93;
  const half = first ^ rotr<u64>(second, 29);
  const other = third ^ rotr<u64>(fourth, 29);
  return (((half ^ rotr<u64>(other, 17)) * 0x9e37_79b9_7f4a_7c15) >> 32) as u32;
}
