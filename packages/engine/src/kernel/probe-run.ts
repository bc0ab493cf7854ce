import { Buffer } from 'node:buffer';
import { leastRun } from '../formats/base64-run.js';

const values = new Uint8Array(256);
const alphabet = Buffer.from('ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/');
for (const [value, byte] of alphabet.entries()) values[byte] = value;
values[0x2d] = 62;
values[0x5f] = 63;

/** Bytes of a run that are decoded, and those of them that a character may be cut after. */
const probeBytes = 12;
const leastWhole = 9;
const probe = new Uint8Array(probeBytes);

function isText(byte: number): boolean {
  return (byte >= 0x20 && byte !== 0x7f) || byte === 0x09 || byte === 0x0a || byte === 0x0d;
}

function decodeProbe(bytes: Uint8Array, from: number): void {
  for (let to = 0, at = from; to < probeBytes; to += 3, at += 4) {
    let bits = 0;
    for (let next = at; next < at + 4; next += 1)
      bits = (bits << 6) | (values[bytes[next] as number] as number);
    probe[to] = bits >> 16;
    probe[to + 1] = bits >> 8;
    probe[to + 2] = bits;
  }
}

/** Bytes of the character of UTF-8 at `at` of the probe; 0 if it is none. It must begin before `leastWhole`. */
function characterAt(at: number): number {
  const lead = probe[at] as number;
  if (lead < 0x80) return 1;
  if (lead < 0xc2 || lead > 0xf4) return 0;
  const second = probe[at + 1] as number;
  const least = lead === 0xe0 ? 0xa0 : lead === 0xf0 ? 0x90 : 0x80;
  const most = lead === 0xed ? 0x9f : lead === 0xf4 ? 0x8f : 0xbf;
  if (second < least || second > most) return 0;
  const length = lead < 0xe0 ? 2 : lead < 0xf0 ? 3 : 4;
  for (let next = at + 2; next < at + length; next += 1)
    if (((probe[next] as number) & 0xc0) !== 0x80) return 0;
  return length;
}

/** Whether a run that begins at `from` begins with text, once decoded: what `decodeBase64` asks first. */
function beginsLikeText(bytes: Uint8Array, from: number): boolean {
  decodeProbe(bytes, from);
  if (!probe.every(isText)) return false;
  for (let at = 0; at < leastWhole;) {
    const length = characterAt(at);
    if (length === 0) return false;
    at += length;
  }
  return true;
}

function pieceMayDecode(bytes: Uint8Array, from: number, to: number): boolean {
  const length = to - from;
  return length >= leastRun && length % 4 !== 1 && beginsLikeText(bytes, from);
}

/** Whether the run of base64 `[from, to)`, or a piece of it as `prepare.ts` cuts them, may be an encoded text. */
export function runMayDecode(bytes: Uint8Array, from: number, to: number): boolean {
  let bySlash = from;
  let byAny = from;
  for (let at = from; at <= to; at += 1) {
    const byte = at < to ? (bytes[at] as number) : 0x2f;
    const isSlash = byte === 0x2f;
    if (!isSlash && byte !== 0x2b && byte !== 0x5f && byte !== 0x2d) continue;
    if (pieceMayDecode(bytes, byAny, at)) return true;
    byAny = at + 1;
    if (!isSlash) continue;
    if (pieceMayDecode(bytes, bySlash, at)) return true;
    bySlash = at + 1;
  }
  return pieceMayDecode(bytes, from, to);
}
