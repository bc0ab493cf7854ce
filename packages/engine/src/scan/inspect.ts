import { isBase64, leastRun } from '../formats/base64-run.js';
import { foldLeads } from '../formats/fold-unicode.js';
import { growOffsets } from '../formats/json-tokens.js';

/** What a text may hold, as far as a look at its bytes tells: what may be encoded, then what it may be made of. */
export const sign = {
  escapes: 1,
  quotedPrintable: 2,
  lineBreaks: 4,
  base64: 8,
  document: 16,
  pairs: 32,
} as const;

/** The signs that something may be encoded. */
export const signsOfEncoded = sign.escapes | sign.quotedPrintable | sign.lineBreaks | sign.base64;

/** What a byte asks for; 0 for letters, digits and whatever else base64 is made of. */
const classes = new Uint8Array(256).fill(1);
for (let byte = 0; byte < 256; byte += 1) if (isBase64(byte)) classes[byte] = 0;
const classOf = { '%': 2, '\\': 3, '&': 4, '=': 5, ':': 6, '<': 6, '{': 7, '[': 7, '\n': 9 };
for (const [char, number] of Object.entries(classOf)) classes[char.charCodeAt(0)] = number;
for (const lead of foldLeads) classes[lead] = 8;

/** The same where nothing is encoded: 1 for `pairs`, 2 for `document`. */
const plainClasses = classes.map((kind) => (kind === 5 || kind === 6 ? 1 : kind === 7 ? 2 : 0));

function isHexDigit(byte: number | undefined): boolean {
  const lower = (byte ?? 0) | 0x20;
  return byte !== undefined && ((byte >= 0x30 && byte <= 0x39) || (lower >= 0x61 && lower <= 0x66));
}

/** `=XX` in capitals, or a `=` at the end of a line. */
function isQuotedPrintable(bytes: Buffer, at: number): boolean {
  const next = bytes[at + 1];
  if (next === 0x0a || next === 0x0d) return true;
  return next !== undefined && next < 0x60 && isHexDigit(next) && isHexDigit(bytes[at + 2]);
}

/** A bracket that may begin a JSON document: what stands behind it could. */
export function mayBeginDocument(bytes: Uint8Array, at: number, from: number): boolean {
  if (at === from) return true;
  const next = bytes[at + 1];
  if (next === 0x22 || next === 0x20 || next === 0x0a || next === 0x0d || next === 0x09) return true;
  return bytes[at] === 0x5b && next === 0x7b;
}

/** The runs of base64 that were met in the text inspected last, by their begins and ends. */
export const runs = { count: 0, starts: new Uint32Array(64), ends: new Uint32Array(64) };

function noteRun(start: number, end: number): void {
  if (runs.count === runs.starts.length) {
    runs.starts = growOffsets(runs.starts, runs.count * 2);
    runs.ends = growOffsets(runs.ends, runs.count * 2);
  }
  runs.starts[runs.count] = start;
  runs.ends[runs.count] = end;
  runs.count += 1;
}

/** The signs `document` and `pairs` of `bytes[from, to)`. */
export function inspectPlain(bytes: Buffer, from: number, to: number): number {
  let signs = 0;
  for (let at = from; at < to; at += 1) {
    const kind = plainClasses[bytes[at] as number] as number;
    if (kind === 0) continue;
    if (kind === 1) signs |= sign.pairs;
    else if (mayBeginDocument(bytes, at, from)) signs |= sign.document;
    else continue;
    if (signs === (sign.pairs | sign.document)) break;
  }
  return signs;
}

/** The signs of `bytes[from, to)`, in one pass. */
export function inspectText(bytes: Buffer, from: number, to: number): number {
  let signs = 0;
  let runStart = from;
  runs.count = 0;
  for (let at = from; at < to; at += 1) {
    const kind = classes[bytes[at] as number] as number;
    if (kind === 0) continue;
    if (at - runStart >= leastRun) noteRun(runStart, at);
    runStart = at + 1;
    if (kind === 1) continue;
    switch (kind) {
      case 2: {
        const next = bytes[at + 1];
        if (next === 0x75 || isHexDigit(next)) signs |= sign.escapes;
        break;
      }
      case 3:
      case 4:
      case 8:
        signs |= sign.escapes;
        break;
      case 5:
        signs |= isQuotedPrintable(bytes, at) ? sign.pairs | sign.quotedPrintable : sign.pairs;
        break;
      case 6:
        signs |= sign.pairs;
        break;
      case 7:
        if (mayBeginDocument(bytes, at, from)) signs |= sign.document;
        break;
      default:
        signs |= sign.lineBreaks;
    }
  }
  if (to - runStart >= leastRun) noteRun(runStart, to);
  return runs.count > 0 ? signs | sign.base64 : signs;
}
