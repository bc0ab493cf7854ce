/**
 * The memo of words: where a word leads from a state, and what is met in it. A bucket has two entries, 64 bytes each: the key of the
 * word, 32 bytes; then 32 bits each: the state before it and its length as one number, the state behind it, the number of what is met (0 for
 * nothing), the set of that. New words come into the second entry; what is met there again changes places with the first.
 */
export const bucketBytes: u32 = 128;
export const entryBytes: usize = 64;
export const tagOf: usize = 32;
export const nextOf: usize = 36;
export const eventOf: usize = 40;
export const setOf: usize = 44;

/** Never 0, which is what an entry without a word has. */
export function tagFor(state: u32, length: u32): u32 {
  return ((state + 1) << 6) | length;
}

/** Whether the entry at `entry` is that of a word. */
export function isAt(entry: usize, low: v128, high: v128, tag: u32): bool {
  const differs = v128.or(v128.xor(v128.load(entry), low), v128.xor(v128.load(entry, 16), high));
  return load<u32>(entry, tagOf) == tag && !v128.any_true(differs);
}

/** Swaps the entries of a bucket. */
export function swap(bucket: usize): void {
  for (let at = bucket; at < bucket + 48; at += 16) {
    const part = v128.load(at);
    v128.store(at, v128.load(at, 64));
    v128.store(at, part, 64);
  }
}

export function put(bucket: usize, low: v128, high: v128, tag: u32, next: u32, event: u32, set: u32): void {
  const entry = load<u32>(bucket, tagOf) == 0 ? bucket : bucket + entryBytes;
  v128.store(entry, low);
  v128.store(entry, high, 16);
  store<u32>(entry, tag, tagOf);
  store<u32>(entry, next, nextOf);
  store<u32>(entry, event, eventOf);
  store<u32>(entry, set, setOf);
}
