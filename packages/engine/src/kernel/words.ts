/** How records are cut into words: as kernel/words.ts does. */
export const mostWordBytes = 16;
const comma = 0x2c;

/** Bytes of a stretch, counted from the record's begin: no word goes on beyond it. */
const stretchBytes = 4096;

/** The length of the word that begins at `at` of the record `[start, end)`. */
export function wordLength(bytes: Uint8Array, at: number, start: number, end: number): number {
  const left = stretchBytes - ((at - start) % stretchBytes);
  const limit = Math.min(end, at + Math.min(mostWordBytes, left));
  let next = at;
  while (next < limit && (bytes[next] as number) > comma) next += 1;
  while (next < limit && (bytes[next] as number) <= comma) next += 1;
  return next - at;
}
