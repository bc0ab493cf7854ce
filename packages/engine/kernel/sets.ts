import * as cells from './cells';

/**
 * Sets of what is met: a bit for each thing. A set stands in 16 bytes, 32 bits each: its number on the TypeScript side, whether a
 * record in which just this is met is worth a look, its hash, nothing; then its bits. Set 0 is empty.
 */
export const numberOf: usize = 0;
export const completeOf: usize = 4;
const hashPlace: usize = 8;
const bitsOf: usize = 16;

/** Bytes of a meeting: its event, the address of its word, its set, 32 bits each. */
export const meetingBytes: usize = 12;
const setPlace: usize = 8;

export function setEntry(set: u32): usize {
  return (load<u32>(cells.setsAt) + set * (load<u32>(cells.setBytes) + (bitsOf as u32))) as usize;
}

function hashOfBits(bits: usize): u32 {
  let hash: u64 = 0;
  const bytes = load<u32>(cells.setBytes);
  for (let place: u32 = 0; place < bytes; place += 8) {
    const part = load<u64>(bits + (place as usize));
    hash = (hash ^ part ^ (hash >> 29)) * 0x9e37_79b9_7f4a_7c15;
  }
  return (hash >> 32) as u32;
}

function isSame(bits: usize, others: usize): bool {
  const bytes = load<u32>(cells.setBytes);
  for (let place: u32 = 0; place < bytes; place += 16)
    if (v128.any_true(v128.xor(v128.load(bits + (place as usize)), v128.load(others + (place as usize)))))
      return false;
  return true;
}

/** The set that the union is; -1 if there is none yet. */
export function findSet(): i32 {
  const union = load<u32>(cells.unionAt) as usize;
  const index = load<u32>(cells.setIndexAt);
  const mask = load<u32>(cells.setIndexMask);
  const hash = hashOfBits(union);
  let slot = hash & mask;
  while (true) {
    const known = load<u32>(index + (slot << 2));
    if (known == 0) return -1;
    const entry = setEntry(known - 1);
    if (load<u32>(entry, hashPlace) == hash && isSame(entry + bitsOf, union)) return (known - 1) as i32;
    slot = (slot + 1) & mask;
  }
}

function indexSet(set: u32): void {
  const index = load<u32>(cells.setIndexAt);
  const mask = load<u32>(cells.setIndexMask);
  let slot = load<u32>(setEntry(set), hashPlace) & mask;
  while (load<u32>(index + (slot << 2)) != 0) slot = (slot + 1) & mask;
  store<u32>(index + (slot << 2), set + 1);
}

/** Makes a set of the union, for which there must be room. `isComplete`: 1 or 0. */
export function addSet(number: u32, isComplete: u32): u32 {
  const set = load<u32>(cells.setCount);
  const entry = setEntry(set);
  const union = load<u32>(cells.unionAt) as usize;
  store<u32>(entry, number, numberOf);
  store<u32>(entry, isComplete, completeOf);
  store<u32>(entry, hashOfBits(union), hashPlace);
  memory.copy(entry + bitsOf, union, load<u32>(cells.setBytes));
  store<u32>(cells.setCount, set + 1);
  indexSet(set);
  return set;
}

/** Puts all sets into the index, which must be empty. */
export function indexSets(): void {
  for (let set: u32 = 0; set < load<u32>(cells.setCount); set += 1) indexSet(set);
}

/** Adds the bits of a set to the union. */
function addBits(union: usize, bits: usize, bytes: u32): void {
  for (let place: u32 = 0; place < bytes; place += 16) {
    const at = union + (place as usize);
    v128.store(at, v128.or(v128.load(at), v128.load(bits + (place as usize))));
  }
}

/** The set of all that was met in the record; -1 if there is none yet: then the union has its bits. */
export function unite(): i32 {
  const first = load<u32>(cells.settled);
  const last = load<u32>(cells.meetings);
  if (first == last) return 0;
  const meetings = load<u32>(cells.meetingsAt) as usize;
  const end = meetings + (last as usize) * meetingBytes;
  let meeting = meetings + (first as usize) * meetingBytes;
  const one = load<u32>(meeting, setPlace);
  while (meeting < end && load<u32>(meeting, setPlace) == one) meeting += meetingBytes;
  if (meeting == end) return one as i32;
  const union = load<u32>(cells.unionAt) as usize;
  const bytes = load<u32>(cells.setBytes);
  memory.copy(union, setEntry(one) + bitsOf, bytes);
  let before = one;
  for (; meeting < end; meeting += meetingBytes) {
    const set = load<u32>(meeting, setPlace);
    if (set != before) addBits(union, setEntry(set) + bitsOf, bytes);
    before = set;
  }
  return findSet();
}
