import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus';

/** Seeded choices. The bias of scaling 32 bits is of no matter here. */
export class Random {
  readonly #source: ReturnType<typeof xoroshiro128plus>;

  constructor(seed: number) {
    this.#source = xoroshiro128plus(seed);
  }

  /** A source whose first choices do not resemble those of the neighbouring seeds. */
  static mixed(seed: number, stream = 0): Random {
    const random = new Random(Math.imul(seed, 0x9e37_79b1) ^ Math.imul(stream + 1, 0x85eb_ca6b));
    for (let left = 32; left > 0; left -= 1) random.#source.next();
    return random;
  }

  /** An integer of `[0, bound)`. */
  below(bound: number): number {
    return Math.floor(((this.#source.next() >>> 0) / 0x1_0000_0000) * bound);
  }

  /** An integer of `[from, to]`. */
  between(from: number, to: number): number {
    return from + this.below(to - from + 1);
  }

  /** True once in `times`. */
  oneIn(times: number): boolean {
    return this.below(times) === 0;
  }

  /** An integer of `[1, most]`; each power of two is as likely as the others. */
  magnitude(most: number): number {
    const fraction = (this.#source.next() >>> 0) / 0x1_0000_0000;
    return Math.min(most, Math.floor((most + 1) ** fraction));
  }

  /** One of the choices, of which there is at least one. */
  pick<T>(choices: ArrayLike<T>): T {
    return choices[this.below(choices.length)] as T;
  }

  /** `count` values that `make` makes. */
  list<T>(count: number, make: (index: number) => T): T[] {
    return Array.from({ length: count }, (_, index) => make(index));
  }
}
