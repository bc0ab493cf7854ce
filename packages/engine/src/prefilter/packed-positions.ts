import type { ByteSet } from './byte-tree.js';
import type { Positions } from './positions.js';

/** Positions as a few arrays, to be kept for good: names of fields alone have a hundred thousand. */
export class PackedPositions {
  readonly count: number;
  /** Those that may stand behind position `n`: in `follows` from `starts[n]` up to `starts[n + 1]`. */
  readonly starts: Uint32Array;
  readonly follows: Uint32Array;
  /** Where factors begin. */
  readonly first: Uint32Array;
  /** By position, the factors that are complete there; most have none. */
  readonly accepts: ReadonlyMap<number, readonly number[]>;
  /** Different sets, and by position which of them it is. */
  readonly sets: readonly ByteSet[];
  readonly setOf: Uint16Array;

  constructor({ sets, follow, accepts, first }: Positions) {
    this.count = sets.length;
    this.starts = new Uint32Array(sets.length + 1);
    follow.forEach((next, position) => {
      this.starts[position + 1] = (this.starts[position] as number) + next.length;
    });
    this.follows = new Uint32Array(this.starts[sets.length] as number);
    follow.forEach((next, position) => {
      this.follows.set(next, this.starts[position]);
    });
    this.first = Uint32Array.from(first);
    this.accepts = new Map(
      accepts.flatMap((factors, position) => (factors === undefined ? [] : [[position, factors]])),
    );
    const numbers = new Map<ByteSet, number>();
    this.setOf = Uint16Array.from(sets, (set) => {
      const known = numbers.get(set) ?? numbers.size;
      numbers.set(set, known);
      return known;
    });
    this.sets = [...numbers.keys()];
  }
}
