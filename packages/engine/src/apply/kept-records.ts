/** Which records of a frame are kept, and how long they are then. Records are added in their order. */
export class KeptRecords {
  #count = 0;
  readonly #indexes: Uint32Array<ArrayBuffer>;
  readonly #lengths: Uint32Array<ArrayBuffer>;
  readonly #written: Uint32Array;

  /** `written`: how long the records of the frame were. */
  constructor(written: Uint32Array) {
    this.#written = written;
    this.#indexes = new Uint32Array(written.length);
    this.#lengths = new Uint32Array(written.length);
  }

  get indexes(): Uint32Array {
    return this.#indexes.subarray(0, this.#count);
  }

  get lengths(): Uint32Array {
    return this.#lengths.slice(0, this.#count);
  }

  add(index: number, length: number): void {
    this.#indexes[this.#count] = index;
    this.#lengths[this.#count] = length;
    this.#count += 1;
  }

  /** Adds the records from `from` to before `to`, as they are. */
  addRun(from: number, to: number): void {
    for (let index = from; index < to; index += 1) this.add(index, this.#written[index] as number);
  }
}
