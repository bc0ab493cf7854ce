import { HashedTexts } from './hashed-texts.js';

/** Length of the beginning by which a value is recognised before it is compared whole. */
const headBytes = 4;
const bitsOfHeads = 24;

/** A planted value in some bytes. */
export interface Sighting<Kind> {
  readonly text: string;
  readonly kind: Kind;
  /** Which of the values that were added it is, from 0: each text counts once. */
  readonly number: number;
}

/**
 * Looks for many values at once in any bytes; values can be added at any time. Of each value a hash of 64 bits is kept,
 * so that ten million fit into some 250 MB: one wrong find in about 10^11 looks at that many is what it costs. Values
 * shorter than four bytes are refused: they would be found by chance.
 */
export class PlantedSearch<Kind = string> {
  readonly #texts = new HashedTexts();
  readonly #kinds: Kind[] = [];
  /** By number of the value. */
  #kindOf = new Uint8Array(1 << 10);
  readonly #heads = new BitTable(bitsOfHeads);
  /** The lengths that values of a beginning have, ascending. */
  readonly #lengths = new Map<number, readonly number[]>();
  /** Each list of lengths, once: most beginnings share theirs with many. */
  readonly #lists = new Map<string, readonly number[]>();

  /** How many texts there are, each counted once. */
  get size(): number {
    return this.#texts.size;
  }

  /** A text that was added before keeps its kind. Throws RangeError where it is too short. */
  add(text: string, kind: Kind): void {
    const value = Buffer.from(text, 'utf8');
    if (value.length < headBytes) throw new RangeError('A planted value is too short to be searched for.');
    const head = value.readUInt32LE(0);
    const known = this.#texts.size;
    const number = this.#texts.add(value, 0, value.length);
    if (number !== known) return;
    this.#remember(number, kind);
    this.#heads.add(head);
    this.#addLength(head, value.length);
  }

  /** The first values that occur in `bytes`, at most `limit`. */
  findIn(bytes: Buffer, limit = 5): Sighting<Kind>[] {
    const found: Sighting<Kind>[] = [];
    const texts = this.#texts;
    for (let at = 0; at + headBytes <= bytes.length; at += 1) {
      const head = bytes.readUInt32LE(at);
      if (!this.#heads.mayHave(head)) continue;
      texts.begin();
      let read = at;
      for (const length of this.#lengths.get(head) ?? []) {
        const end = at + length;
        if (end > bytes.length) break;
        texts.extend(bytes, read, end);
        read = end;
        const number = texts.known;
        if (number === undefined) continue;
        const kind = this.#kinds[this.#kindOf[number] ?? 0] as Kind;
        found.push({ text: bytes.toString('utf8', at, end), kind, number });
        if (found.length === limit) return found;
      }
    }
    return found;
  }

  #addLength(head: number, length: number): void {
    const known = this.#lengths.get(head) ?? [];
    if (known.includes(length)) return;
    const list = [...known, length].sort((a, b) => a - b);
    const shared = this.#lists.get(list.join()) ?? list;
    this.#lists.set(list.join(), shared);
    this.#lengths.set(head, shared);
  }

  #remember(number: number, kind: Kind): void {
    let index = this.#kinds.indexOf(kind);
    if (index === -1) index = this.#kinds.push(kind) - 1;
    if (number >= this.#kindOf.length) {
      const wider = new Uint8Array(this.#kindOf.length * 2);
      wider.set(this.#kindOf);
      this.#kindOf = wider;
    }
    this.#kindOf[number] = index;
  }
}

/** Which numbers may have been added: a filter of 2^bits bits with one bit a number. */
class BitTable {
  readonly #bits: Uint8Array;
  readonly #shift: number;

  constructor(bits: number) {
    this.#bits = new Uint8Array(2 ** (bits - 3));
    this.#shift = 32 - bits;
  }

  add(number: number): void {
    const slot = this.#slotOf(number);
    this.#bits[slot >>> 3] = (this.#bits[slot >>> 3] ?? 0) | (1 << (slot & 7));
  }

  mayHave(number: number): boolean {
    const slot = this.#slotOf(number);
    return ((this.#bits[slot >>> 3] ?? 0) & (1 << (slot & 7))) !== 0;
  }

  /** Multiplicative hashing (Knuth, The Art of Computer Programming 3, 6.4). */
  #slotOf(number: number): number {
    return Math.imul(number, 0x9e3779b1) >>> this.#shift;
  }
}
