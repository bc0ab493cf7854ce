/**
 * Where the factor was met that tells where matches of a pattern are, as spans of bytes, ascending: the last byte of each
 * occurrence lies in one of them. Each match begins at least `least` and at most `most` bytes before such a byte.
 */
export interface Spans {
  least: number;
  most: number;
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
