import { PackedPositions } from './packed-positions.js';
import type { Positions } from './positions.js';
import { StateStore } from './state-store.js';

/** The first state has read a newline: what stands before a record, and what factors take for its begin. */
const newline = 0x0a;

/** Bytes that no set tells apart are one class; `members` has one byte of each. */
function classesOf(columns: readonly Uint8Array[]): { classes: Uint8Array; members: number[] } {
  const classes = new Uint8Array(256);
  const members: number[] = [];
  const numbers = new Map<string, number>();
  for (let byte = 0; byte < 256; byte += 1) {
    const key = columns.map((set) => set[byte]).join('');
    let number = numbers.get(key);
    if (number === undefined) {
      number = numbers.size;
      numbers.set(key, number);
      members.push(byte);
    }
    classes[byte] = number;
  }
  return { classes, members };
}

/**
 * The deterministic automaton of positions. Its states are made when they are first reached, for those that logs ever reach
 * are few. The states are numbered from 0, the first one.
 */
export class LazyAutomaton {
  /** The class of each byte. */
  readonly classes: Uint8Array;
  /** By accept number, the factors that are complete in a state. */
  readonly accepts: (readonly number[])[] = [];
  readonly #positions: PackedPositions;
  readonly #states = new StateStore();
  /** By class: whether a byte of it may be read at the positions of a set. */
  readonly #readable: readonly Uint8Array[];
  /** By class, where factors may begin with a byte of it. */
  readonly #firstBy: readonly Uint32Array[];
  readonly #acceptNumbers = new Map<string, number>();
  /** The set that is being made, and marks for what is in it. */
  readonly #reached: Int32Array;
  readonly #seen: Int32Array;
  #visit = 0;

  constructor(positions: Positions) {
    this.#positions = new PackedPositions(positions);
    const { sets, setOf, first, count } = this.#positions;
    const { classes, members } = classesOf(sets);
    this.classes = classes;
    this.#readable = members.map((byte) => Uint8Array.from(sets, (set) => set[byte] as number));
    this.#firstBy = this.#readable.map((readable) =>
      first.filter((position) => readable[setOf[position] as number] === 1),
    );
    this.#reached = new Int32Array(count);
    this.#seen = new Int32Array(count);
    this.reset();
  }

  get stateCount(): number {
    return this.#states.count;
  }

  /** Forgets all states but the first. Accept numbers keep their meaning. */
  reset(): void {
    this.#states.clear();
    this.#stateBehind(0, 0, this.classes[newline] as number);
  }

  /** The state behind `state` by a byte of the class. */
  next(state: number, byteClass: number): number {
    const { starts } = this.#states;
    return this.#stateBehind(starts[state] as number, starts[state + 1] as number, byteClass);
  }

  /** Accept number of a state; -1 if no factor is complete. */
  acceptOf(state: number): number {
    return this.#states.accepts[state] as number;
  }

  /** The state behind that of which the positions stand from `from` up to `to`. */
  #stateBehind(from: number, to: number, byteClass: number): number {
    const { starts, follows, setOf } = this.#positions;
    const readable = this.#readable[byteClass] as Uint8Array;
    const reached = this.#reached;
    const seen = this.#seen;
    const visit = (this.#visit += 1);
    let count = 0;
    for (const position of this.#firstBy[byteClass] as Uint32Array) {
      seen[position] = visit;
      reached[count] = position;
      count += 1;
    }
    for (let at = from; at < to; at += 1) {
      const position = this.#states.positions[at] as number;
      const end = starts[position + 1] as number;
      for (let place = starts[position] as number; place < end; place += 1) {
        const next = follows[place] as number;
        if (seen[next] === visit || readable[setOf[next] as number] !== 1) continue;
        seen[next] = visit;
        reached[count] = next;
        count += 1;
      }
    }
    reached.subarray(0, count).sort();
    const accept = this.#acceptOf(count);
    return this.#states.numberOf(accept, reached, this.#keepOpen(count));
  }

  /** Leaves out what nothing follows. Returns how many are left. */
  #keepOpen(count: number): number {
    const { starts } = this.#positions;
    let kept = 0;
    for (let at = 0; at < count; at += 1) {
      const position = this.#reached[at] as number;
      if (starts[position] === starts[position + 1]) continue;
      this.#reached[kept] = position;
      kept += 1;
    }
    return kept;
  }

  #acceptOf(count: number): number {
    const { accepts } = this.#positions;
    const factors = new Set<number>();
    for (let at = 0; at < count; at += 1)
      for (const factor of accepts.get(this.#reached[at] as number) ?? []) factors.add(factor);
    if (factors.size === 0) return -1;
    const sorted = [...factors].sort((a, b) => a - b);
    const key = sorted.join(',');
    let accept = this.#acceptNumbers.get(key);
    if (accept === undefined) {
      accept = this.accepts.push(sorted) - 1;
      this.#acceptNumbers.set(key, accept);
    }
    return accept;
  }
}
