import { digitAt, hasDay, isDay, isLuhn, isVerhoeff, pairAt, weightedSum } from '../checksum.js';
import { digits, identifier } from '../identifier.js';

/**
 * Austrian social insurance number: § 460d ASVG. Serial, check digit, birth date; months 13 to 15 stand for birth dates
 * whose numbers were used up.
 */
export const isSvnr = digits(10, 10, (text) => {
  if (digitAt(text, 0) === 0) return false;
  if (!isDay(pairAt(text, 6) > 12 ? 1 : pairAt(text, 6), pairAt(text, 4)) || pairAt(text, 6) > 15)
    return false;
  return weightedSum(text, [3, 7, 9, 0, 5, 8, 4, 2, 1, 6]) % 11 === digitAt(text, 3);
});

/**
 * Belgian national number: Royal Decree of 3 April 1984. Birth date, serial, 97 less the remainder of the first nine
 * digits, with a 2 in front for those born since 2000. BIS numbers add 20 or 40 to the month; 0 is unknown.
 */
export const isRrn = digits(11, 11, (text) => {
  const month = pairAt(text, 2);
  if (month > 52 || month % 20 > 12 || pairAt(text, 4) > 31) return false;
  const front = Number(text.slice(0, 9));
  const check = Number(text.slice(9));
  return 97 - (front % 97) === check || 97 - ((2_000_000_000 + front) % 97) === check;
});

const ppsLetters = 'WABCDEFGHIJKLMNOPQRSTUV';

/** Irish personal public service number: Revenue. Seven digits, a check letter, since 2013 a second letter. */
export const isPps = identifier({ shortest: 8, longest: 9, letters: true }, (text) => {
  if (!/^[0-9]{7}[A-W][A-IWTX]?$/.test(text)) return false;
  const second = Math.max(0, ppsLetters.indexOf(text.charAt(8) || 'W'));
  return ppsLetters.charAt((weightedSum(text, [8, 7, 6, 5, 4, 3, 2]) + 9 * second) % 23) === text.charAt(7);
});

/** Luxembourg matricule: law of 19 June 2013. Birth date, serial, a Luhn digit and a Verhoeff digit, each over the rest. */
export const isMatricule = digits(13, 13, (text) => {
  const century = pairAt(text, 0);
  if (century < 18 || century > 20 || !hasDay(text, 4, 6)) return false;
  return isLuhn(text.slice(0, 12)) && isVerhoeff(text.slice(0, 11) + text.slice(12));
});

const ninoShape =
  /^(?:[ACEHJLMOPRSWXY][A-CEGHJ-NPR-TW-Z]|B[A-CEHJ-NPR-TW-Z]|G[ACEGHJ-NPR-TW-Z]|[KT][A-CEGHJ-MPR-TW-Z]|N[A-CEGHJLMNPRSW-Z]|Z[A-CEGHJ-NPR-TW-Y])[0-9]{6}[A-D]$/;

/** UK national insurance number: HMRC manual NIM39110, with its suffix. There is no check digit. */
export const isNino = identifier({ shortest: 9, longest: 9, letters: true }, (text) => ninoShape.test(text));

/** NHS number, Scottish CHI number too: NHS Data Dictionary. Ten digits, modulus 11 with weights 10 to 2. */
export const isNhs = digits(10, 10, (text) => weightedSum(text, [10, 9, 8, 7, 6, 5, 4, 3, 2, 1]) % 11 === 0);
