import { Buffer } from 'node:buffer';
import { DecodedString } from '../formats/json-string.js';
import type { Piece } from './pieces.js';

const newline = 0x0a;
const decoded = new DecodedString();

/** Where a span of the joined text stands in one record. Offsets count bytes of the frame. */
export interface PieceSpan {
  readonly record: number;
  readonly start: number;
  readonly end: number;
}

interface Part {
  readonly record: number;
  readonly piece: Piece;
  /** Where its text begins in the joined one. */
  readonly from: number;
  readonly hasNewlineBefore: boolean;
}

/** The text that pieces of several records make together, with the way back to their bytes. */
export class JoinedText {
  #bytes = Buffer.alloc(0);
  #places = new Uint32Array(0);
  #length = 0;
  #parts: Part[] = [];

  get text(): Buffer {
    return this.#bytes.subarray(0, this.#length);
  }

  /** Begins anew, with what is known of the pieces in earlier frames; nothing in that is mapped back. */
  reset(lead: Buffer): void {
    this.#parts = [];
    this.#length = 0;
    this.#reserve(lead.length);
    this.#length = lead.copy(this.#bytes);
  }

  /** Appends a piece, behind a newline unless the one before it was cut in the middle of a line. */
  append(frame: Buffer, record: number, piece: Piece, withNewline: boolean): void {
    const size = piece.end - piece.start + 1;
    this.#reserve(size);
    if (withNewline) {
      this.#bytes[this.#length] = newline;
      this.#places[this.#length] = piece.start;
      this.#length += 1;
    }
    this.#parts.push({ record, piece, from: this.#length, hasNewlineBefore: withNewline });
    if (piece.isJsonString) this.#appendDecoded(frame, piece);
    else this.#appendPlain(frame, piece);
  }

  /** The parts of records that the joined span `[start, end)` covers. */
  spansOf(start: number, end: number): PieceSpan[] {
    const spans: PieceSpan[] = [];
    for (let index = this.#lastBeginningAt(start); index < this.#parts.length; index += 1) {
      const { record, piece, from } = this.#parts[index] as Part;
      if (from >= end) break;
      const limit = this.#endOf(index);
      const first = Math.max(start, from);
      const behind = Math.min(end, limit);
      if (first >= behind) continue;
      const rawEnd = behind === limit ? piece.end : (this.#places[behind] as number);
      spans.push({ record, start: this.#places[first] as number, end: rawEnd });
    }
    return spans;
  }

  /** The last part that begins at `offset` or before; the first if there is none. */
  #lastBeginningAt(offset: number): number {
    let low = 0;
    let high = this.#parts.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.#parts[middle] as Part).from <= offset) low = middle + 1;
      else high = middle;
    }
    return Math.max(0, low - 1);
  }

  /** Where the text of a part ends: a newline before the next part belongs to neither. */
  #endOf(index: number): number {
    const next = this.#parts[index + 1];
    if (next === undefined) return this.#length;
    return next.hasNewlineBefore ? next.from - 1 : next.from;
  }

  #appendPlain(frame: Buffer, { start, end }: Piece): void {
    frame.copy(this.#bytes, this.#length, start, end);
    for (let at = start; at < end; at += 1) this.#places[this.#length + at - start] = at;
    this.#length += end - start;
  }

  #appendDecoded(frame: Buffer, { start, end }: Piece): void {
    decoded.decode(frame, start, end);
    const { text } = decoded;
    text.copy(this.#bytes, this.#length);
    for (let at = 0; at < text.length; at += 1) this.#places[this.#length + at] = decoded.toRaw(at);
    this.#length += text.length;
  }

  #reserve(size: number): void {
    const wanted = this.#length + size;
    if (wanted <= this.#bytes.length) return;
    const bytes = Buffer.allocUnsafe(wanted * 2);
    this.#bytes.copy(bytes, 0, 0, this.#length);
    const places = new Uint32Array(wanted * 2);
    places.set(this.#places.subarray(0, this.#length));
    this.#bytes = bytes;
    this.#places = places;
  }
}
