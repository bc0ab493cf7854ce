import { Buffer } from 'node:buffer';
import { growOffsets } from '../formats/json-tokens.js';

export const nothing = Buffer.alloc(0);

/** Up to here a loop is faster than the call. Bytes. */
const shortCopy = 40;

function copy(source: Buffer, from: number, length: number, target: Buffer, to: number): void {
  if (length > shortCopy) source.copy(target, to, from, from + length);
  else for (let at = 0; at < length; at += 1) target[to + at] = source[from + at] as number;
}

/** Replacements in one buffer, ascending and apart from each other. */
export class Edits {
  #count = 0;
  #starts = new Uint32Array(256);
  #ends = new Uint32Array(256);
  readonly #texts: Buffer[] = [];
  /** Bytes that the output is longer than the input; negative if it is shorter. */
  growth = 0;

  add(start: number, end: number, text: Buffer): void {
    const at = this.#count;
    if (at === this.#starts.length) this.#grow();
    this.#starts[at] = start;
    this.#ends[at] = end;
    this.#texts.push(text);
    this.#count = at + 1;
    this.growth += text.length - (end - start);
  }

  /** The input with all replacements made, in one pass that copies the gaps; the input itself if there are none. */
  applyTo(input: Buffer): Buffer {
    if (this.#count === 0) return input;
    const output = Buffer.allocUnsafe(input.length + this.growth);
    let from = 0;
    let to = 0;
    for (let index = 0; index < this.#count; index += 1) {
      const gap = (this.#starts[index] as number) - from;
      copy(input, from, gap, output, to);
      to += gap;
      const text = this.#texts[index] as Buffer;
      copy(text, 0, text.length, output, to);
      to += text.length;
      from = this.#ends[index] as number;
    }
    input.copy(output, to, from);
    return output;
  }

  #grow(): void {
    const size = this.#starts.length * 4;
    this.#starts = growOffsets(this.#starts, size);
    this.#ends = growOffsets(this.#ends, size);
  }
}
