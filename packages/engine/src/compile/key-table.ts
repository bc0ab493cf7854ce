import { Buffer } from 'node:buffer';
import { beginOfLastName, endOfLastName, isIndex, NameEdges, skipMarks } from './name-edges.js';

/** A key entry, found by its last segment. */
interface KeyEntry<Owner> {
  readonly owner: Owner;
  /** Ids of the segments before the last one, outermost first; `anyName` for a `*`. */
  readonly parents: readonly number[];
}

/** A name that occurs in some entry, normalised, and the entries that end in it. */
interface KeyName<Owner> {
  readonly bytes: Buffer;
  readonly entries: KeyEntry<Owner>[];
}

/** In a path, a `*`: a name, whichever it is. No name has this id. */
const anyName = -1;

/** What a JSON key says wherever it stands, by the ids of names. */
export interface KeyNames {
  /** The names that its dots part, one at least. */
  readonly parts: readonly number[];
  /** The key without its dots, where it has any; otherwise 0. */
  readonly whole: number;
  /** Some entry ends in its last name, or in the whole: others are never acted on. */
  readonly mayAct: boolean;
}

/** Lower case without the characters that casing styles put between words. */
function normalise(segment: string): string {
  return segment.toLowerCase().replace(/[_ -]/g, '');
}

/** The names a key entry or a JSON key is made of: `id.orig_h` is two. */
export function splitKey(key: string): string[] {
  return key.split('.').map(normalise);
}

/**
 * Who acts on which field names: `Owner` is a detector. Every name that occurs in any entry has an id from 1; a name that occurs
 * in none is 0, which is what nearly all names of a log are. So a JSON key costs one hash and one comparison.
 */
export class KeyTable<Owner> {
  /** True if nobody looks at keys. */
  readonly isEmpty: boolean;
  /** By id less 1. */
  readonly #names: KeyName<Owner>[] = [];
  readonly #edges = new NameEdges();
  /** Of the names alone that entries end in. */
  readonly #lastEdges = new NameEdges();
  #slots = new Int32Array(0);
  #mask = 0;
  #scratch = Buffer.allocUnsafe(256);
  #scratchLength = 0;
  #pathScratch = Buffer.allocUnsafe(256);

