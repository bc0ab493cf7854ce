/** Length of the beginning by which a value is recognised before it is compared whole. */
const headBytes = 4;

/**
 * Looks for many values at once in any bytes. Values shorter than four bytes are refused: they would be found by chance.
 */
export class PlantedSearch {
  readonly #heads = new Uint8Array(1 << 21);
  /** By their beginning, then by their length: there may be a hundred thousand of one beginning. */
  readonly #values = new Map<number, Map<number, Set<string>>>();

  constructor(values: Iterable<string>) {
    for (const text of values) {
      const value = Buffer.from(text, 'utf8');
      if (value.length < headBytes) throw new RangeError('A planted value is too short to be searched for.');
      const head = value.readUInt32LE(0);
      const lengths = this.#values.get(head) ?? new Map<number, Set<string>>();
      this.#values.set(head, lengths);
      const same = lengths.get(value.length) ?? new Set();
      lengths.set(value.length, same.add(value.toString('latin1')));
      const slot = PlantedSearch.#slot(head);
      this.#heads[slot >>> 3] = (this.#heads[slot >>> 3] ?? 0) | (1 << (slot & 7));
    }
  }

  /** The first values that occur in `bytes`, at most `limit`. */
  findIn(bytes: Buffer, limit = 5): string[] {
    const found: string[] = [];
    const heads = this.#heads;
    for (let at = 0; at + headBytes <= bytes.length; at += 1) {
      const head = bytes.readUInt32LE(at);
      const slot = PlantedSearch.#slot(head);
      if (((heads[slot >>> 3] ?? 0) & (1 << (slot & 7))) === 0) continue;
      for (const [length, values] of this.#values.get(head) ?? []) {
        const end = at + length;
        if (end > bytes.length || !values.has(bytes.toString('latin1', at, end))) continue;
        found.push(bytes.toString('utf8', at, end));
        if (found.length === limit) return found;
      }
    }
    return found;
  }

  /** A place in a table of 2^24 bits (multiplicative hashing). */
  static #slot(head: number): number {
    return Math.imul(head, 0x9e3779b1) >>> 8;
  }
}
