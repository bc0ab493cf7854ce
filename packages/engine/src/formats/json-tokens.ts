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
 * The tokens of one JSON value in document order, as columns that are used again for the next record. Offsets count
 * bytes of the buffer that was read. Keys and strings span their content without the quotes, containers their
 * brackets too.
 */
export class JsonTokens {
  count = 0;
  kinds = new Uint8Array(256);
  starts = new Uint32Array(256);
  ends = new Uint32Array(256);
  /** Index of the enclosing container, -1 for the root. */
  parents = new Int32Array(256);
  /** 1 where a key or string holds a backslash. */
  escaped = new Uint8Array(256);

  add(kind: TokenKind, start: number, end: number, parent: number, escaped: number): number {
    const at = this.count;
    if (at === this.kinds.length) this.#grow();
    this.kinds[at] = kind;
    this.starts[at] = start;
    this.ends[at] = end;
    this.parents[at] = parent;
    this.escaped[at] = escaped;
    this.count = at + 1;
    return at;
  }

  #grow(): void {
    const size = this.kinds.length * 2;
    const { kinds, starts, ends, parents, escaped } = this;
    this.kinds = new Uint8Array(size);
    this.kinds.set(kinds);
    this.starts = new Uint32Array(size);
    this.starts.set(starts);
    this.ends = new Uint32Array(size);
    this.ends.set(ends);
    this.parents = new Int32Array(size);
    this.parents.set(parents);
    this.escaped = new Uint8Array(size);
    this.escaped.set(escaped);
  }
}
