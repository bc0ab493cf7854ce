import { digitAt, hasDay, isDay, isLuhn, pairAt, weightedSum } from '../checksum.js';
import { digits, identifier } from '../identifier.js';

/** US individual taxpayer number: IRS publication 1915. 9xx, and a group of 50–65, 70–88, 90–92 or 94–99. */
export const isItin = digits(9, 9, (text) => {
  const group = pairAt(text, 3);
  if (digitAt(text, 0) !== 9) return false;
  return (group >= 50 && group <= 65) || (group >= 70 && group <= 88) || (group >= 90 && group !== 93);
});

/** Australian Medicare card: Services Australia. Eight digits, a check digit, the card's issue, perhaps the person's. */
export const isMedicare = digits(10, 11, (text) => {
  const first = digitAt(text, 0);
  if (first < 2 || first > 6 || digitAt(text, 9) === 0) return false;
  return weightedSum(text, [1, 3, 7, 9, 1, 3, 7, 9]) % 10 === digitAt(text, 8);
});

/** Chinese resident identity number: GB 11643-1999, ISO/IEC 7064 MOD 11-2. */
export const isResidentId = identifier({ shortest: 18, longest: 18, letters: true }, (text) => {
  if (!/^[1-9][0-9]{5}(?:18|19|20)[0-9]{9}[0-9X]$/.test(text) || !hasDay(text, 10, 12)) return false;
  const sum = weightedSum(text, [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2]);
  return '10X98765432'.charAt(sum % 11) === text.charAt(17);
});

/** Israeli identity number: nine digits with a Luhn digit. */
export const isIsraeliId = digits(9, 9, isLuhn);

/** Japanese Individual Number: ministerial ordinance 85 of 2014, article 5. */
export const isMyNumber = digits(12, 12, (text) => {
  const rest = weightedSum(text, [6, 5, 4, 3, 2, 7, 6, 5, 4, 3, 2]) % 11;
  return (rest <= 1 ? 0 : 11 - rest) === digitAt(text, 11);
});

/**
 * Korean resident registration number: birth date, sex and century, serial, check digit. Those given out since October
 * 2020 have no check digit, so it is not asked of persons born since.
 */
export const isKoreanRrn = digits(13, 13, (text) => {
  if (!hasDay(text, 2, 4)) return false;
  if ('3478'.includes(text.charAt(6)) && pairAt(text, 0) >= 20 && pairAt(text, 0) < 40) return true;
  return (11 - (weightedSum(text, [2, 3, 4, 5, 6, 7, 8, 9, 2, 3, 4, 5]) % 11)) % 10 === digitAt(text, 12);
});

const curpShape = /^[A-Z][AEIOUX][A-Z]{2}[0-9]{6}[HMX][A-Z]{2}[B-DF-HJ-NP-TV-Z]{3}[0-9A-Z][0-9]$/;
const curpSigns = '0123456789ABCDEFGHIJKLMN\u00d1OPQRSTUVWXYZ';

/** Mexican CURP: instructivo normativo of 18 October 2021. Letters of the names, birth date, sex, state, check digit. */
export const isCurp = identifier({ shortest: 18, longest: 18, letters: true }, (text) => {
  if (!curpShape.test(text) || !isDay(pairAt(text, 6), pairAt(text, 8))) return false;
  let sum = 0;
  for (let at = 0; at < 17; at += 1) sum += curpSigns.indexOf(text.charAt(at)) * (18 - at);
  return (10 - (sum % 10)) % 10 === digitAt(text, 17);
});

/** Singapore NRIC and FIN: two series of check letters, and one for M. */
const nricSigns: Readonly<Record<string, readonly [number, string]>> = {
  S: [0, 'JZIHGFEDCBA'],
  T: [4, 'JZIHGFEDCBA'],
  F: [0, 'XWUTRQPNMLK'],
  G: [4, 'XWUTRQPNMLK'],
  M: [3, 'XWUTRQPNJLK'],
};

/** Singapore identity number: Immigration & Checkpoints Authority, weights 2 7 6 5 4 3 2. */
export const isNric = identifier({ shortest: 9, longest: 9, letters: true }, (text) => {
  const series = nricSigns[text.charAt(0)];
  if (series === undefined || !/^[A-Z][0-9]{7}[A-Z]$/.test(text)) return false;
  const [offset, signs] = series;
  const sum = offset + weightedSum(text.slice(1), [2, 7, 6, 5, 4, 3, 2]);
  return signs.charAt(sum % 11) === text.charAt(8);
});

/** Thai identity number: Department of Provincial Administration, modulus 11. */
export const isThaiId = digits(13, 13, (text) => {
  if (digitAt(text, 0) === 0) return false;
  const sum = weightedSum(text, [13, 12, 11, 10, 9, 8, 7, 6, 5, 4, 3, 2]);
  return (11 - (sum % 11)) % 10 === digitAt(text, 12);
});

const taiwanLetters = 'ABCDEFGHJKLMNPQRSTUVXYWZIO';

/** Taiwanese identity and residence number: the letter as 10 to 35, sex, serial, modulus 10. */
export const isTaiwanId = identifier({ shortest: 10, longest: 10, letters: true }, (text) => {
  if (!/^[A-Z][1289][0-9]{8}$/.test(text)) return false;
  const letter = String(taiwanLetters.indexOf(text.charAt(0)) + 10);
  return weightedSum(letter + text.slice(1), [1, 9, 8, 7, 6, 5, 4, 3, 2, 1, 1]) % 10 === 0;
});

/** South African identity number: birth date, serial, citizenship, a digit, Luhn. */
export const isZaId = digits(13, 13, (text) => hasDay(text, 2, 4) && digitAt(text, 10) <= 2 && isLuhn(text));
