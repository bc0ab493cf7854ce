import { Buffer } from 'node:buffer';

export const nothing = Buffer.alloc(0);

/** Replacements in one buffer, ascending and apart from each other. */
export class Edits {
  readonly #starts: number[] = [];
  readonly #ends: number[] = [];
  readonly #texts: Buffer[] = [];
  /** Bytes that the output is longer than the input; negative if it is shorter. */
  growth = 0;

  add(start: number, end: number, text: Buffer): void {
    this.#starts.push(start);
    this.#ends.push(end);
    this.#texts.push(text);
    this.growth += text.length - (end - start);
  }

  /** The input with all replacements made, in one pass that copies the gaps; the input itself if there are none. */
  applyTo(input: Buffer): Buffer {
    if (this.#starts.length === 0) return input;
    const output = Buffer.allocUnsafe(input.length + this.growth);
    let from = 0;
    let to = 0;
    this.#texts.forEach((text, index) => {
      to += input.copy(output, to, from, this.#starts[index]);
      to += text.copy(output, to);
      from = this.#ends[index] as number;
    });
    input.copy(output, to, from);
    return output;
  }
}
