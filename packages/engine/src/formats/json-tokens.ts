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
 * The tokens of the JSON values of one record in document order, one value behind the other, as columns that are used
 * again for the next record. Offsets count bytes of the text that was read: the record, or the pool of decoded texts. Keys
 * and strings span their content without the quotes, containers their brackets too.
 */
export class JsonTokens {
  count = 0;
  kinds = new Uint8Array(256);
  starts = new Uint32Array(256);
  ends = new Uint32Array(256);
  /** Index of the enclosing container, -1 for the root of a value. */
  parents = new Int32Array(256);
  /** 1 where a key or string holds a backslash. */
  escaped = new Uint8Array(256);
  /** 1 where `starts` and `ends` count bytes of the pool. */
  inPool = new Uint8Array(256);
  /** What a key, string or literal says, decoded: in the record or in the pool. */
  textInPool = new Uint8Array(256);
  textStarts = new Uint32Array(256);
  textEnds = new Uint32Array(256);
  /** Which of the record's documents a token belongs to. */
  documents = new Int32Array(256);
  /** What the tokens to be added next are part of. */
  nextInPool = 0;
  nextDocument = 0;

  add(kind: TokenKind, start: number, end: number, parent: number, escaped: number): number {
    const at = this.count;
    if (at === this.kinds.length) this.#grow();
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
    this.count = at + 1;
    return at;
  }

  reset(): void {
    this.count = 0;
    this.nextInPool = 0;
    this.nextDocument = 0;
  }

  #grow(): void {
    const size = this.kinds.length * 2;
    this.kinds = growBytes(this.kinds, size);
    this.escaped = growBytes(this.escaped, size);
    this.inPool = growBytes(this.inPool, size);
    this.textInPool = growBytes(this.textInPool, size);
    this.starts = growOffsets(this.starts, size);
    this.ends = growOffsets(this.ends, size);
    this.textStarts = growOffsets(this.textStarts, size);
    this.textEnds = growOffsets(this.textEnds, size);
    this.parents = growIndexes(this.parents, size);
    this.documents = growIndexes(this.documents, size);
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
