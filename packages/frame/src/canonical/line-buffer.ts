const firstBytes = 65_536;
/** Decimal digits are written from the right; a safe integer has no more. */
const maxDigits = 16;
const zero = 0x30;

/**
 * Grows by what is written behind its end. Whoever writes makes room first, for as much as may come; `bytes` may be
 * another buffer after that. What lies below `length` is the content.
 */
export class LineBuffer {
  bytes: Buffer = Buffer.alloc(0);
  length = 0;

  /** Makes room for so many bytes behind the end. */
  reserve(bytes: number): void {
    const needed = this.length + bytes;
    if (needed <= this.bytes.length) return;
    const grown = Buffer.allocUnsafeSlow(Math.max(firstBytes, needed, Math.ceil(this.bytes.length * 1.5)));
    grown.set(this.bytes.subarray(0, this.length));
    this.bytes = grown;
  }

  /** For what is no hot path: makes its own room. */
  append(part: Uint8Array | string): void {
    const bytes = typeof part === 'string' ? Buffer.from(part) : part;
    this.reserve(bytes.length);
    this.put(bytes);
  }

  /** Into room that was made. */
  put(bytes: Uint8Array): void {
    this.bytes.set(bytes, this.length);
    this.length += bytes.length;
  }

  /** A whole number of at least 0 in decimal, into room that was made. */
  putNumber(value: number): void {
    let digits = 1;
    for (let bound = 10; digits < maxDigits && value >= bound; bound *= 10) digits += 1;
    let rest = value;
    for (let at = this.length + digits - 1; at >= this.length; at -= 1) {
      const tenth = Math.floor(rest / 10);
      this.bytes[at] = zero + (rest - tenth * 10);
      rest = tenth;
    }
    this.length += digits;
  }

  /** The content; valid until the next write or {@link clear}. */
  content(): Buffer {
    return this.bytes.subarray(0, this.length);
  }

  /** Empties it; its memory is used again. */
  clear(): void {
    this.length = 0;
  }
}
