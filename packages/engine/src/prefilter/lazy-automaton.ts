import type { Positions } from './positions.js';

/** The first state has read a newline: what stands before a record, and what factors take for its begin. */
const newline = 0x0a;

/** A state: the positions that have just been read, ascending, and what is complete. */
interface State {
  readonly positions: Int32Array;
  readonly accept: number;
}

const noPositions = new Int32Array(0);

/** A string that no other state has: two units for each number. */
function keyOf(accept: number, positions: readonly number[]): string {
  let key = String.fromCharCode(accept & 0xffff, accept >>> 16);
  for (const position of positions) key += String.fromCharCode(position & 0xffff, position >>> 16);
  return key;
}

/** Bytes that no set tells apart are one class; `members` has one byte of each. */
function classesOf(sets: ReadonlySet<Uint8Array>): { classes: Uint8Array; members: number[] } {
  const classes = new Uint8Array(256);
  const members: number[] = [];
  const numbers = new Map<string, number>();
  const columns = [...sets];
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
  readonly #positions: Positions;
  readonly #members: readonly number[];
  readonly #firstBy: readonly (readonly number[])[];
  readonly #acceptNumbers = new Map<string, number>();
  #states: State[] = [];
  #numbers = new Map<string, number>();
  /** Marks positions that are in the set which is being made. */
  readonly #seen: Int32Array;
  #visit = 0;

  constructor(positions: Positions) {
    this.#positions = positions;
    const { sets } = positions;
    const { classes, members } = classesOf(new Set(sets));
    this.classes = classes;
    this.#members = members;
    this.#firstBy = members.map((byte) => positions.first.filter((position) => sets[position]?.[byte] === 1));
    this.#seen = new Int32Array(sets.length);
    this.reset();
  }

  get stateCount(): number {
    return this.#states.length;
  }

  /** Forgets all states but the first. Accept numbers keep their meaning. */
  reset(): void {
    this.#states = [];
    this.#numbers = new Map();
    this.#stateOf(this.#after(noPositions, this.classes[newline] as number));
  }

  /** The state behind `state` by a byte of the class. */
  next(state: number, byteClass: number): number {
    return this.#stateOf(this.#after((this.#states[state] as State).positions, byteClass));
  }

  /** Accept number of a state; -1 if no factor is complete. */
  acceptOf(state: number): number {
    return (this.#states[state] as State).accept;
  }

  #after(from: Int32Array, byteClass: number): number[] {
    const { sets, follow } = this.#positions;
    const byte = this.#members[byteClass] as number;
    const seen = this.#seen;
    const visit = (this.#visit += 1);
    const reached = [...(this.#firstBy[byteClass] as readonly number[])];
    for (const position of reached) seen[position] = visit;
    for (const position of from) {
      for (const next of follow[position] as readonly number[]) {
        if (sets[next]?.[byte] !== 1 || seen[next] === visit) continue;
        seen[next] = visit;
        reached.push(next);
      }
    }
    return reached.sort((a, b) => a - b);
  }

  #stateOf(positions: readonly number[]): number {
    const accept = this.#acceptOf(positions);
    const { follow } = this.#positions;
    const open = positions.filter((position) => (follow[position] as readonly number[]).length > 0);
    const key = keyOf(accept, open);
    let number = this.#numbers.get(key);
    if (number === undefined) {
      number = this.#states.push({ positions: Int32Array.from(open), accept }) - 1;
      this.#numbers.set(key, number);
    }
    return number;
  }

  #acceptOf(positions: readonly number[]): number {
    const factors = new Set<number>();
    for (const position of positions)
      for (const factor of this.#positions.accepts[position] ?? []) factors.add(factor);
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
