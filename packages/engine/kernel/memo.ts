/**
 * The memo of words: where a word leads from a state, and what is met in it. A bucket has two entries, 32 bytes each: the key of the
 * word; then 32 bits each: the state before it and its length as one number, the state behind it, the number of what is met (0 for
 * nothing), the set of that. New words come into the second entry; what is met there again changes places with the first.
 */
export const bucketBytes: u32 = 64;
export const entryBytes: usize = 32;
export const tagOf: usize = 16;
export const nextOf: usize = 20;
export const eventOf: usize = 24;
export const setOf: usize = 28;

/** Never 0, which is what an entry without a word has. */
export function tagFor(state: u32, length: u32): u32 {
  return ((state + 1) << 5) | length;
}

/** Whether the entry at `entry` is that of a word. */
export function isAt(entry: usize, key: v128, tag: u32): bool {
  return load<u32>(entry, tagOf) == tag && !v128.any_true(v128.xor(v128.load(entry), key));
}

/** Swaps the entries of a bucket. */
export function swap(bucket: usize): void {
  const key = v128.load(bucket);
  const rest = v128.load(bucket, 16);
  v128.store(bucket, v128.load(bucket, 32));
  v128.store(bucket, v128.load(bucket, 48), 16);
  v128.store(bucket, key, 32);
  v128.store(bucket, rest, 48);
}

export function put(bucket: usize, key: v128, tag: u32, next: u32, event: u32, set: u32): void {
  const entry = load<u32>(bucket, tagOf) == 0 ? bucket : bucket + entryBytes;
  v128.store(entry, key);
  store<u32>(entry, tag, tagOf);
  store<u32>(entry, next, nextOf);
  store<u32>(entry, event, eventOf);
  store<u32>(entry, set, setOf);
}
