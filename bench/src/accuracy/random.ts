import { generateMersenne53Randomizer, type Randomizer } from '@faker-js/faker';

export const upper = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ';
export const lower = 'abcdefghijklmnopqrstuvwxyz';
export const digit = '0123456789';
export const base62 = digit + upper + lower;
export const base64url = `${base62}-_`;
export const hexDigit = '0123456789abcdef';

/** Draws from one seeded Mersenne twister, so that a seed and a number of lines name one set of lines for ever. */
export class Random {
  /** Shared with faker, whose draws thereby follow the same seed. */
  readonly source: Randomizer;

  constructor(seed: number) {
    this.source = generateMersenne53Randomizer(seed);
  }

  /** A whole number, both ends included. */
  int(least: number, most: number): number {
    return least + Math.floor(this.source.next() * (most - least + 1));
  }

  chance(probability: number): boolean {
    return this.source.next() < probability;
  }

  pick<T>(values: readonly T[]): T {
    if (values.length === 0) throw new RangeError('There is nothing to pick from.');
    return values[this.int(0, values.length - 1)] as T;
  }

  /** `count` different values, or all of them if there are fewer. */
  pickSome<T>(values: readonly T[], count: number): T[] {
    const rest = [...values];
    const picked: T[] = [];
    while (picked.length < count && rest.length > 0)
      picked.push(...rest.splice(this.int(0, rest.length - 1), 1));
    return picked;
  }

  chars(alphabet: string, count: number): string {
    let text = '';
    for (let at = 0; at < count; at += 1) text += alphabet[this.int(0, alphabet.length - 1)] ?? '';
    return text;
  }

  digits(count: number): string {
    return this.chars(digit, count);
  }

  hex(count: number): string {
    return this.chars(hexDigit, count);
  }

  /** A whole number with leading zeros. */
  padded(least: number, most: number, width: number): string {
    return String(this.int(least, most)).padStart(width, '0');
  }

  uuid(): string {
    const variant = this.pick(['8', '9', 'a', 'b']);
    return `${this.hex(8)}-${this.hex(4)}-4${this.hex(3)}-${variant}${this.hex(3)}-${this.hex(12)}`;
  }
}
