import type { LineBuffer } from './line-buffer.js';

const backslash = 0x5c;
const letterU = 0x75;
const zero = 0x30;
const hexDigits = Buffer.from('0123456789abcdef');
/** Bytes that become `\u00xx`, in this many bytes. */
const longEscape = 6;

/** By byte: 0 where it stands for itself in a JSON string, the letter behind the backslash, or 1 for `\u00xx`. */
const escapes = new Uint8Array(256).fill(1, 0, 0x20);
for (const [byte, letter] of ['"""', '\\\\', '\bb', '\ff', '\nn', '\rr', '\tt'].map((pair) =>
  Buffer.from(pair),
))
  escapes[byte ?? 0] = letter ?? 0;

/** The bytes `[from, to)`, valid UTF-8, as a JSON string with its quotes, exactly as JSON.stringify writes that text. */
export function putJsonString(lines: LineBuffer, bytes: Uint8Array, from: number, to: number): void {
  lines.reserve(to - from + 2);
  lines.bytes[lines.length++] = 0x22;
  let at = from;
  while (at < to) {
    at = copyPlain(lines, bytes, at, to);
    if (at < to) {
      // Room for the escape and for all that follows, should it need none.
      lines.reserve(longEscape + to - at + 1);
      putEscape(lines, bytes[at] ?? 0);
      at += 1;
    }
  }
  lines.bytes[lines.length++] = 0x22;
}

/** Copies up to the next byte that must be escaped; gives its position. */
function copyPlain(lines: LineBuffer, bytes: Uint8Array, from: number, to: number): number {
  const into = lines.bytes;
  let end = lines.length;
  let at = from;
  for (; at < to; at += 1) {
    const byte = bytes[at] ?? 0;
    if (escapes[byte] !== 0) break;
    into[end++] = byte;
  }
  lines.length = end;
  return at;
}

function putEscape(lines: LineBuffer, byte: number): void {
  const { bytes } = lines;
  const letter = escapes[byte] ?? 0;
  bytes[lines.length++] = backslash;
  if (letter !== 1) {
    bytes[lines.length++] = letter;
    return;
  }
  bytes[lines.length++] = letterU;
  bytes[lines.length++] = zero;
  bytes[lines.length++] = zero;
  bytes[lines.length++] = hexDigits[byte >> 4] ?? 0;
  bytes[lines.length++] = hexDigits[byte & 0xf] ?? 0;
}
