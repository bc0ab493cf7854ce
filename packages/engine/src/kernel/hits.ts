/** Below this many hits, copying one by one is faster than copying columns. */
const fewHits = 24;

/**
 * What an automaton accepted: ascending by record, and within a record by place. A hit is a run of bytes of one record at all
 * of which the automaton stood in a row that accepts the same number; it never ends where it could go on. `firsts` and
 * `lasts` are the offsets of its first and its last byte in what was loaded. The columns are valid up to `count`.
 */
export class Hits {
  count = 0;
  records = new Uint32Array(64);
  accepts = new Int32Array(64);
  firsts = new Uint32Array(64);
  lasts = new Uint32Array(64);

  reset(): void {
    this.count = 0;
  }

  /** Notes that the byte at `at`, which is behind all bytes of before, led to a row that accepts `accept`. */
  accept(record: number, accept: number, at: number): void {
    const last = this.count - 1;
    const goesOn =
      last >= 0 &&
      this.lasts[last] === at - 1 &&
      this.accepts[last] === accept &&
      this.records[last] === record;
    if (goesOn) this.lasts[last] = at;
    else this.add(record, accept, at, at);
  }

  /** Adds a hit that stands behind all others. */
  add(record: number, accept: number, first: number, last: number): void {
    const at = this.count;
    if (at === this.records.length) this.#reserve(at + 1);
    this.records[at] = record;
    this.accepts[at] = accept;
    this.firsts[at] = first;
    this.lasts[at] = last;
    this.count = at + 1;
  }

  /** Takes back the hits of a record, the last one that has any. */
  dropRecord(record: number): void {
    while (this.count > 0 && this.records[this.count - 1] === record) this.count -= 1;
  }

  /**
   * Adds hits that stand behind all others: `count` of them, whose columns begin at `cells[from]` and every `width` cells after
   * that, in the order of the fields.
   */
  addAll(cells: Int32Array, from: number, width: number, count: number): void {
    const at = this.count;
    this.#reserve(at + count);
    const { records, accepts, firsts, lasts } = this;
    if (count < fewHits)
      for (let index = 0; index < count; index += 1) {
        const cell = from + index;
        records[at + index] = cells[cell] as number;
        accepts[at + index] = cells[cell + width] as number;
        firsts[at + index] = cells[cell + width * 2] as number;
        lasts[at + index] = cells[cell + width * 3] as number;
      }
    else {
      records.set(cells.subarray(from, from + count), at);
      accepts.set(cells.subarray(from + width, from + width + count), at);
      firsts.set(cells.subarray(from + width * 2, from + width * 2 + count), at);
      lasts.set(cells.subarray(from + width * 3, from + width * 3 + count), at);
    }
    this.count = at + count;
  }

  /** Adds all of `others`, which stand behind all others. */
  addHits({ records, accepts, firsts, lasts, count }: Hits): void {
    const at = this.count;
    this.#reserve(at + count);
    this.records.set(records.subarray(0, count), at);
    this.accepts.set(accepts.subarray(0, count), at);
    this.firsts.set(firsts.subarray(0, count), at);
    this.lasts.set(lasts.subarray(0, count), at);
    this.count = at + count;
  }

  #reserve(count: number): void {
    if (count <= this.records.length) return;
    const { records, accepts, firsts, lasts } = this;
    const length = count * 2;
    this.records = new Uint32Array(length);
    this.records.set(records);
    this.accepts = new Int32Array(length);
    this.accepts.set(accepts);
    this.firsts = new Uint32Array(length);
    this.firsts.set(firsts);
    this.lasts = new Uint32Array(length);
    this.lasts.set(lasts);
  }
}
