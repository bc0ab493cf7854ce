import { tokenKind } from '../formats/json-tokens.js';
import type { Spans } from '../prefilter/spans.js';
import type { RecordScan } from './record-scan.js';
import { UnitIndex } from './unit-index.js';

/** A token among units: less than 0. */
export function asUnit(token: number): number {
  return -1 - token;
}

/**
 * The texts that stand in a record as written, by their places. In JSON these are its tokens, which are no units, one behind the
 * other; otherwise its one unit. Those of documents within a text are units that lie in the unit of the text.
 */
export class RawUnits {
  /** Of those asked for last, in their order: units, and tokens as `asUnit` has them. */
  count = 0;
  found = new Int32Array(64);
  #tokenCount = 0;
  #isText = false;
  #nestedCount = 0;
  #nested = new Uint32Array(64);
  readonly #index = new UnitIndex();
  #scan: RecordScan | undefined;

  /** Takes a record whose units are those of `prepareRest`. */
  open(scan: RecordScan): void {
    const { units, format, documents } = scan;
    this.#scan = scan;
    this.#isText = format === 'text';
    this.#tokenCount = this.#isText ? 0 : (documents.all[0]?.endToken ?? 0);
    this.#nestedCount = 0;
    this.#reserve(this.#tokenCount + units.count);
    for (let unit = 0; unit < units.count; unit += 1) {
      if (units.inPool[unit] === 1 || units.nestings[unit] === 0) continue;
      this.#nested[this.#nestedCount] = unit;
      this.#nestedCount += 1;
    }
    if (this.#nestedCount > 0)
      this.#index.open(units, (unit) => units.inPool[unit] === 0 && units.nestings[unit] !== 0);
  }

  /** Where one of those asked for last ends. */
  endAt(place: number): number {
    const { tokens, units } = this.#scan as RecordScan;
    const unit = this.found[place] as number;
    return (unit < 0 ? tokens.ends[-1 - unit] : units.ends[unit]) as number;
  }

  /** Finds all. */
  findAll(): void {
    this.count = 0;
    if (this.#isText) this.#add(0);
    for (let token = 0; token < this.#tokenCount; token += 1)
      if (this.#isRead(token)) this.#add(asUnit(token));
    for (let at = 0; at < this.#nestedCount; at += 1) this.#add(this.#nested[at] as number);
  }

  /** Finds those that hold a byte of one of the spans, which ascend, or end right before one. */
  findAt(spans: Spans): void {
    this.count = 0;
    if (spans.count === 0) return;
    // The one text of a record holds, or ends right before, whatever stands in the record.
    if (this.#isText) this.#add(0);
    else this.#addTokensAt(spans);
    if (this.#nestedCount === 0) return;
    this.#index.findAt(spans);
    for (let at = 0; at < this.#index.count; at += 1) this.#add(this.#index.found[at] as number);
  }

  #addTokensAt({ count, firsts, lasts }: Spans): void {
    const { starts, ends } = (this.#scan as RecordScan).tokens;
    let token = 0;
    for (let span = 0; span < count; span += 1) {
      const first = firsts[span] as number;
      const last = lasts[span] as number;
      token = this.#lastStartingAt(first, token);
      for (; token < this.#tokenCount && (starts[token] as number) <= last; token += 1)
        if ((ends[token] as number) >= first && this.#isRead(token)) this.#add(asUnit(token));
    }
  }

  /** Whether a token is a text, and not decoded. */
  #isRead(token: number): boolean {
    const { kinds, starts, ends, escaped } = (this.#scan as RecordScan).tokens;
    return (
      (kinds[token] as number) < tokenKind.object && escaped[token] === 0 && starts[token] !== ends[token]
    );
  }

  #add(unit: number): void {
    this.found[this.count] = unit;
    this.count += 1;
  }

  /** The last token that begins at `offset` or before, no earlier than `from`. A token begins behind the one before it. */
  #lastStartingAt(offset: number, from: number): number {
    const { starts } = (this.#scan as RecordScan).tokens;
    let low = from;
    let high = this.#tokenCount;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((starts[middle] as number) <= offset) low = middle + 1;
      else high = middle;
    }
    return low > from ? low - 1 : low;
  }

  #reserve(size: number): void {
    if (size <= this.found.length) return;
    this.#nested = new Uint32Array(size * 2);
    this.found = new Int32Array(size * 2);
  }
}
