import { Buffer } from 'node:buffer';
import { beginOfLastName, endOfLastName, isIndex, NameEdges, skipMarks } from './name-edges.js';
import { NameIds, normalise } from './name-ids.js';

/** A key entry, found by its last segment. */
interface KeyEntry<Owner> {
  readonly owner: Owner;
  /** Ids of the segments before the last one, outermost first; `anyName` for a `*`. */
  readonly parents: readonly number[];
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
  /** Some of these entries ask for names above the key. */
  readonly needsPath: boolean;
}

/** The names a key entry or a JSON key is made of: `id.orig_h` is two. */
export function splitKey(key: string): string[] {
  return key.split('.').map(normalise);
}

/**
 * Who acts on which field names: `Owner` is a detector. Every name that occurs in any entry has an id from 1; a name that occurs
 * in none is 0.
 */
export class KeyTable<Owner> {
  /** True if nobody looks at keys. */
  readonly isEmpty: boolean;
  readonly #ids = new NameIds();
  /** By the id of a name, the entries that end in it. */
  readonly #entries: KeyEntry<Owner>[][] = [];
  /** Of the names that entries end in. */
  readonly #lastEdges = new NameEdges();
  #pathScratch = Buffer.allocUnsafe(256);

  constructor(entries: readonly { readonly owner: Owner; readonly key: string }[]) {
    this.isEmpty = entries.length === 0;
    for (const { owner, key } of entries) {
      const segments = splitKey(key).map((name) => (name === '*' ? anyName : this.#ids.add(name)));
      const last = segments.pop() as number;
      const name = this.#ids.nameOf(last);
      if (name === undefined) continue;
      this.#lastEdges.add(name);
      (this.#entries[last] ??= []).push({ owner, parents: segments });
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
    const entries = [parts.at(-1) as number, whole].flatMap((id) => this.#entries[id] ?? []);
    const needsPath = entries.some(({ parents }) => parents.length > 0);
    return { parts, whole, mayAct: entries.length > 0, needsPath };
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
    return this.#ids.find(bytes, start, end);
  }

  #isLast(id: number): boolean {
    return this.#entries[id] !== undefined;
  }

  #reportEntries(path: readonly number[], above: number, id: number, report: (owner: Owner) => void): void {
    const entries = this.#entries[id];
    if (entries === undefined) return;
    for (const { owner, parents } of entries) if (standsBelow(path, above, parents)) report(owner);
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
