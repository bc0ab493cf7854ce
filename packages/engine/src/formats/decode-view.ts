import { readUnicodeEscape } from './decode-json.js';
import { readEntity } from './entities.js';
import { asItIs, foldAt, foldLeads, invisible, lengthOf } from './fold-unicode.js';
import { readHex } from './hex.js';
import type { TextPool, TextSource } from './text-pool.js';

/**
 * What a view decodes. `escapes`: percent-encoding, backslash escapes, HTML entities, look-alikes of ASCII, characters
 * that are not seen. `quotedPrintable`: RFC 2045 and the Q encoding of RFC 2047. `joined`: a line break with the white
 * space behind it, between two characters of a word.
 */
export type ViewKind = 'escapes' | 'quotedPrintable' | 'joined';

const percent = 0x25;
const backslash = 0x5c;
const ampersand = 0x26;
const equals = 0x3d;

/** Bytes at which a kind of view has something to do: the number of the reader. */
const actions: Readonly<Record<ViewKind, Uint8Array>> = {
  escapes: new Uint8Array(256),
  quotedPrintable: new Uint8Array(256),
  joined: new Uint8Array(256),
};
actions.escapes[percent] = 1;
actions.escapes[backslash] = 2;
actions.escapes[ampersand] = 3;
for (const lead of foldLeads) actions.escapes[lead] = 4;
actions.quotedPrintable[equals] = 5;
actions.joined[0x0a] = actions.joined[0x0d] = 6;

/** By the letter behind the backslash: JSON (RFC 8259) and what C, Java and JavaScript share with it. */
const simpleEscapes = new Uint8Array(256);
for (const [letter, code] of Object.entries({ b: 8, f: 12, n: 10, r: 13, t: 9, '"': 34, "'": 39, '/': 47 }))
  simpleEscapes[letter.charCodeAt(0)] = code;
simpleEscapes[backslash] = backslash;

/** Characters of a word that a line break may cut: of a token, an address, a number. */
const wordByte = new Uint8Array(256);
for (let byte = 0x21; byte < 0x7f; byte += 1)
  if (/[A-Za-z0-9@._%+/=-]/.test(String.fromCharCode(byte))) wordByte[byte] = 1;

function isLetter(byte: number | undefined): boolean {
  const lower = (byte ?? 0) | 0x20;
  return lower >= 0x61 && lower <= 0x7a;
}

function isDigit(byte: number | undefined): boolean {
  return byte !== undefined && byte >= 0x30 && byte <= 0x39;
}

const read = { code: 0, next: 0 };

/** Decodes one text into a pool. */
class ViewDecoder {
  readonly #source: TextSource;
  readonly #bytes: Buffer;
  readonly #from: number;
  readonly #to: number;
  readonly #pool: TextPool;
  /** Where in the record line breaks were taken out. */
  readonly #breaks: number[];
  #changes = 0;
  /** End of the backslashes that stay as they are, and of those that were looked at. */
  #keptUntil = 0;
  #runEnd = 0;

  constructor(source: TextSource, from: number, to: number, pool: TextPool, breaks: number[]) {
    this.#source = source;
    this.#bytes = source.bytes;
    this.#from = from;
    this.#to = to;
    this.#pool = pool;
    this.#breaks = breaks;
  }

  run(kind: ViewKind): boolean {
    const action = actions[kind];
    const bytes = this.#bytes;
    const to = this.#to;
    let kept = this.#from;
    let at = kept;
    while (at < to) {
      const number = action[bytes[at] as number] as number;
      if (number === 0 || at < this.#keptUntil) {
        at += 1;
        continue;
      }
      // What is decoded is put behind what stands before it: that comes first.
      this.#pool.putRun(this.#source, kept, at);
      kept = at;
      const next = this.#decode(number, at);
      if (next > at) {
        this.#changes += 1;
        kept = next;
      }
      at = Math.max(next, at + 1);
    }
    this.#pool.putRun(this.#source, kept, to);
    return this.#changes > 0;
  }

