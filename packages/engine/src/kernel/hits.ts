/** What an automaton accepted, by record: ascending by record, in order of appearance, each pair once. */
export class Hits {
  count = 0;
  records = new Uint32Array(64);
  accepts = new Int32Array(64);
  /** For each accept number the stamp of the record that last had it. */
  #marks = new Float64Array(64);
  #stamp = 0;
  #record = -1;

  reset(): void {
    this.count = 0;
    this.#record = -1;
  }

  /** Adds a pair unless it is there. No record may come before that of the last pair. */
  add(record: number, accept: number): void {
    if (record !== this.#record) {
      this.#record = record;
      this.#stamp += 1;
    }
    if (accept >= this.#marks.length) this.#growMarks(accept);
    if (this.#marks[accept] === this.#stamp) return;
    this.#marks[accept] = this.#stamp;
    const at = this.count;
    if (at === this.records.length) this.#grow();
    this.records[at] = record;
    this.accepts[at] = accept;
    this.count = at + 1;
  }

  #grow(): void {
    const records = new Uint32Array(this.records.length * 2);
    records.set(this.records);
    this.records = records;
    const accepts = new Int32Array(records.length);
    accepts.set(this.accepts);
    this.accepts = accepts;
  }

  #growMarks(accept: number): void {
    const marks = new Float64Array(Math.max(accept + 1, this.#marks.length * 2));
    marks.set(this.#marks);
    this.#marks = marks;
  }
}
