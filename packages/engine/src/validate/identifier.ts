import type { Validator } from './index.js';

export interface IdentifierShape {
  /** Fewest and most characters without separators. */
  readonly shortest: number;
  readonly longest: number;
  /** ASCII letters may stand in it. Without: digits only. */
  readonly letters?: boolean;
}

const digit = 1;
const capital = 2;
const small = 4;
const separator = 8;
const noise = separator | small;

/** Kinds of bytes. Separators are what people write between groups: space - . / + ( ) */
const kinds = new Uint8Array(256);
for (let byte = 0; byte < 10; byte += 1) kinds[0x30 + byte] = digit;
for (let byte = 0; byte < 26; byte += 1) {
  kinds[0x41 + byte] = capital;
  kinds[0x61 + byte] = small;
}
for (const byte of [0x20, 0x28, 0x29, 0x2b, 0x2d, 0x2e, 0x2f]) kinds[byte] = separator;

/**
 * A validator over an identifier's characters: capitals and digits, separators left out. It refuses on the bytes alone
 * what has another length or other characters, and rows of one character such as 000000000, which are fillers that some
 * checksums accept; only what is left becomes a string and meets `check`, which must not throw.
 */
export function identifier(shape: IdentifierShape, check: (text: string) => boolean): Validator {
  const { shortest, longest, letters = false } = shape;
  const allowed = letters ? digit | capital | small | separator : digit | separator;
  return (bytes, start, end) => {
    let seen = 0;
    let length = 0;
    let first = -1;
    let isVaried = false;
    for (let at = start; at < end; at += 1) {
      const byte = bytes[at] as number;
      const kind = kinds[byte] as number;
      if ((kind & allowed) === 0) return false;
      seen |= kind;
      if (kind === separator) continue;
      length += 1;
      if (length > longest) return false;
      if (first === -1) first = byte;
      else if (byte !== first) isVaried = true;
    }
    if (length < shortest || !isVaried) return false;
    const text = bytes.toString('latin1', start, end);
    return check((seen & noise) === 0 ? text : text.replace(/[ ()+./-]/g, '').toUpperCase());
  };
}

/** An identifier of digits only. */
export function digits(shortest: number, longest: number, check: (text: string) => boolean): Validator {
  return identifier({ shortest, longest }, check);
}
