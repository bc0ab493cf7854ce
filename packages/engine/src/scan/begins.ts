import { Buffer } from 'node:buffer';
import type { PatternSearch } from '../confirm/pattern-search.js';
import { createSpans, earliestBegin, type Spans } from '../prefilter/spans.js';

const noBytes = Buffer.alloc(0);

/** Looks for matches of a pattern in a unit, only where they may begin. */
export class Begins {
  #bytes: Buffer = noBytes;
  #start = 0;
  #end = 0;
  #spans = createSpans();
  /** The spans before it are behind the search. */
  #span = 0;
  #search: PatternSearch | undefined;
  #first = -1;

  /**
   * Opens the unit that stands in `bytes` from `start` up to `end`, to be searched as the spans of the pattern tell. True if
   * there may be a match. Units are opened in any order.
   */
  open(search: PatternSearch, spans: Spans, bytes: Buffer, start: number, end: number): boolean {
    this.#search = search;
    this.#spans = spans;
    this.#bytes = bytes;
    this.#start = start;
    this.#end = end;
    this.#span = firstSpanAt(spans, start);
    this.#first = this.#find(search, start);
    return this.#first !== -1;
  }

  /** Where the first match at or behind `at` of the unit begins; -1 if there is none, -2 if RE2 must be asked. */
  find(at: number): number {
    const found = at === 0 ? this.#first : this.#find(this.#search as PatternSearch, this.#start + at);
    return found < 0 ? found : found - this.#start;
  }

  #find(search: PatternSearch, at: number): number {
    const spans = this.#spans;
    const { count, firsts, lasts, least } = spans;
    let from = at;
    for (; this.#span < count; this.#span += 1) {
      const last = lasts[this.#span] as number;
      const first = firsts[this.#span] as number;
      if (first > this.#end) return -1;
      const to = Math.min(last - least, this.#end - 1);
      if (from > to) continue;
      from = earliestBegin(spans, this.#bytes, first, from);
      if (from > to) continue;
      const found = search.find(this.#bytes, this.#start, this.#end, from, to);
      if (found !== -1) return found;
      from = to + 1;
    }
    return -1;
  }
}

/** The first span that does not end before `start`. */
function firstSpanAt({ count, lasts }: Spans, start: number): number {
  let low = 0;
  let high = count;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((lasts[middle] as number) < start) low = middle + 1;
    else high = middle;
  }
  return low;
}
