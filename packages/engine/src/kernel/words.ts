/** How records are cut into words: as kernel/words.ts does. */
export const mostWordBytes = 32;
const comma = 0x2c;

/** Bytes of a stretch, counted from the record's begin: no word goes on beyond it. */
const stretchBytes = 4096;

/** The length of the word that begins at `at` of the record `[start, end)`. */
export function wordLength(bytes: Uint8Array, at: number, start: number, end: number): number {
  const stretchEnd = at + stretchBytes - ((at - start) % stretchBytes);
  const limit = Math.min(end, stretchEnd);
  let next = Math.min(limit, at + mostWordBytes);
  if (next === limit) return next - at;
  const most = next - at;
  while (next > at && !mayBegin(bytes, next)) next -= 1;
  return next > at ? next - at : most;
}

/** Whether a mark stands before the byte at `at`, which is none. */
function mayBegin(bytes: Uint8Array, at: number): boolean {
  return (bytes[at] as number) > comma && (bytes[at - 1] as number) <= comma;
}
