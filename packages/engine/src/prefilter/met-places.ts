import type { Met } from '../kernel/index.js';
import { eventWidth, type FactorNumbers } from './met-numbers.js';

const none = -1;
/** Records are told apart by numbers of 32 bits. */
const lastRecord = 0xffff_ffff;

/** Where in one record the factors were met that tell where matches may begin, each with its places in their order. */
export class MetPlaces {
  readonly #numbers: FactorNumbers;
  /** By factor, 1: it tells where matches of a pattern may begin. */
  readonly #tells: Uint8Array;
  /** By factor: the first and the last of its places, and the record that they are of. */
  readonly #heads: Int32Array;
  readonly #tails: Int32Array;
  readonly #records: Uint32Array;
  #record: number;
  #count = 0;
  /** By place: the next of the same factor; the first and the last byte at which it was complete. */
  #nexts = new Int32Array(64);
  #firsts = new Uint32Array(64);
  #lasts = new Uint32Array(64);

  /** `record`: how many records count as read. */
  constructor(numbers: FactorNumbers, factors: Iterable<number>, record = 0) {
    this.#record = record;
    const { thingCount } = numbers;
    this.#numbers = numbers;
    this.#tells = new Uint8Array(thingCount);
    for (const factor of factors) if (factor >= 0) this.#tells[factor] = 1;
    this.#heads = new Int32Array(thingCount);
    this.#tails = new Int32Array(thingCount);
    this.#records = new Uint32Array(thingCount);
  }

  /** Takes the events `[from, to)` of a record. `offset` is added to their places. */
  read({ events, places }: Met, from: number, to: number, offset: number): void {
    if (this.#record === lastRecord) {
      this.#records.fill(0);
      this.#record = 0;
    }
    this.#record += 1;
    this.#count = 0;
    for (let at = from; at < to; at += 1) {
      const event = this.#numbers.eventAt(events[at] as number);
      const start = (places[at] as number) + offset;
      for (let part = 0; part < event.length; part += eventWidth) {
        const factor = event[part] as number;
        if (this.#tells[factor] === 1)
          this.#add(factor, start + (event[part + 1] as number), start + (event[part + 2] as number));
      }
    }
  }

  /** The first place of a factor; -1 for none. */
  firstOf(factor: number): number {
    return this.#records[factor] === this.#record ? (this.#heads[factor] as number) : none;
  }

  /** The next place of the same factor; -1 for none. */
  nextOf(place: number): number {
    return this.#nexts[place] as number;
  }

  /** The first and the last byte at which the factor was complete. */
  beginOf(place: number): number {
    return this.#firsts[place] as number;
  }

  endOf(place: number): number {
    return this.#lasts[place] as number;
  }

  #add(factor: number, first: number, last: number): void {
    const isNew = this.#records[factor] !== this.#record;
    const tail = this.#tails[factor] as number;
    if (!isNew && (this.#lasts[tail] as number) === first - 1) {
      this.#lasts[tail] = last;
      return;
    }
    const place = this.#count;
    if (place === this.#nexts.length) this.#grow();
    this.#nexts[place] = none;
    this.#firsts[place] = first;
    this.#lasts[place] = last;
    this.#count = place + 1;
    if (isNew) this.#heads[factor] = place;
    else this.#nexts[tail] = place;
    this.#tails[factor] = place;
    this.#records[factor] = this.#record;
  }

  #grow(): void {
    const length = this.#nexts.length * 2;
    const nexts = new Int32Array(length);
    nexts.set(this.#nexts);
    const [firsts, lasts] = [new Uint32Array(length), new Uint32Array(length)];
    firsts.set(this.#firsts);
    lasts.set(this.#lasts);
    this.#nexts = nexts;
    this.#firsts = firsts;
    this.#lasts = lasts;
  }
}
