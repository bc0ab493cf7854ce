import type { LoadIds } from '@scrubjay/e2e';

/** What is wrong with what came out, against what went in. */
export interface Balance {
  /** Ids that went in, each counted once. */
  readonly ids: number;
  /** Ids that the application wrote more than once, as a confirmation was lost; each of these is a record. */
  readonly writtenAgain: number;
  /** Confirmed by the brokers, and not in the input topic: the brokers' loss. */
  readonly neverStored: number;
  readonly lost: number;
  readonly repeated: number;
  readonly unknown: number;
  /** Some of those that are wrong. */
  readonly examples: readonly string[];
}

const exampleCount = 5;
const pageSize = 1 << 16;

/** How often each id of a load occurs in some bytes, two bytes an id: millions of them fit. */
export class Tally {
  readonly #ids: LoadIds;
  readonly #pages = new Map<number, Uint16Array>();

  constructor(ids: LoadIds) {
    this.#ids = ids;
  }

  add(bytes: Buffer): void {
    for (const number of this.#ids.numbersIn(bytes)) {
      const page = this.#pageOf(number);
      page[number % pageSize] = (page[number % pageSize] ?? 0) + 1;
    }
  }

  count(number: number): number {
    return this.#pages.get(Math.floor(number / pageSize))?.[number % pageSize] ?? 0;
  }

  /** Ids that occur, each once, with how often. */
  *counts(): Iterable<readonly [number: number, count: number]> {
    for (const [index, page] of this.#pages)
      for (const [at, count] of page.entries()) if (count > 0) yield [index * pageSize + at, count];
  }

  get size(): number {
    let size = 0;
    for (const page of this.#pages.values()) for (const count of page) if (count > 0) size += 1;
    return size;
  }

  #pageOf(number: number): Uint16Array {
    const index = Math.floor(number / pageSize);
    const page = this.#pages.get(index) ?? new Uint16Array(pageSize);
    this.#pages.set(index, page);
    return page;
  }
}

export interface Balanced {
  /** What the brokers confirmed. */
  readonly confirmed: Tally;
  readonly input: Tally;
  readonly output: Tally;
}

/** Holds what came out to what went in: each id exactly as often. */
export function balance(ids: LoadIds, { confirmed, input, output }: Balanced): Balance {
  const wrong = { neverStored: new Some(), lost: new Some(), repeated: new Some(), unknown: new Some() };
  let size = 0;
  let writtenAgain = 0;
  for (const [id, count] of input.counts()) {
    size += 1;
    if (count > 1) writtenAgain += 1;
    if (output.count(id) < count) wrong.lost.add(id);
    if (output.count(id) > count) wrong.repeated.add(id);
  }
  for (const [id] of output.counts()) if (input.count(id) === 0) wrong.unknown.add(id);
  for (const [id] of confirmed.counts()) if (input.count(id) === 0) wrong.neverStored.add(id);
  return {
    ids: size,
    writtenAgain,
    neverStored: wrong.neverStored.count,
    lost: wrong.lost.count,
    repeated: wrong.repeated.count,
    unknown: wrong.unknown.count,
    examples: Object.values(wrong).flatMap(({ examples }) => examples.map((id) => ids.idOf(id))),
  };
}

/** How many there are, and the first of them. */
class Some {
  count = 0;
  readonly examples: number[] = [];

  add(id: number): void {
    this.count += 1;
    if (this.examples.length < exampleCount) this.examples.push(id);
  }
}
