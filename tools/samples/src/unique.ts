import { ScrubjayError } from '@scrubjay/errors';
import type { Random } from './random.js';

function gcd(a: number, b: number): number {
  return b === 0 ? a : gcd(b, a % b);
}

/** Walks `[0, size)` in a scattered order that the seed decides and visits every number once. */
export class UniqueWalk {
  readonly #what: string;
  readonly #size: number;
  readonly #stride: number;
  #at: number;
  #left: number;

  constructor(what: string, size: number, random: Random) {
    this.#what = what;
    this.#size = size;
    this.#left = size;
    this.#at = random.int(size);
    let stride = Math.max(1, Math.floor(size * 0.618));
    while (gcd(stride, size) !== 1) stride++;
    this.#stride = stride;
  }

  /** Throws `SJ_USAGE` once all numbers are used: a repeated value would be a false ground truth. */
  next(): number {
    if (this.#left === 0) {
      throw new ScrubjayError('SJ_USAGE', `No unique ${this.#what} is left to plant.`, {
        fix: 'Generate fewer records at once, and further ones with another seed and idPrefix.',
      });
    }
    this.#left--;
    this.#at = (this.#at + this.#stride) % this.#size;
    return this.#at;
  }
}

/** The element at `index`, counted round and round. */
export function at<T>(list: readonly T[], index: number): T {
  return list[index % list.length] as T;
}
