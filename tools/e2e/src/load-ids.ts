/** Ids that one part of a load may have, as six digits of base 36 are counted up. */
const idsPerPart = 36 ** 6;
export const mostParts = 26;

/** The ids of a load, which come in parts: `evt-e2e<seed><letter of the part>-<six digits>`. Each is a number, too. */
export class LoadIds {
  /** Matches the ids of this load and of no other. */
  readonly pattern: RegExp;
  readonly #seed: number;

  constructor(seed: number) {
    this.#seed = seed;
    this.pattern = new RegExp(`evt-e2e${String(seed)}([a-z])-([0-9a-z]{6})`, 'g');
  }

  /** What the ids of a part, from 0 to 25, begin with after `evt-`. */
  prefixOf(part: number): string {
    return `e2e${String(this.#seed)}${String.fromCharCode(97 + part)}-`;
  }

  /** Each id in some bytes, as often as it occurs. */
  *numbersIn(bytes: Buffer): Iterable<number> {
    for (const [, letter = 'a', digits = ''] of bytes.toString('latin1').matchAll(this.pattern))
      yield (letter.charCodeAt(0) - 97) * idsPerPart + Number.parseInt(digits, 36);
  }

  idOf(number: number): string {
    const digits = (number % idsPerPart).toString(36).padStart(6, '0');
    return `evt-${this.prefixOf(Math.floor(number / idsPerPart))}${digits}`;
  }
}
