import type { FrameAttributes } from './types.js';

const newline = Buffer.from('\n');

/** Collects the attributes of a frame's records; costs nothing where none has any. */
export class AttributeColumn {
  #parts: Buffer[] = [];
  /** Record index and length of each object, in turn. */
  #places: number[] = [];
  #bytes = 0;

  /** Bytes so far, closing newlines included. */
  get bytes(): number {
    return this.#bytes;
  }

  add(index: number, object: Buffer): void {
    this.#parts.push(object, newline);
    this.#places.push(index, object.length + 1);
    this.#bytes += object.length + 1;
  }

  /** Hands over what was added for `count` records, and starts anew. */
  take(count: number): FrameAttributes | undefined {
    if (this.#parts.length === 0) return undefined;
    const lengths = new Uint32Array(count);
    for (let at = 0; at < this.#places.length; at += 2) {
      lengths[this.#places[at] ?? 0] = this.#places[at + 1] ?? 0;
    }
    const bytes = Buffer.concat(this.#parts, this.#bytes);
    this.#parts = [];
    this.#places = [];
    this.#bytes = 0;
    return { lengths, bytes };
  }
}
