import { readHex } from './hex.js';
import type { TextPool, TextSource } from './text-pool.js';

/** By the letter behind the backslash; others stand for themselves. */
const simpleEscapes = new Uint8Array(256);
for (let byte = 0; byte < 256; byte += 1) simpleEscapes[byte] = byte;
for (const [letter, code] of Object.entries({ b: 8, f: 12, n: 10, r: 13, t: 9 }))
  simpleEscapes[letter.charCodeAt(0)] = code;

/** What `\uXXXX` at `at` stands for, its partner taken in; a surrogate without one becomes U+FFFD. */
export function readUnicodeEscape(
  bytes: Buffer,
  at: number,
  end: number,
  into: { code: number; next: number },
): void {
  let code = readHex(bytes, at + 2, 4, end);
  into.next = at + 6;
  if (code >= 0xd800 && code <= 0xdfff) {
    const isPair = code < 0xdc00 && bytes[at + 6] === 0x5c && bytes[at + 7] === 0x75;
    const low = isPair ? readHex(bytes, at + 8, 4, end) : -1;
    if (low >= 0xdc00 && low <= 0xdfff) {
      code = 0x10000 + ((code - 0xd800) << 10) + (low - 0xdc00);
      into.next = at + 12;
    } else code = 0xfffd;
  }
  into.code = code;
}

const escape = { code: 0, next: 0 };

/** Appends the decoded content `[start, end)` of a valid JSON string to the pool. */
export function decodeJsonInto(pool: TextPool, source: TextSource, start: number, end: number): void {
  // A pool that grows while it is read keeps its old bytes as they are.
  const { bytes } = source;
  for (let at = start; at < end;) {
    const byte = bytes[at] as number;
    const begin = source.beginOf(at);
    if (byte !== 0x5c) {
      pool.put(byte, begin, source.endOf(at));
      at += 1;
      continue;
    }
    const letter = bytes[at + 1] as number;
    if (letter === 0x75) {
      readUnicodeEscape(bytes, at, end, escape);
      pool.putCode(escape.code, begin, source.endOf(escape.next - 1));
      at = escape.next;
    } else {
      pool.put(simpleEscapes[letter] as number, begin, source.endOf(at + 1));
      at += 2;
    }
  }
  pool.close(source.endOf(end - 1));
}