  constructor(entries: readonly { readonly owner: Owner; readonly key: string }[]) {
    this.isEmpty = entries.length === 0;
    const ids = new Map<string, number>();
    for (const { owner, key } of entries) {
      const segments = splitKey(key).map((name) => (name === '*' ? anyName : this.#idFor(name, ids)));
      const last = segments.pop() as number;
      this.#names[last - 1]?.entries.push({ owner, parents: segments });
    }
    this.#buildSlots();
    for (const name of this.#names) {
      this.#edges.add(name.bytes);
      if (name.entries.length > 0) this.#lastEdges.add(name.bytes);
    }
  }

  /**
   * Whether a name, or a path as a form writes it, that ends at `to` of a text and begins at `from` or behind it can be
   * one that somebody acts on, by its last letters: rules out most words that no rule names.
   */
  mayEnd(text: Buffer, from: number, to: number): boolean {
    return this.#lastEdges.mayEnd(text, from, to);
  }

  /**
   * Looks at a JSON key that stands below `path[0, length)`. Appends the ids of its segments to `path`, reports each
   * owner that acts on its value, and returns the new length of the path.
   */
  visit(
    key: Buffer,
    start: number,
    end: number,
    path: number[],
    length: number,
    report: (owner: Owner) => void,
  ): number {
    let depth = length;
    let from = start;
    for (let at = start; at <= end; at += 1) {
      if (at < end && key[at] !== 0x2e) continue;
      path[depth] = this.idOf(key, from, at);
      depth += 1;
      from = at + 1;
    }
    this.#reportEntries(path, depth - 1, path[depth - 1] as number, report);
    // `e.mail` may be a style of writing `email`: the key without its dots is one more name for the same place.
    if (depth - length > 1) this.#reportEntries(path, length, this.idOf(key, start, end), report);
    return depth;
  }

  /** What a JSON key says. */
  read(key: Buffer, start: number, end: number): KeyNames {
    const parts: number[] = [];
    let from = start;
    for (let at = start; at <= end; at += 1) {
      if (at < end && key[at] !== 0x2e) continue;
      parts.push(this.idOf(key, from, at));
      from = at + 1;
    }
    const whole = parts.length > 1 ? this.idOf(key, start, end) : 0;
    return { parts, whole, mayAct: this.#isLast(parts.at(-1) as number) || this.#isLast(whole) };
  }

  /** `visit` for a key that was read already. */
  visitNames(key: KeyNames, path: number[], length: number, report: (owner: Owner) => void): number {
    const { parts, whole, mayAct } = key;
    const last = length + parts.length - 1;
    for (let at = length; at <= last; at += 1) path[at] = parts[at - length] as number;
    if (!mayAct) return last + 1;
    this.#reportEntries(path, last, path[last] as number, report);
    this.#reportEntries(path, length, whole, report);
    return last + 1;
  }

  /**
   * The same for a key in a text, which may be a path as a form writes it: `user[mail]`, `items[0].name`; what stands in
   * brackets and is empty or a number is an index and adds nothing.
   */
  visitText(
    key: Buffer,
    start: number,
    end: number,
    path: number[],
    length: number,
    report: (owner: Owner) => void,
  ): number {
    let bracket = start;
    while (bracket < end && key[bracket] !== 0x5b) bracket += 1;
    if (bracket === end) return this.visit(key, start, end, path, length, report);
    const plain = this.#writePath(key, start, end);
    return this.visit(this.#pathScratch, 0, plain, path, length, report);
  }

  /** Reports who acts on the value of a key in a text that nothing stands above. */
  reportText(key: Buffer, start: number, end: number, path: number[], report: (owner: Owner) => void): void {
    let isPath = false;
    let from = start;
    let to = end;
    for (let at = start; at < end; at += 1) {
      if (key[at] === 0x2e) from = at + 1;
      else if (key[at] === 0x5b) isPath = true;
    }
    if (isPath) {
      to = endOfLastName(key, start, end);
      from = beginOfLastName(key, start, to);
    }
    // The names above matter only if the last one does, or all as one.
    const mayAct =
      (this.#lastEdges.mayBe(key, from, to) && this.#isLast(this.idOf(key, from, to))) ||
      (from > start && this.#lastEdges.mayBe(key, skipMarks(key, start, to), to));
    if (mayAct) this.visitText(key, start, end, path, 0, report);
  }

  /** Writes a path with its names joined by dots and returns its length. */
  #writePath(key: Buffer, start: number, end: number): number {
    if (end - start > this.#pathScratch.length) this.#pathScratch = Buffer.allocUnsafe((end - start) * 2);
    const scratch = this.#pathScratch;
    let length = 0;
    let from = start;
    for (let at = start; at <= end; at += 1) {
      const byte = at < end ? (key[at] as number) : 0x2e;
      if (byte !== 0x2e && byte !== 0x5b && byte !== 0x5d) continue;
      if (from === start || !isIndex(key, from, at)) {
        if (from > start) scratch[length++] = 0x2e;
        while (from < at) scratch[length++] = key[from++] as number;
      }
      from = at + 1;
    }
    return length;
  }

  /** Id of a name as written in `bytes[start, end)`: any case, with or without _ - . or space. */
  idOf(bytes: Buffer, start: number, end: number): number {
    if (!this.#edges.mayBe(bytes, start, end)) return 0;
    this.#normaliseInto(bytes, start, end);
    const length = this.#scratchLength;
    let slot = hashOf(this.#scratch, length) & this.#mask;
    let id = this.#slots[slot] as number;
    while (id !== 0 && !this.#isScratch(id, length)) {
      slot = (slot + 1) & this.#mask;
      id = this.#slots[slot] as number;
    }
    return id;
  }

  #isScratch(id: number, length: number): boolean {
    const { bytes } = this.#names[id - 1] as KeyName<Owner>;
    if (bytes.length !== length) return false;
    // Names are short: asking the runtime to compare them takes longer.
    for (let at = 0; at < length; at += 1) if (bytes[at] !== this.#scratch[at]) return false;
    return true;
  }

  #isLast(id: number): boolean {
    return id !== 0 && (this.#names[id - 1] as KeyName<Owner>).entries.length > 0;
  }

  #reportEntries(path: readonly number[], above: number, id: number, report: (owner: Owner) => void): void {
    if (id === 0) return;
    const { entries } = this.#names[id - 1] as KeyName<Owner>;
    for (const { owner, parents } of entries) if (standsBelow(path, above, parents)) report(owner);
  }

  #normaliseInto(bytes: Buffer, start: number, end: number): void {
    if (end - start > this.#scratch.length) this.#scratch = Buffer.allocUnsafe((end - start) * 2);
    const scratch = this.#scratch;
    let length = 0;
    for (let at = start; at < end; at += 1) {
      const byte = bytes[at] as number;
      if (byte >= 0x80) {
        this.#normaliseText(bytes.toString('utf8', start, end));
        return;
      }
      if (byte === 0x5f || byte === 0x2d || byte === 0x2e || byte === 0x20) continue;
      scratch[length] = byte >= 0x41 && byte <= 0x5a ? byte | 0x20 : byte;
      length += 1;
    }
    this.#scratchLength = length;
  }

  /** The slow way, for names beyond ASCII. */
  #normaliseText(text: string): void {
    const name = Buffer.from(normalise(text.replaceAll('.', '')));
    if (name.length > this.#scratch.length) this.#scratch = Buffer.allocUnsafe(name.length * 2);
    this.#scratchLength = name.copy(this.#scratch);
  }

  #idFor(name: string, ids: Map<string, number>): number {
    const known = ids.get(name);
    if (known !== undefined) return known;
    const id = this.#names.push({ bytes: Buffer.from(name), entries: [] });
    ids.set(name, id);
    return id;
  }

  #buildSlots(): void {
    let size = 16;
    while (size < this.#names.length * 2) size *= 2;
    this.#slots = new Int32Array(size);
    this.#mask = size - 1;
    this.#names.forEach(({ bytes }, index) => {
      let slot = hashOf(bytes, bytes.length) & this.#mask;
      while (this.#slots[slot] !== 0) slot = (slot + 1) & this.#mask;
      this.#slots[slot] = index + 1;
    });
  }
}

/** Whether the names that end `path[0, above)` are those of `parents`. */
function standsBelow(path: readonly number[], above: number, parents: readonly number[]): boolean {
  const base = above - parents.length;
  if (base < 0) return false;
  for (let at = 0; at < parents.length; at += 1) {
    const parent = parents[at];
    if (parent !== anyName && path[base + at] !== parent) return false;
  }
  return true;
}

/** FNV-1a, 32 bits. */
function hashOf(bytes: Buffer, length: number): number {
  let hash = 0x811c9dc5;
  for (let at = 0; at < length; at += 1) hash = Math.imul(hash ^ (bytes[at] as number), 0x01000193);
  return hash >>> 0;
}
