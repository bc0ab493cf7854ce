/** A class of characters at the begin of a text. */
export const characterClass = /^\[\^?\]?(?:\[:\^?[a-z]+:\]|\\[^]|[^\]\\])*\]/;

/** Where the construct ends that begins at `at`: an escape, a class, or a character. */
export function skipOne(source: string, at: number): number {
  const char = source.charAt(at);
  if (char === '\\') return at + 2;
  return at + (char === '[' ? (characterClass.exec(source.slice(at))?.[0].length ?? 1) : 1);
}

/** Where the group that begins at `from` ends, behind its bracket; -1 if it does not. */
export function endOfGroup(source: string, from: number): number {
  let depth = 0;
  for (let at = from; at < source.length; at = skipOne(source, at)) {
    if (source.charAt(at) === '(') depth += 1;
    else if (source.charAt(at) === ')' && --depth === 0) return at + 1;
  }
  return -1;
}
