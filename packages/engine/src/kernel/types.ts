import type { Met } from './met.js';

/**
 * The states of an automaton, in the memory of a kernel. A state is a row, known by its handle; what the handle says is the
 * kernel's own matter.
 */
export interface StateTable {
  /** The class of each byte. */
  readonly classes: Uint8Array;
  /** One for each class. */
  readonly columns: number;
  readonly rows: number;
  /** How often the rows were all thrown away. */
  readonly generation: number;
  /**
   * Adds a state from which no step is known yet. `accept`: the number of what it accepts, -1 for nothing. Returns its handle,
   * 0 if the table or the memory is full.
   */
  addRow(accept: number): number;
  /** The place of a row in the order of `addRow`. */
  indexOf(row: number): number;
  /** Sets the step from `row` by a byte of class `column`. */
  link(row: number, column: number, next: number): void;
  /** Throws all rows away; handles of before are void. What accepted states were numbered with keeps its meaning. */
  clear(): void;
  /** Gives its memory back; it must not be used any more. */
  close(): void;
}

/** An automaton that is built while it runs. It begins anew at each record. */
export interface Automaton {
  readonly table: StateTable;
  /** Handle of the first state. Read anew after `grow`. */
  readonly start: number;
  /** To be called before each scan, of so many bytes. */
  open(bytes: number): void;
  /**
   * Called at a step that is not known: links it. May clear the table and set a new `start` instead. False: the automaton gives
   * up for this scan.
   */
  grow(row: number, column: number): boolean;
}

/** What was accepted in one word, in the order of the automata and the bytes. */
export interface Accepted {
  count: number;
  readonly automata: Uint8Array;
  readonly accepts: Int32Array;
  /** Places of the bytes in the word. */
  readonly places: Uint8Array;
}

/**
 * Gives numbers to what is met: an event is what is met in a word, with its places; a set, what is met in a word or a record
 * altogether.
 */
export interface MetNumbers {
  /** The things that can be met have numbers from 0 up to this. */
  readonly thingCount: number;
  /** The number of an event, from 1 on. */
  eventOf(accepted: Accepted): number;
  /** The things that are met by an event, ascending. */
  thingsOf(event: number): Uint32Array;
  /** The number of a set of things, which ascend. That of no things is 0. */
  setOf(things: Uint32Array): number;
  /** Whether a record in which just this is met is worth a look. */
  isComplete(set: number): boolean;
}

/** A look for what several automata accept. */
export interface Scan {
  /**
   * Runs over the records that the kernel has loaded, of so many bytes. `keepsAll`: tells of all records in which something is
   * met, and not only of those that are worth a look or have signs.
   */
  run(bytes: number, keepsAll: boolean, into: Met): void;
  /** To be called when the numbers of what was met have lost their meaning. */
  forget(): void;
  /** Gives its memory back; it must not be used any more. */
  close(): void;
}

/** Looks at all bytes of a frame. One kernel serves one thread. */
export interface Kernel {
  readonly kind: 'wasm' | 'plain';
  /** An empty table of at most `maxRows` rows. */
  createTable(classes: Uint8Array, maxRows: number): StateTable;
  /** A scan by automata whose tables this kernel made, at most 128. */
  createScan(automata: readonly Automaton[], numbers: MetNumbers): Scan;
  /**
   * Takes records for scans and `signs`: back to back from 0, each with its newline. `ends`: where each of them ends, in
   * bytes, ascending; `count` of them are looked at. The caller must not change either until the next `load`. Nothing is known of
   * their signs until `signs` is called.
   */
  load(bytes: Uint8Array, ends: Uint32Array, count?: number): void;
  /** For each record that was loaded its signs, as of `inspect.ts`. Valid until the next call. */
  signs(): Uint8Array;
}
