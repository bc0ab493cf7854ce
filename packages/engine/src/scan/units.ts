import { growBytes, growIndexes, growOffsets } from '../formats/json-tokens.js';

/** What a unit is. */
export const trait = {
  /** Text that may hold pairs, documents and encoded text. */
  text: 1,
  /** A key of a JSON object: it may hold encoded text, but no pairs or documents. */
  key: 2,
  /** Line breaks were taken out: only a finding that such a break runs through is one. */
  joined: 4,
  /** It was base64: a finding in it is the whole run, and what stands in it is not written into. */
  opaque: 8,
  /** Soft line breaks of quoted-printable were taken out. */
  soft: 16,
} as const;

/**
 * The units of one record: the texts that are searched, as columns. The offsets of a unit count bytes of the record, or
 * of the pool of decoded texts.
 */
export class Units {
  count = 0;
  inPool = new Uint8Array(64);
  starts = new Uint32Array(64);
  ends = new Uint32Array(64);
  /** Token whose span a finding is written into, and token of the value that `drop` removes; -1 in a text. */
  tokens = new Int32Array(64);
  scopes = new Int32Array(64);
  traits = new Uint8Array(64);
  /** How often it was decoded to read what the text of its token says. */
  depths = new Uint8Array(64);
  /** How many documents it lies in, one in a text of the other; the record itself does not count. */
  nestings = new Uint8Array(64);
  /** Index of the token that it is the text of, whatever its finding is written into; -1 for none. */
  texts = new Int32Array(64);
  /** What a look at its bytes tells of it. */
  signs = new Uint8Array(64);

  add(
    inPool: number,
    start: number,
    end: number,
    token: number,
    scope: number,
    traits: number,
    depth: number,
    nesting: number,
    text: number,
  ): void {
    const at = this.count;
    if (at === this.starts.length) this.#grow();
    this.inPool[at] = inPool;
    this.starts[at] = start;
    this.ends[at] = end;
    this.tokens[at] = token;
    this.scopes[at] = scope;
    this.traits[at] = traits;
    this.depths[at] = depth;
    this.nestings[at] = nesting;
    this.texts[at] = text;
    this.signs[at] = 0;
    this.count = at + 1;
  }

  #grow(): void {
    const size = this.starts.length * 2;
    this.inPool = growBytes(this.inPool, size);
    this.traits = growBytes(this.traits, size);
    this.signs = growBytes(this.signs, size);
    this.depths = growBytes(this.depths, size);
    this.nestings = growBytes(this.nestings, size);
    this.starts = growOffsets(this.starts, size);
    this.ends = growOffsets(this.ends, size);
    this.tokens = growIndexes(this.tokens, size);
    this.scopes = growIndexes(this.scopes, size);
    this.texts = growIndexes(this.texts, size);
  }
}
