import { digitAt, hasDay, isDay, pairAt, weightedSum } from '../checksum.js';
import { digits, identifier } from '../identifier.js';

/**
 * Czech and Slovak birth number: act 133/2000 Sb. Women add 50 to the month, used-up days 20. Ten digits divisible by
 * 11, or with a 0 where the remainder of the first nine is 10; nine without a check digit for those born before 1954.
 */
export const isRodneCislo = digits(9, 10, (text) => {
  const month = pairAt(text, 2) % 50;
  if (!isDay(month > 20 ? month - 20 : month, pairAt(text, 4))) return false;
  if (text.length === 9) return pairAt(text, 0) < 54 && !text.endsWith('000');
  if (Number(text) % 11 === 0) return true;
  return Number(text.slice(0, 9)) % 11 === 10 && digitAt(text, 9) === 0;
});

/** Hungarian social security number (TAJ): act XX of 1996. */
export const isTaj = digits(
  9,
  9,
  (text) => weightedSum(text, [3, 7, 3, 7, 3, 7, 3, 7]) % 10 === digitAt(text, 8),
);

/** Hungarian tax number of a person: act XX of 1996. Begins with 8. */
export const isAdoazonosito = digits(
  10,
  10,
  (text) =>
    digitAt(text, 0) === 8 && weightedSum(text, [1, 2, 3, 4, 5, 6, 7, 8, 9]) % 11 === digitAt(text, 9),
);

/** Polish PESEL: act of 24 September 2010. The month tells the century: 80, 0, 20, 40 or 60 is added. */
export const isPesel = digits(11, 11, (text) => {
  if (!isDay(pairAt(text, 2) % 20, pairAt(text, 4))) return false;
  return weightedSum(text, [1, 3, 7, 9, 1, 3, 7, 9, 1, 3, 1]) % 10 === 0;
});

/** Polish identity card: three letters, a check digit (7-3-1 with 9 for itself), five digits. */
export const isDowod = identifier({ shortest: 9, longest: 9, letters: true }, (text) => {
  if (!/^[A-Z]{3}[0-9]{6}$/.test(text)) return false;
  const weights = [7, 3, 1, 9, 7, 3, 1, 7, 3];
  return (
    weights.reduce((sum, weight, at) => sum + weight * Number.parseInt(text.charAt(at), 36), 0) % 10 === 0
  );
});

/** Romanian CNP: act 105/1996. Sex and century, birth date, county, serial, check digit. */
export const isCnp = digits(13, 13, (text) => {
  if (digitAt(text, 0) === 0 || !hasDay(text, 3, 5)) return false;
  const rest = weightedSum(text, [2, 7, 9, 1, 4, 6, 3, 5, 8, 2, 7, 9]) % 11;
  return (rest === 10 ? 1 : rest) === digitAt(text, 12);
});

/** Slovenian EMŠO, and the JMBG of Yugoslavia's other successors: birth date with a year of three digits, modulus 11. */
export const isJmbg = digits(13, 13, (text) => {
  const year = Number(text.slice(4, 7));
  if (!hasDay(text, 2, 0) || (year >= 100 && year < 850)) return false;
  const rest = weightedSum(text, [7, 6, 5, 4, 3, 2, 7, 6, 5, 4, 3, 2]) % 11;
  // A check digit of 10 is written 0.
  return ((11 - rest) % 11) % 10 === digitAt(text, 12);
});

/** Russian insurance number SNILS: order 335p of the pension fund. Checked above 001-001-998 only. */
export const isSnils = digits(11, 11, (text) => {
  const rest = weightedSum(text, [9, 8, 7, 6, 5, 4, 3, 2, 1]) % 101;
  return text > '00100199800' && rest % 100 === pairAt(text, 9);
});

/** Russian taxpayer number INN of a person: twelve digits, the last two check digits. */
export const isInn = digits(12, 12, (text) => {
  const first = (weightedSum(text, [7, 2, 4, 10, 3, 5, 9, 4, 6, 8]) % 11) % 10;
  const second = (weightedSum(text, [3, 7, 2, 4, 10, 3, 5, 9, 4, 6, 8]) % 11) % 10;
  return first === digitAt(text, 10) && second === digitAt(text, 11);
});

/** Ukrainian taxpayer number RNOKPP: days since 1899, serial, check digit. */
export const isRnokpp = digits(
  10,
  10,
  (text) => (((weightedSum(text, [-1, 5, 7, 9, 4, 6, 10, 5, 7]) % 11) + 11) % 11) % 10 === digitAt(text, 9),
);
