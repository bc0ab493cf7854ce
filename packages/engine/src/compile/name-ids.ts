import { Buffer } from 'node:buffer';
import { NameEdges } from './name-edges.js';

/** Lower case without the characters that casing styles put between words. */
export function normalise(segment: string): string {
  return segment.toLowerCase().replace(/[_ -]/g, '');
}

/**
 * Numbers names from 1, however they are written. A name that was never added is 0, which is what nearly all names of a log
 * are: so most cost two looks, the others a hash and a comparison.
 */
export class NameIds {
  /** By id less 1, normalised. */
  readonly #names: Buffer[] = [];
  readonly #ids = new Map<string, number>();
  readonly #edges = new NameEdges();
  #slots = new Int32Array(16);
  #mask = 15;
  #scratch = Buffer.allocUnsafe(256);
  #scratchLength = 0;

  /** The id of a normalised name, which is added if it is new. */
  add(name: string): number {
    const known = this.#ids.get(name);
    if (known !== undefined) return known;
    const bytes = Buffer.from(name);
    const id = this.#names.push(bytes);
    this.#ids.set(name, id);
    this.#edges.add(bytes);
    if (id * 2 > this.#slots.length) this.#rebuild(this.#slots.length * 2);
    else this.#place(bytes, id);
    return id;
  }

  /** A name in its normal form. */
  nameOf(id: number): Buffer | undefined {
    return this.#names[id - 1];
  }

  /** Id of a name as written in `bytes[start, end)`: any case, with or without _ - . or space. */
  find(bytes: Buffer, start: number, end: number): number {
    if (!this.#edges.mayBe(bytes, start, end)) return 0;
    this.#normaliseInto(bytes, start, end);
    const length = this.#scratchLength;
    let slot = hashOf(this.#scratch, length) & this.#mask;
    let id = this.#slots[slot] as number;
    while (id !== 0 && !this.#isScratch(id, length)) {
      slot = (slot + 1) & this.#mask;
      id = this.#slots[slot] as number;
    }
    return id;
  }

  #isScratch(id: number, length: number): boolean {
    const bytes = this.#names[id - 1] as Buffer;
    if (bytes.length !== length) return false;
    // Names are short: asking the runtime to compare them takes longer.
    for (let at = 0; at < length; at += 1) if (bytes[at] !== this.#scratch[at]) return false;
    return true;
  }

  #normaliseInto(bytes: Buffer, start: number, end: number): void {
    if (end - start > this.#scratch.length) this.#scratch = Buffer.allocUnsafe((end - start) * 2);
    const scratch = this.#scratch;
    let length = 0;
    for (let at = start; at < end; at += 1) {
      const byte = bytes[at] as number;
      if (byte >= 0x80) {
        this.#normaliseText(bytes.toString('utf8', start, end));
        return;
      }
      if (byte === 0x5f || byte === 0x2d || byte === 0x2e || byte === 0x20) continue;
      scratch[length] = byte >= 0x41 && byte <= 0x5a ? byte | 0x20 : byte;
      length += 1;
    }
    this.#scratchLength = length;
  }

  /** The slow way, for names beyond ASCII. */
  #normaliseText(text: string): void {
    const name = Buffer.from(normalise(text.replaceAll('.', '')));
    if (name.length > this.#scratch.length) this.#scratch = Buffer.allocUnsafe(name.length * 2);
    this.#scratchLength = name.copy(this.#scratch);
  }

  #rebuild(size: number): void {
    this.#slots = new Int32Array(size);
    this.#mask = size - 1;
    for (const [index, bytes] of this.#names.entries()) this.#place(bytes, index + 1);
  }

  #place(bytes: Buffer, id: number): void {
    let slot = hashOf(bytes, bytes.length) & this.#mask;
    while (this.#slots[slot] !== 0) slot = (slot + 1) & this.#mask;
    this.#slots[slot] = id;
  }
}

/** FNV-1a, 32 bits. */
function hashOf(bytes: Buffer, length: number): number {
  let hash = 0x811c9dc5;
  for (let at = 0; at < length; at += 1) hash = Math.imul(hash ^ (bytes[at] as number), 0x01000193);
  return hash >>> 0;
}
