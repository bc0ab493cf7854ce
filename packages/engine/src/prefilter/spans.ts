import { bytesIn, type ByteSet } from './byte-tree.js';

const noSet = bytesIn('');

/**
 * Where the factor was met that tells where matches of a pattern are, as spans of bytes, ascending: the last byte of each
 * occurrence lies in one of them. Each match begins at least `least` and at most `most` bytes before such a byte, and between its
 * begin and that byte stand at most `bound` bytes that are not `loose`.
 */
export interface Spans {
  least: number;
  most: number;
  bound: number;
  loose: ByteSet;
  count: number;
  firsts: Uint32Array;
  lasts: Uint32Array;
}

/** Adds a span that begins no earlier than all others. */
export function addSpan(spans: Spans, first: number, last: number): void {
  if (spans.count === spans.firsts.length) growSpans(spans);
  spans.firsts[spans.count] = first;
  spans.lasts[spans.count] = last;
  spans.count += 1;
}

function growSpans(spans: Spans): void {
  const size = spans.firsts.length * 2;
  const [firsts, lasts] = [new Uint32Array(size), new Uint32Array(size)];
  firsts.set(spans.firsts);
  lasts.set(spans.lasts);
  spans.firsts = firsts;
  spans.lasts = lasts;
}

/** No spans yet, and room for some. */
export function createSpans(): Spans {
  const [firsts, lasts] = [new Uint32Array(16), new Uint32Array(16)];
  return { least: 0, most: 0, bound: 0, loose: noSet, count: 0, firsts, lasts };
}

/** Where the first match may begin that the factor's place `first` tells of, no earlier than `floor`. */
export function earliestBegin(
  { most, bound, loose }: Spans,
  bytes: Uint8Array,
  first: number,
  floor: number,
): number {
  if (Number.isFinite(most)) return Math.max(floor, first - most);
  let left = bound;
  let at = Math.max(first, floor);
  for (; at > floor; at -= 1) {
    if (loose[bytes[at - 1] as number] === 1) continue;
    if (left === 0) break;
    left -= 1;
  }
  return at;
}
