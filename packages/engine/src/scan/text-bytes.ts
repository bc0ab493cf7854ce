/** Classes of ASCII bytes that text is read by; all beyond ASCII is taken for letters. */
const isKeyByte = new Uint8Array(256);
isKeyByte.fill(1, 0x80);
const isAlnumByte = new Uint8Array(256);
for (let byte = 0; byte < 0x80; byte += 1) {
  if (/[A-Za-z0-9]/.test(String.fromCharCode(byte))) isAlnumByte[byte] = 1;
  if (/[A-Za-z0-9_.$@[\]-]/.test(String.fromCharCode(byte))) isKeyByte[byte] = 1;
}

/** Longest name that is looked at as a key, in bytes. */
export const longestKey = 128;
/** Deepest quoting that is recognised: JSON in JSON in JSON in JSON. */
export const mostBackslashes = 15;
/** How far the begin of the next `key=` is looked for behind a delimiter. */
const longestAhead = 48;

export function isAlnum(byte: number | undefined): boolean {
  return byte !== undefined && isAlnumByte[byte] === 1;
}

/** May stand in the name of a field. */
export function isKeyPart(byte: number | undefined): boolean {
  return byte !== undefined && isKeyByte[byte] === 1;
}

export function isBlank(byte: number | undefined): boolean {
  return byte === 0x20 || byte === 0x09;
}

export function isQuote(byte: number | undefined): boolean {
  return byte === 0x22 || byte === 0x27 || byte === 0x60;
}

/** Line feed or carriage return. */
export function isLineEnd(byte: number | undefined): boolean {
  return byte === 0x0a || byte === 0x0d;
}

/** Backslashes that stand in a row before `at`, at most `limit`. */
export function countBackslashes(text: Buffer, at: number, limit: number): number {
  let count = 0;
  while (count < limit && text[at - 1 - count] === 0x5c) count += 1;
  return count;
}

/** Where the backslashes end that begin at `at`; as many as quotes nest, and no more, so that it costs nothing. */
export function skipBackslashes(text: Buffer, at: number): number {
  const limit = at + mostBackslashes;
  let next = at;
  while (next < limit && text[next] === 0x5c) next += 1;
  return next;
}

/** Where a name that begins at `at` ends, quotes around it passed over; -1 if no name begins here. */
function skipName(text: Buffer, at: number): number {
  let from = skipBackslashes(text, at);
  if (isQuote(text[from])) from += 1;
  const first = text[from];
  if (!isKeyPart(first) || (first !== undefined && first >= 0x30 && first <= 0x39)) return -1;
  const limit = from + longestAhead;
  let to = from + 1;
  while (to < limit && (isKeyPart(text[to]) || text[to] === 0x25)) to += 1;
  to = skipBackslashes(text, to);
  return isQuote(text[to]) ? to + 1 : to;
}

/** Whether `key=`, or also `key:`, begins at `at` and something stands under it. */
export function isKeyAhead(text: Buffer, at: number, alsoColon: boolean): boolean {
  let to = skipName(text, at);
  if (to < 0) return false;
  if (isBlank(text[to])) to += 1;
  const behind = text[to + 1];
  if (text[to] === 0x3d) return behind !== 0x3d && behind !== undefined;
  return alsoColon && text[to] === 0x3a && behind !== 0x3a && behind !== 0x2f;
}
