import type { Spans } from '../prefilter/spans.js';
import type { Units } from './units.js';

/** The units of one nesting, by their begins. They are apart from each other. */
class Level {
  count = 0;
  units = new Uint32Array(16);

  add(unit: number): void {
    if (this.count === this.units.length) {
      const larger = new Uint32Array(this.count * 2);
      larger.set(this.units);
      this.units = larger;
    }
    this.units[this.count] = unit;
    this.count += 1;
  }

  sort(starts: Uint32Array): void {
    const { units, count } = this;
    for (let at = 1; at < count; at += 1) {
      if ((starts[units[at - 1] as number] as number) <= (starts[units[at] as number] as number)) continue;
      units.subarray(0, count).sort((a, b) => (starts[a] as number) - (starts[b] as number));
      return;
    }
  }

  /** The first place from `from` on of a unit that ends at `offset` or behind it. */
  firstEndingAt(ends: Uint32Array, offset: number, from: number): number {
    let low = from;
    let high = this.count;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((ends[this.units[middle] as number] as number) < offset) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}

const noUnits = { starts: new Uint32Array(0), ends: new Uint32Array(0) };

/**
 * Some units of one record that lie in one source, to be found by their places. Units may lie in each other, but not those of one
 * nesting: so a search costs steps by the number of spans, not of units.
 */
export class UnitIndex {
  /** The units that were found last, ascending. */
  count = 0;
  found = new Uint32Array(16);
  /** Looks at a place that the searches have taken: what they cost. */
  looks = 0;
  readonly #levels: Level[] = [];
  #units: Pick<Units, 'starts' | 'ends'> = noUnits;

  /** Takes those units for which `isIn` says so. */
  open(units: Units, isIn: (unit: number) => boolean): void {
    this.#units = units;
    for (const level of this.#levels) level.count = 0;
    for (let unit = 0; unit < units.count; unit += 1)
      if (isIn(unit)) this.#level(units.nestings[unit] as number).add(unit);
    for (const level of this.#levels) level.sort(units.starts);
  }

  /** Finds those that hold a byte of one of the spans, which ascend, or end right before one. */
  findAt(spans: Spans): void {
    this.count = 0;
    for (const level of this.#levels) this.#findIn(level, spans);
    for (let at = 1; at < this.count; at += 1) {
      if ((this.found[at - 1] as number) < (this.found[at] as number)) continue;
      this.found.subarray(0, this.count).sort();
      return;
    }
  }

  #findIn(level: Level, { count, firsts, lasts }: Spans): void {
    const { starts, ends } = this.#units;
    let place = 0;
    for (let span = 0; span < count && place < level.count; span += 1) {
      this.looks += 1;
      place = level.firstEndingAt(ends, firsts[span] as number, place);
      for (; place < level.count; place += 1) {
        const unit = level.units[place] as number;
        if ((starts[unit] as number) > (lasts[span] as number)) break;
        this.#add(unit);
      }
    }
  }

  #add(unit: number): void {
    if (this.count === this.found.length) {
      const larger = new Uint32Array(this.count * 2);
      larger.set(this.found);
      this.found = larger;
    }
    this.found[this.count] = unit;
    this.count += 1;
  }

  #level(nesting: number): Level {
    while (this.#levels.length <= nesting) this.#levels.push(new Level());
    return this.#levels[nesting] as Level;
  }
}
