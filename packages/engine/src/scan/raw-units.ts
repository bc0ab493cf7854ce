import type { Spans } from '../prefilter/record-filter.js';
import type { RecordScan } from './record-scan.js';

/**
 * The units that stand in a record as written, by their places. Those of documents within a text lie in the unit of the text;
 * all others lie one behind the other.
 */
export class RawUnits {
  /** Of those asked for last, in their order. */
  count = 0;
  found = new Uint32Array(64);
  #outerCount = 0;
  #outer = new Uint32Array(64);
  #nestedCount = 0;
  #nested = new Uint32Array(64);
  #starts: Uint32Array = new Uint32Array(0);
  #ends: Uint32Array = new Uint32Array(0);

  open({ units }: RecordScan): void {
    if (this.#outer.length < units.count) this.#grow(units.count * 2);
    this.#outerCount = 0;
    this.#nestedCount = 0;
    this.#starts = units.starts;
    this.#ends = units.ends;
    for (let unit = 0; unit < units.count; unit += 1) {
      if (units.inPool[unit] === 1) continue;
      if (units.nestings[unit] === 0) {
        this.#outer[this.#outerCount] = unit;
        this.#outerCount += 1;
      } else {
        this.#nested[this.#nestedCount] = unit;
        this.#nestedCount += 1;
      }
    }
  }

  /** Finds the units that hold a byte of one of the spans, which ascend, or end right before one. */
  findAt({ count, firsts, lasts }: Spans): void {
    this.count = 0;
    let place = 0;
    for (let span = 0; span < count; span += 1) {
      place = this.#firstOuterEndingAt(firsts[span] as number, place);
      for (; place < this.#outerCount; place += 1) {
        const unit = this.#outer[place] as number;
        if ((this.#starts[unit] as number) > (lasts[span] as number)) break;
        this.#add(unit);
      }
    }
    for (let at = 0; at < this.#nestedCount; at += 1) {
      const unit = this.#nested[at] as number;
      for (let span = 0; span < count; span += 1) {
        if ((this.#ends[unit] as number) < (firsts[span] as number)) break;
        if ((this.#starts[unit] as number) > (lasts[span] as number)) continue;
        this.#add(unit);
        break;
      }
    }
  }

  #add(unit: number): void {
    this.found[this.count] = unit;
    this.count += 1;
  }

  /** Place of the first outer unit that ends at `offset` or behind. */
  #firstOuterEndingAt(offset: number, from: number): number {
    let low = from;
    let high = this.#outerCount;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.#ends[this.#outer[middle] as number] as number) < offset) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  #grow(size: number): void {
    this.#outer = new Uint32Array(size);
    this.#nested = new Uint32Array(size);
    this.found = new Uint32Array(size);
  }
}
