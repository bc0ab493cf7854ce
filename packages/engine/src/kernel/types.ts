import type { Hits } from './hits.js';

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
}

/**
 * An automaton that is built while it runs. It may be begun anew at any record: what it carries over the end of a record is
 * kept in some places and not in others. Hits are exact where it carries over nothing.
 */
export interface Automaton {
  readonly table: StateTable;
  /** Handle of the first state. Read anew after `grow`. */
  readonly start: number;
  /**
   * Called at a step that is not known: links it. May clear the table and set a new `start` instead. False: the scan is given
   * up.
   */
  grow(row: number, column: number): boolean;
}

/** Looks at all bytes of a frame. One kernel serves one thread. */
export interface Kernel {
  readonly kind: 'wasm' | 'plain';
  /** An empty table of at most `maxRows` rows. */
  createTable(classes: Uint8Array, maxRows: number): StateTable;
  /**
   * Takes records for `scan` and `signs`: back to back from 0, each with its newline. `ends`: where each of them ends, in
   * bytes, ascending; `count` of them are looked at. The caller must not change either until the next `load`.
   */
  load(bytes: Uint8Array, ends: Uint32Array, count?: number): void;
  /**
   * Runs an automaton, whose table this kernel made, over the records that were loaded. False, and no hits, if it gave up or
   * its table was thrown away too often.
   */
  scan(automaton: Automaton, hits: Hits): boolean;
  /** For each record that was loaded its signs, as of `inspect.ts`. Valid until the next call. */
  signs(): Uint8Array;
}
