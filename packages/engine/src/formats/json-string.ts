import { Buffer } from 'node:buffer';

/** The content of a JSON string, decoded, with the way back to the bytes as written. */
export class DecodedString {
  #bytes: Buffer = Buffer.allocUnsafe(1024);
  #places = new Uint32Array(1025);
  #length = 0;

  /** The decoded UTF-8 text; valid until the next `decode`. */
  get text(): Buffer {
    return this.#bytes.subarray(0, this.#length);
  }

  /** Offset in the raw buffer where the character that `offset` points at begins; for the end, where the text ends. */
  toRaw(offset: number): number {
    return this.#places[offset] as number;
  }

  /**
   * Decodes the valid string content `raw[start, end)`. A surrogate without its partner becomes U+FFFD, as when
   * JavaScript writes such a string as UTF-8.
   */
  decode(raw: Buffer, start: number, end: number): void {
    this.#reserve(end - start);
    this.#length = 0;
    let at = start;
    while (at < end) {
      const byte = raw[at] as number;
      if (byte !== 0x5c) {
        this.#put(byte, at);
        at += 1;
        continue;
      }
      at = this.#decodeEscape(raw, at, end);
    }
    this.#places[this.#length] = end;
  }

  /** Decoding never makes a text longer: an escape of six bytes gives at most three, a pair of twelve gives four. */
  #reserve(size: number): void {
    if (size <= this.#bytes.length) return;
    this.#bytes = Buffer.allocUnsafe(size * 2);
    this.#places = new Uint32Array(size * 2 + 1);
  }

  #put(byte: number, place: number): void {
    this.#bytes[this.#length] = byte;
    this.#places[this.#length] = place;
    this.#length += 1;
  }

  #decodeEscape(raw: Buffer, at: number, end: number): number {
    const letter = raw[at + 1] as number;
    if (letter !== 0x75) {
      this.#put(simpleEscapes[letter] ?? letter, at);
      return at + 2;
    }
    let next = at + 6;
    let code = readHex(raw, at + 2);
    if (code >= 0xd800 && code <= 0xdfff) {
      const low =
        code < 0xdc00 && raw[next] === 0x5c && raw[next + 1] === 0x75 && next < end
          ? readHex(raw, next + 2)
          : 0;
      if (low >= 0xdc00 && low <= 0xdfff) {
        code = 0x10000 + ((code - 0xd800) << 10) + (low - 0xdc00);
        next += 6;
      } else code = 0xfffd;
    }
    this.#putCode(code, at);
    return next;
  }

  #putCode(code: number, place: number): void {
    if (code < 0x80) {
      this.#put(code, place);
      return;
    }
    if (code < 0x800) this.#put(0xc0 | (code >> 6), place);
    else {
      if (code < 0x10000) this.#put(0xe0 | (code >> 12), place);
      else {
        this.#put(0xf0 | (code >> 18), place);
        this.#put(0x80 | ((code >> 12) & 0x3f), place);
      }
      this.#put(0x80 | ((code >> 6) & 0x3f), place);
    }
    this.#put(0x80 | (code & 0x3f), place);
  }
}

const simpleEscapes: Readonly<Record<number, number>> = {
  0x62: 0x08,
  0x66: 0x0c,
  0x6e: 0x0a,
  0x72: 0x0d,
  0x74: 0x09,
};

function readHex(raw: Buffer, at: number): number {
  return Number.parseInt(raw.toString('latin1', at, at + 4), 16);
}

/** Text as it must stand between the quotes of a JSON string. */
export function escapeJsonText(text: string): string {
  return JSON.stringify(text).slice(1, -1);
}
