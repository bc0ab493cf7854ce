import { isBase64, leastRun } from '../formats/base64-run.js';
import { foldLeads } from '../formats/fold-unicode.js';
import { mayBeginDocument, sign } from '../scan/inspect.js';
import { runMayDecode } from './probe-run.js';

const [inRun, other, percent, escape, equals, newline, separator, bracket] = [0, 1, 2, 3, 4, 5, 6, 7];

const kinds = new Uint8Array(256).fill(other);
for (let byte = 0; byte < 256; byte += 1) if (isBase64(byte)) kinds[byte] = inRun;
for (const byte of [0x5c, 0x26, ...foldLeads]) kinds[byte] = escape;
kinds[0x25] = percent;
kinds[0x3d] = equals;
kinds[0x0a] = newline;
kinds[0x3a] = kinds[0x3c] = separator;
kinds[0x5b] = kinds[0x7b] = bracket;

function isCapitalHex(byte: number): boolean {
  return (byte >= 0x30 && byte <= 0x39) || (byte >= 0x41 && byte <= 0x46);
}

function isHex(byte: number): boolean {
  return isCapitalHex(byte) || (byte >= 0x61 && byte <= 0x66);
}

function isLetter(byte: number): boolean {
  return (byte | 0x20) >= 0x61 && (byte | 0x20) <= 0x7a;
}

function valueOf(digit: number): number {
  return digit <= 0x39 ? digit - 0x30 : digit - 0x37;
}

/** Whether the `=` at `at` may be one of quoted-printable, as `decode-view.ts` reads it in the record `[start, end)`. */
function isQuotedPrintable(bytes: Uint8Array, start: number, at: number, end: number): boolean {
  const [high, low] = [
    at + 1 < end ? (bytes[at + 1] as number) : 0,
    at + 2 < end ? (bytes[at + 2] as number) : 0,
  ];
  if (high === 0x0a || (high === 0x0d && low === 0x0a)) return true;
  if (!isCapitalHex(high) || !isCapitalHex(low)) return false;
  const code = valueOf(high) * 16 + valueOf(low);
  const next = at + 3 < end ? (bytes[at + 3] as number) : 0;
  // The first byte of a character, and that of the next `=XX`.
  if (code >= 0x80) return code >= 0xc2 && code <= 0xf4 && next === 0x3d;
  if (code < 0x20 || code === 0x7f || (code >= 0x30 && code <= 0x39) || isLetter(code)) return false;
  return low > 0x39 || (at > start && isLetter(bytes[at - 1] as number) && isLetter(next));
}

/** The signs of the record `[start, end)`, which is without its newline. */
function signsOf(bytes: Uint8Array, start: number, end: number): number {
  let signs = 0;
  let runStart = start;
  for (let at = start; at < end; at += 1) {
    const kind = kinds[bytes[at] as number] as number;
    if (kind === inRun) continue;
    if (at - runStart >= leastRun && runMayDecode(bytes, runStart, at)) signs |= sign.base64;
    runStart = at + 1;
    if (kind === other) continue;
    if (kind === escape) signs |= sign.escapes;
    else if (kind === newline) signs |= sign.lineBreaks;
    else if (kind === equals) {
      signs |= sign.pairs;
      if (isQuotedPrintable(bytes, start, at, end)) signs |= sign.quotedPrintable;
    } else if (kind === separator) signs |= sign.pairs;
    else if (kind === bracket) {
      if (mayBeginDocument(bytes, at, start)) signs |= sign.document;
    } else if (at + 1 < end && (bytes[at + 1] === 0x75 || isHex(bytes[at + 1] as number)))
      signs |= sign.escapes;
  }
  return end - runStart >= leastRun && runMayDecode(bytes, runStart, end) ? signs | sign.base64 : signs;
}

/** Writes the signs of the records that end at `ends[0, count)`. Returns the part of `into` that was written. */
export function markSigns(bytes: Uint8Array, ends: Uint32Array, count: number, into: Uint8Array): Uint8Array {
  let start = 0;
  for (let record = 0; record < count; record += 1) {
    const end = ends[record] as number;
    into[record] = signsOf(bytes, start, end - 1);
    start = end;
  }
  return into.subarray(0, count);
}
