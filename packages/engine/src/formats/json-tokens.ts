/** What a token is. A key is followed at once by the token of its value. */
export const tokenKind = {
  key: 0,
  string: 1,
  number: 2,
  true: 3,
  false: 4,
  null: 5,
  object: 6,
  array: 7,
} as const;
export type TokenKind = (typeof tokenKind)[keyof typeof tokenKind];

/**
 * What a key or string holds outside its escapes, as bits: one of = : <; one of { [; one of % & or what is no ASCII. `escape`: an
 * escape; it is said of all tokens together, and by token in `escaped`.
 */
export const stringHolds = { separator: 1, bracket: 2, special: 4, escape: 8 } as const;

/** One entry a token in each column. */
export interface TokenColumns {
  kinds: Uint8Array;
  starts: Uint32Array;
  ends: Uint32Array;
  /** Index of the enclosing container, -1 for the root of a value. */
  parents: Int32Array;
  /** 1 where a key or string holds a backslash. */
  escaped: Uint8Array;
  /** 1 where `starts` and `ends` count bytes of the pool. */
  inPool: Uint8Array;
  /** What a key, string or literal says, decoded: in the record or in the pool. */
  textInPool: Uint8Array;
  textStarts: Uint32Array;
  textEnds: Uint32Array;
  /** Which of the record's documents a token belongs to. */
  documents: Int32Array;
  /** By which number the JSON kernel knows a key; 0 if it does not. Says nothing of other tokens. */
  keyNumbers: Uint16Array;
  /** Bits of `stringHolds`; 0 for what is no key or string. */
  holds: Uint8Array;
}

/** Bytes that a token takes in all columns. */
const tokenBytes = 31;
const leastTokens = 256;

/** Columns for `size` tokens, a multiple of four, in `memory` from the byte `at` on; the JSON kernel writes them there. */
export function columnsIn(memory: ArrayBuffer, at: number, size: number): TokenColumns {
  const words = at + size * 4 * 6;
  const bytes = words + size * 2;
  return {
    starts: new Uint32Array(memory, at, size),
    ends: new Uint32Array(memory, at + size * 4, size),
    parents: new Int32Array(memory, at + size * 4 * 2, size),
    textStarts: new Uint32Array(memory, at + size * 4 * 3, size),
    textEnds: new Uint32Array(memory, at + size * 4 * 4, size),
    documents: new Int32Array(memory, at + size * 4 * 5, size),
    keyNumbers: new Uint16Array(memory, words, size),
    kinds: new Uint8Array(memory, bytes, size),
    escaped: new Uint8Array(memory, bytes + size, size),
    inPool: new Uint8Array(memory, bytes + size * 2, size),
    textInPool: new Uint8Array(memory, bytes + size * 3, size),
    holds: new Uint8Array(memory, bytes + size * 4, size),
  };
}

/**
 * The tokens of the JSON values of one record in document order, one value behind the other, as columns that are used
 * again for the next record. Offsets count bytes of the text that was read: the record, or the pool of decoded texts. Keys
 * and strings span their content without the quotes, containers their brackets too. A column is another array once tokens
 * were added or the next record was read.
 */
export class JsonTokens implements TokenColumns {
  count = 0;
  /** What the keys and strings of the record hold, as bits of `stringHolds`. */
  held = 0;
  #own = columnsIn(new ArrayBuffer(leastTokens * tokenBytes), 0, leastTokens);
  kinds = this.#own.kinds;
  starts = this.#own.starts;
  ends = this.#own.ends;
  parents = this.#own.parents;
  escaped = this.#own.escaped;
  inPool = this.#own.inPool;
  textInPool = this.#own.textInPool;
  textStarts = this.#own.textStarts;
  textEnds = this.#own.textEnds;
  documents = this.#own.documents;
  keyNumbers = this.#own.keyNumbers;
  holds = this.#own.holds;
  /** What the tokens to be added next are part of. */
  nextInPool = 0;
  nextDocument = 0;

  add(kind: TokenKind, start: number, end: number, parent: number, escaped: number, holds: number): number {
    const at = this.count;
    if (at === this.kinds.length) this.#moveToOwn(at * 2);
    this.kinds[at] = kind;
    this.starts[at] = start;
    this.ends[at] = end;
    this.parents[at] = parent;
    this.escaped[at] = escaped;
    this.inPool[at] = this.nextInPool;
    this.textInPool[at] = this.nextInPool;
    this.textStarts[at] = start;
    this.textEnds[at] = end;
    this.documents[at] = this.nextDocument;
    this.keyNumbers[at] = 0;
    this.holds[at] = holds;
    this.held |= holds | (escaped * stringHolds.escape);
    this.count = at + 1;
    return at;
  }

  reset(): void {
    this.count = 0;
    this.held = 0;
    this.nextInPool = 0;
    this.nextDocument = 0;
  }

  /**
   * Takes the first `count` entries of `columns`, which hold `held`, for its tokens, until it gives the columns back or outgrows
   * them.
   */
  borrow(columns: TokenColumns, count: number, held: number): void {
    this.#use(columns);
    this.count = count;
    this.held = held;
  }

  /** Called before the owner of the borrowed columns writes into them for someone else. */
  giveBack(): void {
    if (this.kinds !== this.#own.kinds) this.#moveToOwn(this.count);
  }

  /** Copies the tokens into columns of its own with room for `size`. */
  #moveToOwn(size: number): void {
    let own = this.#own;
    if (size > own.kinds.length) {
      const room = 2 ** Math.ceil(Math.log2(size));
      own = columnsIn(new ArrayBuffer(room * tokenBytes), 0, room);
      this.#own = own;
    }
    const { count } = this;
    own.kinds.set(this.kinds.subarray(0, count));
    own.starts.set(this.starts.subarray(0, count));
    own.ends.set(this.ends.subarray(0, count));
    own.parents.set(this.parents.subarray(0, count));
    own.escaped.set(this.escaped.subarray(0, count));
    own.inPool.set(this.inPool.subarray(0, count));
    own.textInPool.set(this.textInPool.subarray(0, count));
    own.textStarts.set(this.textStarts.subarray(0, count));
    own.textEnds.set(this.textEnds.subarray(0, count));
    own.documents.set(this.documents.subarray(0, count));
    own.holds.set(this.holds.subarray(0, count));
    // The kernel may give its numbers to other keys from now on.
    own.keyNumbers.fill(0, 0, count);
    this.#use(own);
  }

  #use(columns: TokenColumns): void {
    this.kinds = columns.kinds;
    this.starts = columns.starts;
    this.ends = columns.ends;
    this.parents = columns.parents;
    this.escaped = columns.escaped;
    this.inPool = columns.inPool;
    this.textInPool = columns.textInPool;
    this.textStarts = columns.textStarts;
    this.textEnds = columns.textEnds;
    this.documents = columns.documents;
    this.keyNumbers = columns.keyNumbers;
    this.holds = columns.holds;
  }
}

export function growBytes(column: Uint8Array, size: number): Uint8Array<ArrayBuffer> {
  const grown = new Uint8Array(size);
  grown.set(column);
  return grown;
}

export function growOffsets(column: Uint32Array, size: number): Uint32Array<ArrayBuffer> {
  const grown = new Uint32Array(size);
  grown.set(column);
  return grown;
}

export function growIndexes(column: Int32Array, size: number): Int32Array<ArrayBuffer> {
  const grown = new Int32Array(size);
  grown.set(column);
  return grown;
}
