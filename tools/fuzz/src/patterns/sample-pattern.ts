import type { Random } from '../random.js';
import { sampleRanges } from './char-ranges.js';
import type { PatternNode } from './parse-pattern.js';

/** Repetitions beyond the least, where there is no bound; rarely far more. */
const fewMore = 12;
const manyMore = 300;
/** Characters of a sample; what is longer is cut, and then matches by chance only. */
const longest = 12_000;

/** Characters that `(?i)` takes for each other, beyond the two cases of a letter. */
const lookAlikes = ['sSſ', 'kK\u212a', 'åÅ\u212b', 'ßẞ', 'µμΜ', 'ωΩ\u2126', 'θΘϑϴ'];

function inAnotherCase(char: string, random: Random): string {
  const alike = random.oneIn(6) ? lookAlikes.find((chars) => chars.includes(char)) : undefined;
  if (alike !== undefined) return random.pick(alike);
  const other = random.oneIn(2) ? char.toUpperCase() : char.toLowerCase();
  return other.length === char.length ? other : char;
}

class Sampler {
  readonly #random: Random;
  readonly #mayChangeCase: boolean;
  #text = '';

  constructor(random: Random) {
    this.#random = random;
    this.#mayChangeCase = random.oneIn(3);
  }

  sample(node: PatternNode): string {
    this.#add(node);
    return this.#text;
  }

  #add(node: PatternNode): void {
    if (this.#text.length > longest) return;
    if (node.kind === 'chars') {
      const char = sampleRanges(node.ranges, this.#random);
      this.#text += node.ignoresCase && this.#mayChangeCase ? inAnotherCase(char, this.#random) : char;
    } else if (node.kind === 'all') for (const part of node.parts) this.#add(part);
    else if (node.kind === 'one') this.#add(this.#random.pick(node.branches));
    else for (let left = this.#timesOf(node); left > 0; left -= 1) this.#add(node.part);
  }

  /** The bounds themselves are the most telling. */
  #timesOf({ least, most }: { readonly least: number; readonly most: number }): number {
    const random = this.#random;
    if (random.oneIn(3)) return least;
    const more = most === Infinity ? (random.oneIn(40) ? manyMore : fewMore) : most - least;
    if (most !== Infinity && random.oneIn(3)) return more > fewMore && !random.oneIn(4) ? least : most;
    return least + random.below(Math.min(more, random.oneIn(20) ? more : fewMore) + 1);
  }
}

/** A text that the pattern is likely to match: what `^`, `$` and `\b` ask of the text around is not looked after. */
export function samplePattern(node: PatternNode, random: Random): string {
  return new Sampler(random).sample(node);
}
