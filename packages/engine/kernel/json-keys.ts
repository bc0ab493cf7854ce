/**
 * The keys that came up before, each with a number that TypeScript gave it: what is known of a key is then found without a look at
 * its bytes. A set of two slots holds the two keys that were learnt last of those that fall into it.
 */
import { keyScratchAt, keySetBits, keysAt, longestKey } from './json-memory';

/** The bytes of the key; its length and its number, 32 bits each. */
const lengthAt: usize = longestKey;
const numberAt: usize = longestKey + 4;
const slotBytes: usize = 64;

function firstBytes(count: u32): v128 {
  const places = i8x16(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15);
  return i8x16.lt_u(places, i8x16.splat(i8(min(count, 16))));
}

/** The first of the two slots in which the key of `length` bytes at `at` may be. */
function setOf(at: usize, length: u32): usize {
  let first: u64 = load<u64>(at);
  if (length < 8) first &= (u64(1) << (u64(length) << 3)) - 1;
  const last: u64 = length < 8 ? first : load<u64>(at + length - 8);
  const middle: u64 = length < 16 ? 0 : load<u64>(at + (length >> 1) - 4);
  let hash: u64 = (first * 0x9e3779b97f4a7c15) ^ (rotl(last, 29) * 0xc2b2ae3d27d4eb4f);
  hash = (hash ^ (hash >> 32) ^ middle ^ length) * 0x9e3779b97f4a7c15;
  return keysAt + usize(hash >> u64(64 - keySetBits)) * slotBytes * 2;
}

function isSame(one: usize, other: usize): bool {
  return i8x16.all_true(i8x16.eq(v128.load(one), v128.load(other)));
}

/** Whether the key of `length` bytes at `at` is in the slot. */
function isIn(slot: usize, at: usize, length: u32): bool {
  if (load<u32>(slot + lengthAt) != length) return false;
  if (length < 16) {
    const bytes = v128.and(v128.load(at), firstBytes(length));
    return i8x16.all_true(i8x16.eq(bytes, v128.load(slot)));
  }
  if (!isSame(slot, at) || !isSame(slot + length - 16, at + length - 16)) return false;
  return length <= 32 || isSame(slot + 16, at + 16);
}

/** The number of the key `[at, end)`; 0 if it is not known. Up to 16 bytes behind it are read. */
export function numberOf(at: usize, end: usize): u32 {
  const length = u32(end - at);
  // No key without bytes is learnt.
  if (length - 1 >= u32(longestKey)) return 0;
  const set = setOf(at, length);
  if (isIn(set, at, length)) return load<u32>(set + numberAt);
  return isIn(set + slotBytes, at, length) ? load<u32>(set + slotBytes + numberAt) : 0;
}

/** Learns the key of `length` bytes, one at least, that was written to `keyScratchAt`. Gives its number: another if it was known. */
export function learnKey(length: u32, number: u32): u32 {
  const known = numberOf(keyScratchAt, keyScratchAt + length);
  if (known != 0) return known;
  memory.fill(keyScratchAt + length, 0, longestKey - length);
  const set = setOf(keyScratchAt, length);
  memory.copy(set + slotBytes, set, slotBytes);
  memory.copy(set, keyScratchAt, longestKey);
  store<u32>(set + lengthAt, length);
  store<u32>(set + numberAt, number);
  return number;
}

export function forgetKeys(): void {
  memory.fill(keysAt, 0, (2 * slotBytes) << keySetBits);
}
