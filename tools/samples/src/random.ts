import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus';

type Generator = ReturnType<typeof xoroshiro128plus>;

export const alphabets = {
  digits: '0123456789',
  hex: '0123456789abcdef',
  base32: 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567',
  base62: 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789',
  base64url: 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_',
} as const;

/** Seeded random choices. Small bounds only, so the bias of scaling 32 bits is of no matter here. */
export class Random {
  readonly #source: Generator;

  constructor(seed: number) {
    this.#source = xoroshiro128plus(seed);
    // The first outputs of neighbouring seeds resemble each other.
    for (let i = 0; i < 32; i++) this.#source.next();
  }

  /** An integer of `[0, bound)`. */
  int(bound: number): number {
    return Math.floor(((this.#source.next() >>> 0) / 0x1_0000_0000) * bound);
  }

  /** An integer of `[from, to]`. */
  between(from: number, to: number): number {
    return from + this.int(to - from + 1);
  }

  chance(probability: number): boolean {
    return this.int(10_000) < probability * 10_000;
  }

  pick<T>(choices: readonly [T, ...T[]]): T {
    return choices[this.int(choices.length)] ?? choices[0];
  }

  chars(alphabet: string, length: number): string {
    let out = '';
    for (let i = 0; i < length; i++) out += alphabet.charAt(this.int(alphabet.length));
    return out;
  }

  hex(length: number): string {
    return this.chars(alphabets.hex, length);
  }

  uuid(): string {
    const variant = this.pick(['8', '9', 'a', 'b']);
    return `${this.hex(8)}-${this.hex(4)}-4${this.hex(3)}-${variant}${this.hex(3)}-${this.hex(12)}`;
  }
}
