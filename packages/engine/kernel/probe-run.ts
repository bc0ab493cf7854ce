import { probeAt } from './memory';

/** The twin of src/kernel/probe-run.ts. */
export const leastRun: usize = 22;
const probeBytes: usize = 12;
const leastWhole: usize = 9;

/** The value of a character of base64 or base64url. */
function valueOf(byte: u32): u32 {
  if (byte >= 0x61) return byte - 71;
  if (byte === 0x5f) return 63;
  if (byte >= 0x41) return byte - 65;
  if (byte >= 0x30) return byte + 4;
  return byte === 0x2f ? 63 : 62;
}

function isText(byte: u32): bool {
  return (byte >= 0x20 && byte !== 0x7f) || byte === 0x09 || byte === 0x0a || byte === 0x0d;
}

/** Decodes four characters into three bytes of the probe. False if one of them is a control character. */
function decodeGroup(from: usize, to: usize): bool {
  let bits: u32 = 0;
  for (let at = from; at < from + 4; at += 1) bits = (bits << 6) | valueOf(load<u8>(at));
  store<u8>(to, bits >> 16);
  store<u8>(to + 1, bits >> 8);
  store<u8>(to + 2, bits);
  return isText(bits >> 16) && isText((bits >> 8) & 0xff) && isText(bits & 0xff);
}

function decodeProbe(from: usize): bool {
  for (let to: usize = 0, at = from; to < probeBytes; to += 3, at += 4)
    if (!decodeGroup(at, probeAt + to)) return false;
  return true;
}

/** Bytes of the character of UTF-8 at `at` of the probe; 0 if it is none. It must begin before `leastWhole`. */
function characterAt(at: usize): usize {
  const lead: u32 = load<u8>(probeAt + at);
  if (lead < 0x80) return 1;
  if (lead < 0xc2 || lead > 0xf4) return 0;
  const second: u32 = load<u8>(probeAt + at + 1);
  const least: u32 = lead === 0xe0 ? 0xa0 : lead === 0xf0 ? 0x90 : 0x80;
  const most: u32 = lead === 0xed ? 0x9f : lead === 0xf4 ? 0x8f : 0xbf;
  if (second < least || second > most) return 0;
  const length: usize = lead < 0xe0 ? 2 : lead < 0xf0 ? 3 : 4;
  for (let next = at + 2; next < at + length; next += 1)
    if ((load<u8>(probeAt + next) & 0xc0) !== 0x80) return 0;
  return length;
}

function beginsLikeText(from: usize): bool {
  if (!decodeProbe(from)) return false;
  for (let at: usize = 0; at < leastWhole;) {
    const length = characterAt(at);
    if (length === 0) return false;
    at += length;
  }
  return true;
}

/** Whether the first byte may begin a character: most runs that are no text fail already here. */
function mayBegin(from: usize): bool {
  const first = ((valueOf(load<u8>(from)) << 2) | (valueOf(load<u8>(from + 1)) >> 4)) & 0xff;
  return first < 0x80 || (first >= 0xc2 && first <= 0xf4);
}

function pieceMayDecode(from: usize, to: usize): bool {
  return to >= from + leastRun && (to - from) % 4 !== 1 && mayBegin(from) && beginsLikeText(from);
}

/** A bit for each of the 16 bytes at `at` that is one of + - / _. */
function separatorsAt(at: usize): u32 {
  const bytes = v128.load(at);
  const isPlus = i8x16.eq(bytes, i8x16.splat(0x2b));
  const isHyphen = i8x16.eq(bytes, i8x16.splat(0x2d));
  const isSlash = i8x16.eq(bytes, i8x16.splat(0x2f));
  const isLine = i8x16.eq(bytes, i8x16.splat(0x5f));
  return i8x16.bitmask(v128.or(v128.or(isPlus, isHyphen), v128.or(isSlash, isLine)));
}

/** Whether the run of base64 `[from, to)`, or a piece of it between its separators, may be an encoded text. Addresses. */
export function runMayDecode(from: usize, to: usize): bool {
  if (pieceMayDecode(from, to)) return true;
  let bySlash = from;
  let byAny = from;
  for (let block = from; block < to; block += 16) {
    let separators = separatorsAt(block);
    if (to - block < 16) separators &= (1 << ((to - block) as u32)) - 1;
    for (; separators !== 0; separators &= separators - 1) {
      const at = block + ctz(separators);
      if (pieceMayDecode(byAny, at)) return true;
      byAny = at + 1;
      if (load<u8>(at) !== 0x2f) continue;
      if (pieceMayDecode(bySlash, at)) return true;
      bySlash = at + 1;
    }
  }
  return pieceMayDecode(byAny, to) || pieceMayDecode(bySlash, to);
}
