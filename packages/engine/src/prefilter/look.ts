import { Met, type Scan } from '../kernel/index.js';
import type { FactorNumbers, MetSet } from './met-numbers.js';

/** What was met in some records. */
export class Look {
  readonly met: Met;
  /** What is added to a place in the records to have the place in the buffer that they stand in. Bytes. */
  offset = 0;
  /** An automaton gave up: all that it looks for may be anywhere. */
  isLost = false;
  /** The events of the record that was opened last. */
  from = 0;
  to = 0;
  readonly #scan: Scan;
  readonly #numbers: FactorNumbers;
  #next = 0;
  #set = 0;

  constructor(automata: number, scan: Scan, numbers: FactorNumbers) {
    this.met = new Met(automata);
    this.#scan = scan;
    this.#numbers = numbers;
  }

  /** What was met in the record that was opened last. */
  get set(): MetSet {
    return this.#numbers.setAt(this.#set);
  }

  /** Searches the records, of so many bytes, that the kernel has loaded. `keepsAll` as of `Scan`. */
  search(bytes: number, offset: number, keepsAll: boolean): void {
    this.offset = offset;
    this.#next = 0;
    this.#scan.run(bytes, keepsAll, this.met);
    this.isLost = this.met.isLost.includes(1);
  }

  /** Takes everything for lost. */
  lose(): void {
    this.met.reset();
    this.met.isLost.fill(1);
    this.isLost = true;
  }

  /** Records are opened in their order. */
  open(record: number): void {
    const { count, records, sets, firsts } = this.met;
    let at = this.#next;
    while (at < count && (records[at] as number) < record) at += 1;
    this.#next = at;
    const isMet = at < count && records[at] === record;
    this.#set = isMet ? (sets[at] as number) : 0;
    this.from = isMet ? (firsts[at] as number) : 0;
    this.to = isMet ? (firsts[at + 1] as number) : 0;
  }

  /** The first record from `record` on that is worth a look, `end` if there is none before. */
  nextMet(record: number, end: number): number {
    if (this.isLost) return record;
    const { count, records } = this.met;
    let at = this.#next;
    while (at < count && (records[at] as number) < record) at += 1;
    this.#next = at;
    return at < count ? Math.min(end, records[at] as number) : end;
  }
}
