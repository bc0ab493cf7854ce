/** FNV-1a of 32 bits: its offset basis and prime (RFC 9923); the second hash starts elsewhere and multiplies by another. */
const fnvBasis = 0x811c9dc5;
const fnvPrime = 0x01000193;
const otherBasis = 0x9747b28c;
const otherPrime = 0x5bd1e995;
/** Of the slots that may be taken. */
const mostFull = 0.6;

/** A set of byte strings that keeps a hash of 64 bits of each, and numbers them from 0 in the order in which they came. */
export class HashedTexts {
  #slots = new Uint32Array(3 << 10);
  #size = 0;
  #low = 0;
  #high = 0;

  get size(): number {
    return this.#size;
  }

  /** The number of the bytes from `start` to `end`: a new one, or the one that they have. */
  add(bytes: Uint8Array, start: number, end: number): number {
    if (this.#size >= this.#capacity * mostFull) this.#grow();
    this.begin();
    this.extend(bytes, start, end);
    const { known } = this;
    if (known !== undefined) return known;
    const [low, high] = [this.#low >>> 0, this.#high >>> 0];
    write(this.#slots, slotFor(this.#slots, low, high), low, high, (this.#size += 1));
    return this.#size - 1;
  }

  /** Begins to read a text that is looked for. */
  begin(): void {
    this.#low = fnvBasis;
    this.#high = otherBasis;
  }

  /** Reads on: what was read since `begin` is one text. */
  extend(bytes: Uint8Array, start: number, end: number): void {
    let low = this.#low;
    let high = this.#high;
    for (let at = start; at < end; at += 1) {
      const byte = bytes[at] ?? 0;
      low = Math.imul(low ^ byte, fnvPrime);
      high = Math.imul(high ^ byte, otherPrime);
      high ^= high >>> 15;
    }
    this.#low = low;
    this.#high = high;
  }

  /** The number of the text that was read; undefined where it was not added. */
  get known(): number | undefined {
    const taken = this.#slots[slotFor(this.#slots, this.#low >>> 0, this.#high >>> 0) + 2] ?? 0;
    return taken === 0 ? undefined : taken - 1;
  }

  get #capacity(): number {
    return this.#slots.length / 3;
  }

  #grow(): void {
    const wider = new Uint32Array(this.#slots.length * 2);
    for (let at = 0; at < this.#slots.length; at += 3) {
      const [low = 0, high = 0, taken = 0] = this.#slots.subarray(at, at + 3);
      if (taken !== 0) write(wider, slotFor(wider, low, high), low, high, taken);
    }
    this.#slots = wider;
  }
}

/** Where a hash stands, or the free slot where it would stand: three words each, both halves and the number plus one. */
function slotFor(slots: Uint32Array, low: number, high: number): number {
  const capacity = slots.length / 3;
  for (let slot = Math.imul(low, 0x9e3779b1) >>> 0; ; slot += 1) {
    const at = (slot % capacity) * 3;
    if (slots[at + 2] === 0 || (slots[at] === low && slots[at + 1] === high)) return at;
  }
}

function write(slots: Uint32Array, at: number, low: number, high: number, taken: number): void {
  slots[at] = low;
  slots[at + 1] = high;
  slots[at + 2] = taken;
}
