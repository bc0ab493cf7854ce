import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus';

/** Seeded choices: what is drawn is the same for the same seed on every machine. */
export class Random {
  readonly #source: ReturnType<typeof xoroshiro128plus>;

  constructor(seed: number) {
    this.#source = xoroshiro128plus(Math.imul(seed, 0x9e37_79b1));
    // The first outputs of neighbouring seeds resemble each other.
    for (let left = 32; left > 0; left -= 1) this.#source.next();
  }

  /** A number of `[0, 1)`. */
  share(): number {
    return (this.#source.next() >>> 0) / 0x1_0000_0000;
  }

  /** An integer of `[from, to]`. */
  between(from: number, to: number): number {
    return from + Math.floor(this.share() * (to - from + 1));
  }

  /** One of the choices, of which there is at least one. */
  pick<T>(choices: readonly T[]): T {
    return choices[this.between(0, choices.length - 1)] as T;
  }

  /** All of them in a random order. */
  shuffle<T>(items: readonly T[]): T[] {
    const shuffled = [...items];
    for (let at = shuffled.length - 1; at > 0; at -= 1) {
      const other = this.between(0, at);
      [shuffled[at], shuffled[other]] = [shuffled[other] as T, shuffled[at] as T];
    }
    return shuffled;
  }
}
