import { isBlank, isKeyPart, isQuote, longestKey } from './text-bytes.js';

const longestGap = 16;

function skipBlanksBack(bytes: Buffer, from: number, at: number): number {
  let to = at;
  while (to > from && at - to < longestGap && isBlank(bytes[to - 1])) to -= 1;
  return to;
}

/** The key under which the value stands that begins at `at`: `key={…}`, `"key": […]`. Empty if there is none. */
export function findKeyBefore(bytes: Buffer, from: number, at: number): { from: number; to: number } {
  let to = skipBlanksBack(bytes, from, at);
  if (to > from && bytes[to - 1] === 0x3e && bytes[to - 2] === 0x3d) to -= 1;
  const separator = to > from ? bytes[to - 1] : 0;
  if (separator !== 0x3d && separator !== 0x3a) return { from: at, to: at };
  to = skipBlanksBack(bytes, from, to - 1);
  if (to > from && isQuote(bytes[to - 1])) to -= 1;
  while (to > from && bytes[to - 1] === 0x5c) to -= 1;
  const limit = Math.max(from, to - longestKey);
  let start = to;
  while (start > limit && isKeyPart(bytes[start - 1])) start -= 1;
  // What is longer than any key is none, and neither is the end of it.
  if (start > from && start === limit && isKeyPart(bytes[start - 1])) return { from: at, to: at };
  return { from: start, to };
}
