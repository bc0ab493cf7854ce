import { Buffer } from 'node:buffer';
import type { KeyTable } from '../compile/key-table.js';
import { isAlnum, isBlank, isKeyPart, isLineEnd, longestKey } from './text-bytes.js';
import type { ValueSpan } from './text-value.js';

/** Elements around the one that is read; what nests deeper is read without them. */
const deepest = 32;
/** Longest start tag with all its attributes. */
const longestTag = 2048;
const closingBegin = Buffer.from('</');

function isSpace(byte: number | undefined): boolean {
  return isBlank(byte) || isLineEnd(byte);
}

/** Follows the elements of XML, or of what looks like it, and finds their content. */
export class XmlPath {
  #text: Buffer = closingBegin;
  #depth = 0;
  readonly #path: number[] = [];
  /** Per open element: how long the path is with it, and where its name stands. */
  readonly #lengths: number[] = [];
  readonly #nameStarts: number[] = [];
  readonly #nameEnds: number[] = [];
  /** Name of the start tag that was read last, and where its content begins; 0 if that was none. */
  #nameStart = 0;
  #nameEnd = 0;
  #contentStart = 0;
  /** No end tag begins here or behind. */
  #noneFrom = 0;
  /** Bytes that were read in search of end tags. */
  searched = 0;

  open(text: Buffer): void {
    this.#text = text;
    this.#depth = 0;
    this.#noneFrom = text.length;
    this.searched = 0;
  }

  /** Reads the tag that may begin at `at` and reports who acts on its element. */
  read<Owner>(at: number, keys: KeyTable<Owner>, report: (owner: Owner) => void): void {
    const text = this.#text;
    const isClosing = text[at + 1] === 0x2f;
    const nameStart = isClosing ? at + 2 : at + 1;
    const nameEnd = this.#findNameEnd(nameStart);
    if (nameEnd === nameStart) return;
    if (isClosing) {
      this.#close(nameStart, nameEnd);
      return;
    }
    const tagEnd = this.#findTagEnd(nameEnd);
    if (tagEnd < 0 || text[tagEnd - 1] === 0x2f) return;
    this.#nameStart = nameStart;
    this.#nameEnd = nameEnd;
    this.#contentStart = tagEnd + 1;
    const length = this.#depth === 0 ? 0 : (this.#lengths[this.#depth - 1] as number);
    const below = keys.visit(text, this.#localName(), nameEnd, this.#path, length, report);
    if (this.#depth === deepest) return;
    this.#lengths[this.#depth] = below;
    this.#nameStarts[this.#depth] = nameStart;
    this.#nameEnds[this.#depth] = nameEnd;
    this.#depth += 1;
  }

  /** Where the text of the element that was read last stands, white space around it left out. */
  findContent(into: ValueSpan): void {
    const text = this.#text;
    let from = this.#contentStart;
    let to = this.#findClosing(from);
    // Without an end tag it may be no XML at all but a placeholder: `login <user>`.
    if (to < 0) for (to = from; to < text.length && text[to] !== 0x3c && !isLineEnd(text[to]);) to += 1;
    while (from < to && isSpace(text[from])) from += 1;
    while (from < to && isSpace(text[to - 1])) to -= 1;
    into.from = from;
    into.to = to;
  }

  #findNameEnd(from: number): number {
    const text = this.#text;
    const first = text[from];
    if (!isKeyPart(first) || (first !== 0x5f && !isAlnum(first) && (first as number) < 0x80)) return from;
    const limit = from + longestKey;
    let to = from;
    while (to < limit && (isKeyPart(text[to]) || text[to] === 0x3a)) to += 1;
    return to;
  }

  #findTagEnd(from: number): number {
    const limit = Math.min(this.#text.length, from + longestTag);
    for (let at = from; at < limit; at += 1) {
      if (this.#text[at] === 0x3e) return at;
      if (this.#text[at] === 0x3c) return -1;
    }
    return -1;
  }

  /** Without its name space. */
  #localName(): number {
    for (let at = this.#nameEnd - 1; at > this.#nameStart; at -= 1)
      if (this.#text[at] === 0x3a) return at + 1;
    return this.#nameStart;
  }

  #isName(at: number, start: number, end: number): boolean {
    const text = this.#text;
    const to = at + end - start;
    return to <= text.length && text.compare(text, start, end, at, to) === 0;
  }

  #findClosing(from: number): number {
    if (from >= this.#noneFrom) return -1;
    const length = this.#nameEnd - this.#nameStart;
    let at = this.#text.indexOf(closingBegin, from);
    if (at < 0) this.#noneFrom = from;
    while (at >= 0) {
      const behind = this.#text[at + 2 + length];
      if ((behind === 0x3e || isSpace(behind)) && this.#isName(at + 2, this.#nameStart, this.#nameEnd)) break;
      at = this.#text.indexOf(closingBegin, at + 2);
    }
    this.searched += (at < 0 ? this.#text.length : at) - from;
    return at;
  }

  /** Leaves the innermost open element of that name, and those in it that were never closed. */
  #close(nameStart: number, nameEnd: number): void {
    for (let depth = this.#depth - 1; depth >= 0; depth -= 1) {
      const start = this.#nameStarts[depth] as number;
      const end = this.#nameEnds[depth] as number;
      if (end - start !== nameEnd - nameStart || !this.#isName(nameStart, start, end)) continue;
      this.#depth = depth;
      return;
    }
  }
}
