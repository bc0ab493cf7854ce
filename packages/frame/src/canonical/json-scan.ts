const quote = 0x22;
const backslash = 0x5c;
const comma = 0x2c;
const colon = 0x3a;
const openBrace = 0x7b;
const closeBrace = 0x7d;
const openBracket = 0x5b;
const closeBracket = 0x5d;

/**
 * Finds where the parts of JSON text begin and end, on bytes and without building values. It checks as much as it needs
 * for that: strings are closed and hold no raw control bytes, brackets pair up, members have colons and commas. All
 * positions are -1 where the text is not JSON. The redactor has already refused what is not JSON in full.
 */
function skipSpace(bytes: Uint8Array, position: number, end: number): number {
  while (position < end && isSpace(bytes[position] ?? 0)) position++;
  return position;
}

function isSpace(byte: number): boolean {
  return byte === 0x20 || byte === 0x0a || byte === 0x0d || byte === 0x09;
}

/** `position` is that of the opening quote; the answer is behind the closing one. */
function skipString(bytes: Uint8Array, position: number, end: number): number {
  for (let at = position + 1; at < end; at++) {
    const byte = bytes[at] ?? 0;
    if (byte === quote) return at + 1;
    if (byte < 0x20) return -1;
    if (byte === backslash) at++;
  }
  return -1;
}

/** Numbers, true, false, null: anything of letters, digits, sign and point. */
function skipScalar(bytes: Uint8Array, position: number, end: number): number {
  let at = position;
  for (; at < end; at++) {
    const byte = bytes[at] ?? 0;
    const isDigitOrPoint = byte >= 0x2d && byte <= 0x39 && byte !== 0x2f;
    const isLetter = (byte | 0x20) >= 0x61 && (byte | 0x20) <= 0x7a;
    if (!isDigitOrPoint && !isLetter && byte !== 0x2b) break;
  }
  return at === position ? -1 : at;
}

/** Depth is counted, not recursed; which bracket closes which is not checked. */
function skipContainer(bytes: Uint8Array, position: number, end: number): number {
  let depth = 0;
  for (let at = position; at < end; at++) {
    const byte = bytes[at] ?? 0;
    if (byte === openBrace || byte === openBracket) depth++;
    else if (byte === quote) {
      at = skipString(bytes, at, end) - 1;
      if (at < 0) return -1;
    } else if (byte === closeBrace || byte === closeBracket) {
      depth--;
      if (depth === 0) return at + 1;
    }
  }
  return -1;
}

function skipValue(bytes: Uint8Array, position: number, end: number): number {
  const byte = bytes[position] ?? 0;
  if (byte === quote) return skipString(bytes, position, end);
  if (byte === openBrace || byte === openBracket) return skipContainer(bytes, position, end);
  return skipScalar(bytes, position, end);
}

/** Told of a member of the outermost object; the key's span excludes its quotes. */
export type VisitMember = (keyStart: number, keyEnd: number, valueStart: number, valueEnd: number) => void;

/** Visits the members of the object that the bytes `[start, end)` are, by default all. False where they are not one. */
export function scanObject(
  bytes: Uint8Array,
  visit: VisitMember,
  start = 0,
  end: number = bytes.length,
): boolean {
  let at = skipSpace(bytes, start, end);
  if (at >= end || bytes[at] !== openBrace) return false;
  at = skipSpace(bytes, at + 1, end);
  if (at < end && bytes[at] === closeBrace) return skipSpace(bytes, at + 1, end) === end;
  for (;;) {
    if (at >= end || bytes[at] !== quote) return false;
    const keyStart = at + 1;
    const keyEnd = skipString(bytes, at, end) - 1;
    if (keyEnd < 0) return false;
    at = skipSpace(bytes, keyEnd + 1, end);
    if (at >= end || bytes[at] !== colon) return false;
    const valueStart = skipSpace(bytes, at + 1, end);
    const valueEnd = valueStart < end ? skipValue(bytes, valueStart, end) : -1;
    if (valueEnd < 0) return false;
    visit(keyStart, keyEnd, valueStart, valueEnd);
    at = skipSpace(bytes, valueEnd, end);
    if (at >= end) return false;
    if (bytes[at] === closeBrace) return skipSpace(bytes, at + 1, end) === end;
    if (bytes[at] !== comma) return false;
    at = skipSpace(bytes, at + 1, end);
  }
}

/** Whether the bytes `[start, end)` are one JSON value, as far as is checked here. */
export function isOneValue(bytes: Uint8Array, start = 0, end: number = bytes.length): boolean {
  const from = skipSpace(bytes, start, end);
  const behind = from < end ? skipValue(bytes, from, end) : -1;
  return behind >= 0 && skipSpace(bytes, behind, end) === end;
}

/**
 * JSON on one line: newlines between tokens become spaces. Strings cannot hold any, which the scan has made sure of.
 * Returns the same bytes where there is nothing to do.
 */
export function onOneLine(bytes: Buffer): Buffer {
  let at = bytes.indexOf(0x0a);
  if (at < 0) return bytes;
  const flat = Buffer.from(bytes);
  for (; at >= 0; at = flat.indexOf(0x0a, at + 1)) flat[at] = 0x20;
  return flat;
}
