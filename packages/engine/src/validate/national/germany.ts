import { digitAt, isMod11And10, mrzCheckDigit, pairAt } from '../checksum.js';
import { digits, identifier } from '../identifier.js';

/**
 * Steuer-Identifikationsnummer: § 139b AO and the Bundeszentralamt's description. Eleven digits, the first not 0; of the
 * first ten one occurs twice or three times and the others once; ISO/IEC 7064 MOD 11,10.
 */
export const isSteuerId = digits(11, 11, (text) => {
  // The check digit first: nine of ten have another.
  if (digitAt(text, 0) === 0 || !isMod11And10(text)) return false;
  const front = text.slice(0, 10);
  const distinct = new Set(front).size;
  // Eight different ones: one of them three times; the other way, two of them twice, is not given out.
  return distinct === 9 || (distinct === 8 && /([0-9])(?:.*\1){2}/.test(front));
});

/** Sum of the digits of each product of a digit with 1, 2, 1, 2 … or the given weights. */
function crossSum(text: string, weights: readonly number[]): number {
  let sum = 0;
  for (let at = 0; at < weights.length; at += 1) {
    const product = digitAt(text, at) * (weights[at] as number);
    sum += Math.floor(product / 10) + (product % 10);
  }
  return sum;
}

/** A letter as two digits, A = 01 to Z = 26. */
function letterNumber(text: string, at: number): string {
  return String(text.charCodeAt(at) - 0x40).padStart(2, '0');
}

const pensionShape = /^[0-9]{8}[A-Z][0-9]{3}$/;

/**
 * Rentenversicherungsnummer: VKVV § 2. Area, birth date, initial, serial, check digit. The day may be above 31 and day
 * and month 00 where they are unknown; areas are not asked, as new ones are given out.
 */
export const isRentenversicherung = identifier({ shortest: 12, longest: 12, letters: true }, (text) => {
  if (!pensionShape.test(text) || pairAt(text, 0) < 2) return false;
  if (pairAt(text, 2) > 63 || pairAt(text, 4) > 12) return false;
  const long = text.slice(0, 8) + letterNumber(text, 8) + text.slice(9, 11);
  return crossSum(long, [2, 1, 2, 5, 7, 1, 2, 1, 2, 1, 2, 1]) % 10 === digitAt(text, 11);
});

const kvnrShape = /^[A-Z][0-9]{9}$/;

/** Krankenversichertennummer, the part that stays for life: § 290 SGB V. A letter, eight digits, a check digit. */
export const isKrankenversicherung = identifier({ shortest: 10, longest: 10, letters: true }, (text) => {
  if (!kvnrShape.test(text)) return false;
  const long = letterNumber(text, 0) + text.slice(1, 9);
  return crossSum(long, [1, 2, 1, 2, 1, 2, 1, 2, 1, 2]) % 10 === digitAt(text, 9);
});

const cardShape = /^[LMNPRTVWXY][0-9CFGHJKLMNPRTVWXYZ]{8}[0-9]?D?$/;
const oldCardShape = /^[0-9]{10}D$/;
const passportShape = /^[CFGHJK][0-9CFGHJKLMNPRTVWXYZ]{8}[0-9]?D?$/;

/** Nine characters, with their check digit if it is there; at least two digits, so that no word of capitals passes. */
function isSerial(text: string): boolean {
  const serial = text.slice(0, 9);
  if (!/[0-9].*[0-9]/.test(serial)) return false;
  const rest = text.slice(9).replace('D', '');
  return rest === '' || mrzCheckDigit(serial) === digitAt(rest, 0);
}

/**
 * Serial number of an identity card: PAuswV annex. Nine characters without vowels, S, Q and the like, as printed, or
 * with the check digit of ICAO Doc 9303 (7-3-1) and D behind it; cards before November 2010: ten digits and D.
 */
export const isPersonalausweis = identifier({ shortest: 9, longest: 11, letters: true }, (text) =>
  oldCardShape.test(text) || cardShape.test(text) ? isSerial(text) : false,
);

/** Serial number of a German passport: as the identity card's, but begins with C, F, G, H, J or K. */
export const isDePassport = identifier(
  { shortest: 9, longest: 11, letters: true },
  (text) => passportShape.test(text) && isSerial(text),
);
