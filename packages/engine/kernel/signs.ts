import { leastRun, runMayDecode } from './probe-run';
import { specialSigns } from './special-signs';
import { bothSigns, structureSigns } from './structure-signs';

const base64: u32 = 8;
/** Bits of what a byte may be: of base64 by one of its ranges, special otherwise. */
const ofBase64: u8 = 0x1f;
const special: u8 = 0xe0;

/**
 * What each byte may be: the bits that its two halves have in common. 1: + - /; 2: digits; 4: A to O, a to o; 8: P to Z and _;
 * 16: p to z; 32: % & and newline (and * and two control characters, for nothing); 64: =; 128: the backslash.
 */
function classify(bytes: v128): v128 {
  const low = i8x16(26, 30, 30, 30, 30, 62, 62, 30, 30, 30, 60, 5, -124, 69, 4, 13);
  const high = i8x16(32, 0, 33, 66, 4, -120, 4, 16, 0, 0, 0, 0, 0, 0, 0, 0);
  return v128.and(
    i8x16.swizzle(low, v128.and(bytes, i8x16.splat(15))),
    i8x16.swizzle(high, i8x16.shr_u(bytes, 4)),
  );
}

/** The signs of the record `[start, end)`, which is without its newline. Addresses; 16 bytes behind it are read. */
function signsOf(start: usize, end: usize): u32 {
  let signs: u32 = 0;
  let runStart = start;
  for (let at = start; at < end; at += 16) {
    const bytes = v128.load(at);
    const classes = classify(bytes);
    const inside: u32 = end - at < 16 ? (1 << ((end - at) as u32)) - 1 : 0xffff;
    if ((signs & bothSigns) !== bothSigns) signs |= structureSigns(start, at, inside);
    // All beyond ASCII has its top bit set, as the backslash's class.
    const specials = v128.or(v128.and(classes, i8x16.splat(special)), v128.and(bytes, i8x16.splat(-128)));
    if (v128.any_true(specials)) signs |= specialSigns(start, at, end, inside);
    const others = i8x16.eq(v128.and(classes, i8x16.splat(ofBase64)), i8x16.splat(0));
    const breaks = (i8x16.bitmask(others) | ~inside) & 0xffff;
    if (breaks === 0) continue;
    const runEnd = at + ctz(breaks);
    if (runEnd >= runStart + leastRun && runMayDecode(runStart, runEnd)) signs |= base64;
    runStart = at + 32 - clz(breaks);
  }
  return end >= runStart + leastRun && runMayDecode(runStart, end) ? signs | base64 : signs;
}

/** Writes a byte of signs for each of `count` records of the input. `endsAt`: their ends in it, 32 bits each. */
export function markSigns(inputAt: usize, endsAt: usize, count: u32, into: usize): void {
  let start = inputAt;
  for (let record: usize = 0; record < (count as usize); record += 1) {
    const end = inputAt + load<u32>(endsAt + (record << 2));
    // An empty span has no newline to leave out.
    store<u8>(into + record, signsOf(start, max(start, end - 1)));
    start = end;
  }
}
