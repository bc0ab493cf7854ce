import { Buffer } from 'node:buffer';
import { Random } from './random.js';

type Step = (input: Buffer) => Buffer;

/** Longest input made; what is longer is cut. Bytes. */
const maxLength = 16_384;

/** Makes new inputs from known ones, the same for the same seed. */
export class Mutator {
  readonly #random: Random;
  readonly #seeds: readonly Buffer[];
  readonly #pieces: readonly Buffer[];
  readonly #steps: readonly Step[] = [
    (input) => this.#flip(input),
    (input) => this.#insert(input, this.#piece()),
    (input) => this.#insert(input, this.#piece()),
    (input) => this.#remove(input),
    (input) => this.#splice(input),
    (input) => this.#repeat(input),
    (input) => input.subarray(0, this.#random.below(input.length + 1)),
  ];

  constructor(seed: number, seeds: readonly Buffer[], dictionary: readonly string[]) {
    this.#random = new Random(seed);
    this.#seeds = seeds;
    this.#pieces = dictionary.map((piece) => Buffer.from(piece, 'latin1'));
  }

  next(): Buffer {
    let input = this.#random.pick(this.#seeds);
    for (let left = 1 + this.#random.below(6); left > 0; left -= 1)
      input = this.#random.pick(this.#steps)(input);
    return Buffer.from(input.subarray(0, maxLength));
  }

  #piece(): Buffer {
    if (this.#pieces.length > 0 && this.#random.below(3) > 0) return this.#random.pick(this.#pieces);
    return Buffer.from([this.#random.below(256)]);
  }

  #flip(input: Buffer): Buffer {
    const output = Buffer.from(input);
    if (output.length > 0) output[this.#random.below(output.length)] = this.#random.below(256);
    return output;
  }

  #insert(input: Buffer, piece: Buffer): Buffer {
    const at = this.#random.below(input.length + 1);
    return Buffer.concat([input.subarray(0, at), piece, input.subarray(at)]);
  }

  #span(input: Buffer): readonly [number, number] {
    const start = this.#random.below(input.length + 1);
    return [start, start + this.#random.below(Math.min(64, input.length - start) + 1)];
  }

  #remove(input: Buffer): Buffer {
    const [start, end] = this.#span(input);
    return Buffer.concat([input.subarray(0, start), input.subarray(end)]);
  }

  #splice(input: Buffer): Buffer {
    const other = this.#random.pick(this.#seeds);
    const [start, end] = this.#span(other);
    return this.#insert(input, other.subarray(start, end));
  }

  #repeat(input: Buffer): Buffer {
    const [start, end] = this.#span(input);
    const times = 1 + this.#random.below(200);
    return this.#insert(
      input,
      Buffer.concat(Array.from({ length: times }, () => input.subarray(start, end))),
    );
  }
}
