import { readDigits } from './bytes.js';

/** US social security number: nine digits; area not 000, 666 or 900–999, group not 00, serial not 0000 (SSA rules). */
export function isUsSsn(bytes: Buffer, start: number, end: number): boolean {
  const digits = readDigits(bytes, start, end);
  if (digits?.length !== 9) return false;
  const area = digits.slice(0, 3);
  if (area === '000' || area === '666' || area >= '900') return false;
  return digits.slice(3, 5) !== '00' && digits.slice(5) !== '0000';
}