  /** Decodes what begins at `at` and returns where it ends; `at` if it stays as it is. */
  #decode(action: number, at: number): number {
    switch (action) {
      case 1:
        return this.#readPercent(at);
      case 2:
        return this.#readBackslash(at);
      case 3:
        return this.#readEntity(at);
      case 4:
        return this.#fold(at);
      case 5:
        return this.#readQuotedPrintable(at);
      default:
        return this.#join(at);
    }
  }

  #putCode(code: number, at: number, next: number): number {
    this.#pool.putCode(code, this.#source.beginOf(at), this.#source.endOf(next - 1));
    return next;
  }

  /** `%40`; `%u0040` as some browsers' `escape` and IIS write it. */
  #readPercent(at: number): number {
    if (this.#bytes[at + 1] !== 0x75) return this.#readBytes(at, 1);
    const code = readHex(this.#bytes, at + 2, 4, this.#to);
    return code < 0 || (code >= 0xd800 && code <= 0xdfff) ? at : this.#putCode(code, at, at + 6);
  }

  #readBackslash(at: number): number {
    const letter = at + 1 < this.#to ? (this.#bytes[at + 1] as number) : 0;
    if (letter === 0x78) return this.#readBytes(at, 2);
    if (letter === 0x75) {
      if (readHex(this.#bytes, at + 2, 4, this.#to) < 0) return at;
      readUnicodeEscape(this.#bytes, at, this.#to, read);
      return this.#putCode(read.code, at, read.next);
    }
    if (letter === backslash && this.#endsQuote(at)) return at;
    const code = simpleEscapes[letter] as number;
    return code === 0 ? at : this.#putCode(code, at, at + 2);
  }

  /**
   * An even number of backslashes before a quote: the quote is none of the text, but ends a string in it. Were they halved,
   * it would no longer.
   */
  #endsQuote(at: number): boolean {
    if (at < this.#runEnd) return false;
    const bytes = this.#bytes;
    let next = at;
    while (next < this.#to && bytes[next] === backslash) next += 1;
    this.#runEnd = next;
    if ((next - at) % 2 === 1 || next === this.#to || (bytes[next] !== 0x22 && bytes[next] !== 0x27))
      return false;
    this.#keptUntil = next;
    return true;
  }

  /** A character as one or more bytes in hexadecimal, each with the same prefix as that at `at`: UTF-8, or nothing. */
  #readBytes(at: number, prefix: number): number {
    const bytes = this.#bytes;
    const lead = readHex(bytes, at + prefix, 2, this.#to);
    if (lead < 0) return at;
    const step = prefix + 2;
    if (lead < 0x80) return this.#putCode(lead, at, at + step);
    if (lead < 0xc2 || lead > 0xf4) return at;
    const length = lengthOf(lead);
    let code = lead & (0x7f >> length);
    for (let index = 1; index < length; index += 1) {
      const place = at + index * step;
      const isSame = bytes[place] === bytes[at] && (prefix === 1 || bytes[place + 1] === bytes[at + 1]);
      const byte = isSame ? readHex(bytes, place + prefix, 2, this.#to) : -1;
      if (byte < 0x80 || byte > 0xbf) return at;
      code = (code << 6) | (byte & 0x3f);
    }
    const isShort = code < (length === 2 ? 0x80 : length === 3 ? 0x800 : 0x10000);
    if (isShort || code > 0x10ffff || (code >= 0xd800 && code <= 0xdfff)) return at;
    return this.#putCode(code, at, at + length * step);
  }

  #readEntity(at: number): number {
    readEntity(this.#bytes, at, this.#to, read);
    return read.code < 0 ? at : this.#putCode(read.code, at, read.next);
  }

  #fold(at: number): number {
    const code = foldAt(this.#bytes, at);
    if (code === asItIs) return at;
    const next = at + lengthOf(this.#bytes[at] as number);
    return code === invisible ? next : this.#putCode(code, at, next);
  }

  /**
   * `=40`, `=C3=BC`, a `=` at the end of a line. In logs `n=40` is far more common: two decimal digits are taken for a
   * byte only within a word, and those of a digit or letter, which no encoder writes that way, never.
   */
  #readQuotedPrintable(at: number): number {
    const bytes = this.#bytes;
    const lineEnd = bytes[at + 1] === 0x0d && at + 2 < this.#to ? at + 2 : at + 1;
    if (lineEnd < this.#to && bytes[lineEnd] === 0x0a) {
      this.#breaks.push(this.#source.beginOf(at));
      return lineEnd + 1;
    }
    const [high, low] = [bytes[at + 1], bytes[at + 2]];
    if (isLower(high) || isLower(low)) return at;
    const code = readHex(bytes, at + 1, 2, this.#to);
    if (code >= 0x80) return this.#readBytes(at, 1);
    if (code < 0x20 || code === 0x7f || isDigit(code) || isLetter(code)) return at;
    if (!isDigit(low)) return this.#putCode(code, at, at + 3);
    const isWithin =
      at > this.#from && isLetter(bytes[at - 1]) && at + 3 < this.#to && isLetter(bytes[at + 3]);
    return isWithin ? this.#putCode(code, at, at + 3) : at;
  }

  #join(at: number): number {
    const bytes = this.#bytes;
    let next = at;
    if (bytes[next] === 0x0d) next += 1;
    if (next >= this.#to || bytes[next] !== 0x0a) return at;
    next += 1;
    while (next < this.#to && (bytes[next] === 0x20 || bytes[next] === 0x09)) next += 1;
    const isCut = at > this.#from && next < this.#to && isWord(bytes[at - 1]) && isWord(bytes[next]);
    if (!isCut) return at;
    this.#breaks.push(this.#source.beginOf(at));
    return next;
  }
}

function isWord(byte: number | undefined): boolean {
  return byte !== undefined && wordByte[byte] === 1;
}

function isLower(byte: number | undefined): boolean {
  return byte !== undefined && byte >= 0x61 && byte <= 0x7a;
}

/** What is put where a part of the text is left out: no pattern goes past it by `.`, `\s` or `\S`. */
const leftOut = [0x0a, 0x00, 0x0a];

/**
 * Appends the parts of a text, decoded once, to the pool. False, and nothing is appended, if there was nothing to decode.
 * Adds to `breaks` where in the record line breaks were taken out.
 */
export function decodeView(
  kind: ViewKind,
  source: TextSource,
  parts: { readonly starts: readonly number[]; readonly ends: readonly number[] },
  pool: TextPool,
  breaks: number[],
): boolean {
  const { length } = pool;
  let isChanged = false;
  let place = 0;
  for (const [at, start] of parts.starts.entries()) {
    const end = parts.ends[at] as number;
    if (at > 0) for (const byte of leftOut) pool.put(byte, place, place);
    if (new ViewDecoder(source, start, end, pool, breaks).run(kind)) isChanged = true;
    place = source.endOf(end - 1);
  }
  if (isChanged) pool.close(place);
  else pool.truncate(length);
  return isChanged;
}
