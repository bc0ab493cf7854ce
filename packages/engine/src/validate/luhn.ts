import { isDigit, isSeparator, zero } from './bytes.js';

/** Luhn check digit (ISO/IEC 7812-1 annex B) over digits with optional separators. A row of zeros is no number. */
export function passesLuhn(bytes: Buffer, start: number, end: number): boolean {
  let sum = 0;
  let digits = 0;
  for (let at = end - 1; at >= start; at -= 1) {
    const byte = bytes[at] as number;
    if (isSeparator(byte)) continue;
    if (!isDigit(byte)) return false;
    const value = (byte - zero) * (digits % 2 === 0 ? 1 : 2);
    sum += value > 9 ? value - 9 : value;
    digits += 1;
  }
  return digits >= 2 && sum > 0 && sum % 10 === 0;
}
