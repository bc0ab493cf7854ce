import type { Accepted, MetNumbers } from '../kernel/index.js';
import type { FilterPlan } from './filter-plan.js';
import type { GroupAutomaton } from './group-automaton.js';
import { MetFactors } from './met-factors.js';

/** What can be said of a set of factors that were met. */
export interface MetSet {
  /** Ascending, by their numbers in the plan. */
  readonly factors: Uint32Array;
  /** Indexes of the patterns that have all that they ask for, ascending. */
  readonly patterns: Uint32Array;
  readonly mayHoldKeys: boolean;
  /** All patterns are there for a reason that stands at no place of their own. */
  readonly isEverything: boolean;
}

/** The factors that are met in a word: three numbers each: the factor, and the first and last byte at which it was complete. */
export type MetEvent = Int32Array;
export const eventWidth = 3;

const nothing = Uint32Array.of();

/** Slots for the numbers of events at first, a power of two. */
const firstSlots = 4096;

/** Numbers for the events and sets of one ruleset, and what they stand for. */
export class FactorNumbers implements MetNumbers {
  /** Factors. */
  readonly thingCount: number;
  readonly #groups: readonly GroupAutomaton[];
  readonly #met: MetFactors;
  readonly #patternCount: number;
  readonly #items: Uint32Array;
  #events: MetEvent[] = [];
  #eventThings: Uint32Array[] = [];
  /** By event what was accepted, and the hash of that. */
  #accepted: Int32Array[] = [];
  #hashes: number[] = [];
  /** By hash of what was accepted: an event, 0 for none. */
  #slots = new Uint32Array(firstSlots);
  readonly #sets: MetSet[] = [];
  readonly #setNumbers = new Map<string, number>();

  constructor(plan: FilterPlan, groups: readonly GroupAutomaton[], patternCount: number) {
    this.thingCount = plan.factorCount;
    this.#groups = groups;
    this.#met = new MetFactors(plan);
    this.#patternCount = patternCount;
    this.#items = new Uint32Array(plan.items.length);
    this.forget();
  }

  /** Events and sets that have numbers. */
  get count(): number {
    return this.#events.length + this.#sets.length;
  }

  forget(): void {
    this.#events = [Int32Array.of()];
    this.#eventThings = [nothing];
    this.#accepted = [Int32Array.of()];
    this.#hashes = [0];
    this.#slots.fill(0);
    this.#sets.length = 0;
    this.#setNumbers.clear();
    this.setOf(nothing);
  }

  eventOf(accepted: Accepted): number {
    const mask = this.#slots.length - 1;
    const hash = hashOf(accepted);
    let slot = hash & mask;
    for (let known = this.#slots[slot] as number; known !== 0; known = this.#slots[slot] as number) {
      if (isEqual(this.#accepted[known] as Int32Array, accepted)) return known;
      slot = (slot + 1) & mask;
    }
    const event = this.#addEvent(accepted, hash);
    this.#slots[slot] = event;
    if (this.#events.length * 2 > this.#slots.length) this.#rehash();
    return event;
  }

  thingsOf(event: number): Uint32Array {
    return this.#eventThings[event] as Uint32Array;
  }

  setOf(factors: Uint32Array): number {
    const key = String.fromCharCode(...factors);
    let number = this.#setNumbers.get(key);
    if (number === undefined) {
      number = this.#sets.push(this.describe(factors)) - 1;
      this.#setNumbers.set(key, number);
    }
    return number;
  }

  isComplete(set: number): boolean {
    const { patterns, mayHoldKeys } = this.setAt(set);
    return patterns.length > 0 || mayHoldKeys;
  }

  eventAt(event: number): MetEvent {
    return this.#events[event] as MetEvent;
  }

  setAt(set: number): MetSet {
    return this.#sets[set] as MetSet;
  }

  /** What can be said of these factors together with those of `more`, in any order. Its arrays are the caller's. */
  describe(factors: Uint32Array, more = nothing): MetSet {
    this.#met.add(factors);
    this.#met.add(more);
    const count = this.#met.take(this.#items);
    let patternCount = count;
    while (patternCount > 0 && (this.#items[patternCount - 1] as number) >= this.#patternCount)
      patternCount -= 1;
    return {
      factors,
      patterns: this.#items.slice(0, patternCount),
      mayHoldKeys: patternCount < count,
      isEverything: this.#met.wasEverything,
    };
  }

  #addEvent(accepted: Accepted, hash: number): number {
    const event = this.#readEvent(accepted);
    const factors = event.filter((_, at) => at % eventWidth === 0);
    this.#eventThings.push(Uint32Array.from(new Set(factors)).sort());
    this.#accepted.push(copyOf(accepted));
    this.#hashes.push(hash);
    return this.#events.push(Int32Array.from(event)) - 1;
  }

  #rehash(): void {
    this.#slots = new Uint32Array(this.#slots.length * 2);
    const mask = this.#slots.length - 1;
    for (let event = 1; event < this.#events.length; event += 1) {
      let slot = (this.#hashes[event] as number) & mask;
      while (this.#slots[slot] !== 0) slot = (slot + 1) & mask;
      this.#slots[slot] = event;
    }
  }

  /** Runs of bytes at which one factor is complete become one: they are found automaton by automaton, byte by byte. */
  #readEvent({ count, automata, accepts, places }: Accepted): number[] {
    const event: number[] = [];
    /** By factor where its last run stands in the list. */
    const runs = new Map<number, number>();
    for (let at = 0; at < count; at += 1) {
      const place = places[at] as number;
      const group = this.#groups[automata[at] as number] as GroupAutomaton;
      for (const factor of group.factorsOf(accepts[at] as number)) {
        const run = runs.get(factor);
        if (run !== undefined && event[run + 2] === place - 1) event[run + 2] = place;
        else {
          runs.set(factor, event.length);
          event.push(factor, place, place);
        }
      }
    }
    return event;
  }
}

/** What was accepted, as one list: automaton and place as one number, accept number. */
function copyOf({ count, automata, accepts, places }: Accepted): Int32Array {
  const copy = new Int32Array(count * 2);
  for (let at = 0; at < count; at += 1) {
    copy[at * 2] = ((automata[at] as number) << 8) | (places[at] as number);
    copy[at * 2 + 1] = accepts[at] as number;
  }
  return copy;
}

function isEqual(copy: Int32Array, { count, automata, accepts, places }: Accepted): boolean {
  if (copy.length !== count * 2) return false;
  for (let at = 0; at < count; at += 1) {
    if (copy[at * 2] !== (((automata[at] as number) << 8) | (places[at] as number))) return false;
    if (copy[at * 2 + 1] !== accepts[at]) return false;
  }
  return true;
}

/** FNV-1a over the numbers, its bits mixed once more. */
function hashOf({ count, automata, accepts, places }: Accepted): number {
  let hash = 0x811c9dc5;
  for (let at = 0; at < count; at += 1) {
    hash = Math.imul(hash ^ ((automata[at] as number) << 8) ^ (places[at] as number), 0x01000193);
    hash = Math.imul(hash ^ (accepts[at] as number), 0x01000193);
  }
  hash = Math.imul(hash ^ (hash >>> 15), 0x2c1b3c6d);
  return (hash ^ (hash >>> 13)) >>> 0;
}
