import { Buffer } from 'node:buffer';

const leastSize = 4096;
/** Beyond this a pool gives its memory back after the record. Bytes. */
const mostKept = 1_048_576;

/** Up to here a loop is faster than the calls that copy. Bytes. */
const shortRun = 24;

/** A text that is read, and where each of its bytes stands in the record as written. */
export interface TextSource {
  readonly bytes: Buffer;
  /** Where the character begins that the byte at `at` belongs to. */
  beginOf(at: number): number;
  /** Where it ends. */
  endOf(at: number): number;
}

/** The record as written: every byte is its own place. */
export class RawSource implements TextSource {
  bytes: Buffer = Buffer.alloc(0);

  beginOf(at: number): number {
    return at;
  }

  endOf(at: number): number {
    return at + 1;
  }
}

/**
 * The decoded texts of one record, one behind the other, each followed by a newline. For each byte the pool holds the
 * span, in the record as written, of what it was decoded from.
 */
export class TextPool implements TextSource {
  bytes: Buffer = Buffer.allocUnsafe(leastSize);
  #begins = new Uint32Array(leastSize);
  #ends = new Uint32Array(leastSize);
  #length = 0;

  get length(): number {
    return this.#length;
  }

  beginOf(at: number): number {
    return this.#begins[at] as number;
  }

  endOf(at: number): number {
    return this.#ends[at] as number;
  }

  reset(): void {
    this.#length = 0;
    if (this.bytes.length <= mostKept) return;
    this.bytes = Buffer.allocUnsafe(leastSize);
    this.#begins = new Uint32Array(leastSize);
    this.#ends = new Uint32Array(leastSize);
  }

  /** Forgets what was put behind `length`. */
  truncate(length: number): void {
    this.#length = length;
  }

  put(byte: number, begin: number, end: number): void {
    const at = this.#length;
    if (at === this.bytes.length) this.#grow();
    this.bytes[at] = byte;
    this.#begins[at] = begin;
    this.#ends[at] = end;
    this.#length = at + 1;
  }

  /** Puts the bytes `[from, to)` of a source as they are: of the record as written, or of this pool. */
  putRun(source: TextSource, from: number, to: number): void {
    const at = this.#length;
    const end = at + to - from;
    while (end > this.bytes.length) this.#grow();
    if (to - from <= shortRun) {
      for (let place = from; place < to; place += 1)
        this.put(source.bytes[place] as number, source.beginOf(place), source.endOf(place));
    } else if (source === this) {
      this.bytes.copyWithin(at, from, to);
      this.#begins.copyWithin(at, from, to);
      this.#ends.copyWithin(at, from, to);
    } else {
      const [begins, ends] = [this.#begins, this.#ends];
      source.bytes.copy(this.bytes, at, from, to);
      for (let next = at, place = from; next < end; next += 1, place += 1) {
        begins[next] = place;
        ends[next] = place + 1;
      }
    }
    this.#length = end;
  }

  /** Puts a character, which must be none of the surrogates. */
  putCode(code: number, begin: number, end: number): void {
    if (code < 0x80) {
      this.put(code, begin, end);
      return;
    }
    if (code < 0x800) this.put(0xc0 | (code >> 6), begin, end);
    else {
      if (code < 0x10000) this.put(0xe0 | (code >> 12), begin, end);
      else {
        this.put(0xf0 | (code >> 18), begin, end);
        this.put(0x80 | ((code >> 12) & 0x3f), begin, end);
      }
      this.put(0x80 | ((code >> 6) & 0x3f), begin, end);
    }
    this.put(0x80 | (code & 0x3f), begin, end);
  }

  /** Closes a text that ends at `place` in the record, so that no match runs on into the next. */
  close(place: number): void {
    this.put(0x0a, place, place);
  }

  #grow(): void {
    const size = this.bytes.length * 2;
    const bytes = Buffer.allocUnsafe(size);
    this.bytes.copy(bytes);
    this.bytes = bytes;
    const begins = new Uint32Array(size);
    begins.set(this.#begins);
    this.#begins = begins;
    const ends = new Uint32Array(size);
    ends.set(this.#ends);
    this.#ends = ends;
  }
}
