import type { Buffer } from 'node:buffer';

/** One parser under fuzzing, with the promises that must hold for every input. */
export interface Target {
  readonly name: string;
  /** Well-formed inputs to start from. */
  readonly seeds: readonly Buffer[];
  /** Pieces of the input's grammar that mutations put in. */
  readonly dictionary: readonly string[];
  /** Throws or rejects with a {@link Broken} where a promise does not hold; any other error is a finding too. */
  check(input: Buffer): void | Promise<void>;
  /** Frees what the target holds. */
  close?(): Promise<void>;
}

/** A promise that did not hold. The message may show the input: fuzzers make their inputs up. */
export class Broken extends Error {}
