import type { Buffer } from 'node:buffer';
import { columnsIn, type JsonTokens, type TokenColumns } from '../formats/json-tokens.js';
import { instantiateJson, type JsonExports } from './json-module.js';
import type { TokenizeOutcome } from './json-plain.js';

const malformed = -1;
const tooDeep = -2;
/** Bits of the result that are the count of tokens; above them stands what these hold. */
const countBits = 20;

/** Keys that are given a number, before all are forgotten: more than there is room for. */
const mostNumbers = 16_383;

/** Whether the kernel can follow nesting up to `maxDepth`. */
function isFit(maxDepth: number, maxNesting: number): boolean {
  return Number.isInteger(maxDepth) && maxDepth >= 0 && maxDepth <= maxNesting;
}

/**
 * JSON at the speed of memory, in WebAssembly. Its memory never grows, so that token columns in it stay valid; what does
 * not fit is left to the plain reader.
 */
export class JsonKernel {
  readonly #exports: JsonExports;
  readonly #text: Uint8Array;
  readonly #columns: TokenColumns;
  readonly #maxNesting: number;
  readonly #key: Uint8Array;
  #nextNumber = 1;
  /** Grows when all numbers of keys are given anew. */
  generation = 0;
  /** Whose tokens stand in the columns. */
  #owner: JsonTokens | undefined;

  constructor(exports: JsonExports) {
    const { buffer } = exports.memory;
    this.#exports = exports;
    this.#text = new Uint8Array(buffer, exports.textAt.value, exports.textBytes.value);
    this.#key = new Uint8Array(buffer, exports.keyScratchAt.value, exports.longestKey.value);
    this.#columns = columnsIn(buffer, exports.columnsAt.value, exports.maxTokens.value);
    this.#maxNesting = exports.maxNesting.value;
  }

  /** As `tokenizePlain`; undefined, and `tokens` as they were, if the record is beyond what the kernel can hold. */
  tokenize(
    bytes: Buffer,
    start: number,
    end: number,
    maxDepth: number,
    tokens: JsonTokens,
  ): TokenizeOutcome | undefined {
    const length = end - start;
    if (length >= this.#text.length || !isFit(maxDepth, this.#maxNesting)) return undefined;
    if (this.#owner !== tokens) {
      this.#owner?.giveBack();
      this.#owner = tokens;
    }
    if (this.#nextNumber > mostNumbers) this.#forgetKeys();
    this.#text.set(bytes.subarray(start, end));
    const result = this.#exports.tokenize(length, start, maxDepth);
    if (result < tooDeep) return undefined;
    tokens.reset();
    if (result < 0) return result === malformed ? 'malformed_json' : 'too_deep';
    tokens.borrow(this.#columns, result & ((1 << countBits) - 1), result >> countBits);
    return 'ok';
  }

  /**
   * Gives a key a number, by which `tokenize` will tell it; 0 if it cannot have one. Numbers are good until `generation` grows,
   * which it only does when the next record is read.
   */
  learnKey(bytes: Buffer, start: number, end: number): number {
    const length = end - start;
    if (length === 0 || length > this.#key.length || this.#nextNumber > mostNumbers) return 0;
    for (let at = 0; at < length; at += 1) this.#key[at] = bytes[start + at] as number;
    const number = this.#exports.learnKey(length, this.#nextNumber);
    if (number === this.#nextNumber) this.#nextNumber += 1;
    return number;
  }

  #forgetKeys(): void {
    this.#exports.forgetKeys();
    this.#nextNumber = 1;
    this.generation += 1;
  }
}

let kernel: JsonKernel | undefined;
let isTried = false;

/** The JSON kernel of this thread; undefined where WebAssembly or its SIMD instructions are missing. */
export function jsonKernel(): JsonKernel | undefined {
  if (!isTried) {
    isTried = true;
    const exports = instantiateJson();
    kernel = exports === undefined ? undefined : new JsonKernel(exports);
  }
  return kernel;
}
