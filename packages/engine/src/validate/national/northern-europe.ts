import { digitAt, hasDay, isDay, isLuhn, pairAt, weightedSum } from '../checksum.js';
import { digits, identifier } from '../identifier.js';

/** Danish CPR number: birth date and four digits. Since 2007 numbers are given out that fail the old modulus 11. */
export const isCpr = digits(10, 10, (text) => {
  // Foreigners in hospitals and the like get 60 added to the day.
  const day = pairAt(text, 0);
  return isDay(pairAt(text, 2), day > 60 ? day - 60 : day);
});

const hetuSigns = '0123456789ABCDEFHJKLMNPRSTUVWXY';

/** Finnish personal identity code: decree 690/2022. The century sign + or - is a separator here; letters since 2023. */
export const isHetu = identifier({ shortest: 10, longest: 11, letters: true }, (text) => {
  const match = /^([0-9]{6})[A-FU-Y]?([0-9]{3})([0-9A-Y])$/.exec(text);
  if (match === null || !hasDay(text, 2, 0)) return false;
  const [, date = '', serial = '', sign] = match;
  return hetuSigns.charAt(Number(date + serial) % 31) === sign;
});

/** Icelandic kennitala: birth date (companies add 40 to the day), serial, check digit, century. */
export const isKennitala = digits(10, 10, (text) => {
  const day = pairAt(text, 0);
  if (!isDay(pairAt(text, 2), day > 40 ? day - 40 : day) || ![8, 9, 0].includes(digitAt(text, 9)))
    return false;
  return weightedSum(text, [3, 2, 7, 6, 5, 4, 3, 2, 1]) % 11 === 0;
});

/**
 * Norwegian national identity number: regulation of 14 July 2017 nr. 1201. D numbers add 40 to the day, H numbers 40 to
 * the month, the tax authority's synthetic persons 80 and those of NAV 40 or 65.
 */
export const isFodselsnummer = digits(11, 11, (text) => {
  const day = pairAt(text, 0);
  const month = pairAt(text, 2);
  const added = [80, 65, 40].find((offset) => month > offset) ?? 0;
  if (!isDay(month - added, day > 40 ? day - 40 : day)) return false;
  if (weightedSum(text, [3, 7, 6, 1, 8, 9, 4, 5, 2, 1]) % 11 !== 0) return false;
  return weightedSum(text, [5, 4, 3, 2, 7, 6, 5, 4, 3, 2, 1]) % 11 === 0;
});

/** Swedish personal or coordination number (day + 60): SKV 704. Ten digits with a Luhn digit, or the century in front. */
export const isPersonnummer = digits(10, 12, (text) => {
  if (text.length === 11) return false;
  if (text.length === 12 && !/^(?:18|19|20)/.test(text)) return false;
  const short = text.slice(-10);
  const day = pairAt(short, 4);
  return isDay(pairAt(short, 2), day > 60 ? day - 60 : day) && isLuhn(short);
});

/** Check digit of the Baltic codes: modulus 11 with rising weights, a second row of weights where that gives 10. */
function isBaltic(text: string): boolean {
  let rest = weightedSum(text, [1, 2, 3, 4, 5, 6, 7, 8, 9, 1]) % 11;
  if (rest === 10) rest = weightedSum(text, [3, 4, 5, 6, 7, 8, 9, 1, 2, 3]) % 11;
  return rest % 10 === digitAt(text, 10);
}

/** Estonian personal code: EVS 585. Century and sex, birth date, serial, check digit. */
export const isIsikukood = digits(
  11,
  11,
  (text) => digitAt(text, 0) >= 1 && digitAt(text, 0) <= 8 && hasDay(text, 3, 5) && isBaltic(text),
);

/** Lithuanian personal code: built like the Estonian one; a leading 9 has no birth date. */
export const isAsmensKodas = digits(11, 11, (text) => {
  const first = digitAt(text, 0);
  return first !== 0 && (first === 9 || hasDay(text, 3, 5)) && isBaltic(text);
});

/** Latvian personal code: birth date, century, check digit; since 2017 32 and nine digits without a published check. */
export const isPersonasKods = digits(11, 11, (text) => {
  if (text.startsWith('32')) return true;
  if (!hasDay(text, 2, 0) || digitAt(text, 6) > 2) return false;
  return ((1 + weightedSum(text, [10, 5, 8, 4, 2, 1, 6, 3, 7, 9])) % 11) % 10 === digitAt(text, 10);
});
