import { isCardNumber } from './card-iin.js';
import { passesLuhn } from './luhn.js';

/**
 * A payment card number: the Luhn check first, which refuses nine of ten without making a string, then a known scheme's
 * prefix and length.
 */
export function isCard(bytes: Buffer, start: number, end: number): boolean {
  return passesLuhn(bytes, start, end) && isCardNumber(bytes, start, end);
}
