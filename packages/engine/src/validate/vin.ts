import { identifier } from './identifier.js';

const shape = /^[A-HJ-NPR-Z0-9]{8}[0-9X][A-HJ-NPR-Z0-9]{4}[0-9]{4}$/;
const letters = 'ABCDEFGH.JKLMN.P.R..STUVWXYZ';
const values = '12345678.12345.7.9..23456789';
const weights = [8, 7, 6, 5, 4, 3, 2, 10, 0, 9, 8, 7, 6, 5, 4, 3, 2];

/**
 * Vehicle identification number: ISO 3779, with the check digit that 49 CFR 565.15 demands in North America. Makers
 * elsewhere need not compute it, so their vehicles may be refused.
 */
export const isVin = identifier({ shortest: 17, longest: 17, letters: true }, (text) => {
  if (!shape.test(text)) return false;
  const valueOf = (char: string): number => Number(/[0-9]/.test(char) ? char : values[letters.indexOf(char)]);
  const sum = weights.reduce((total, weight, at) => total + weight * valueOf(text.charAt(at)), 0);
  return '0123456789X'.charAt(sum % 11) === text.charAt(8);
});
