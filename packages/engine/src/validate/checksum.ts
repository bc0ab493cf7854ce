import { zero } from './bytes.js';

/** Sum of the leading digits times their weights; as many digits as there are weights. */
export function weightedSum(text: string, weights: readonly number[]): number {
  let sum = 0;
  for (let at = 0; at < weights.length; at += 1) {
    sum += (text.charCodeAt(at) - zero) * (weights[at] as number);
  }
  return sum;
}

/** The digit at `at`, counted from the end if negative. */
export function digitAt(text: string, at: number): number {
  return text.charCodeAt(at < 0 ? text.length + at : at) - zero;
}

/** Luhn formula: ISO/IEC 7812-1 annex B. The last digit is the check digit. */
export function isLuhn(text: string): boolean {
  let sum = 0;
  for (let at = text.length - 1, isDouble = false; at >= 0; at -= 1, isDouble = !isDouble) {
    const value = digitAt(text, at) * (isDouble ? 2 : 1);
    sum += value > 9 ? value - 9 : value;
  }
  return sum % 10 === 0;
}

/** ISO/IEC 7064 MOD 11,10 over digits. The last digit is the check digit. */
export function isMod11And10(text: string): boolean {
  let product = 10;
  for (let at = 0; at < text.length - 1; at += 1) {
    const sum = (digitAt(text, at) + product) % 10;
    product = ((sum === 0 ? 10 : sum) * 2) % 11;
  }
  return (product + digitAt(text, -1)) % 10 === 1;
}

/** Multiplication in the dihedral group D5. */
function multiply(left: number, right: number): number {
  const turned = left < 5 ? left + right : left - right + 5;
  const turn = ((turned % 5) + 5) % 5;
  return left < 5 === right < 5 ? turn : turn + 5;
}

const permutation = '1576283094';

/** J. Verhoeff, Error Detecting Decimal Codes, 1969. The last digit is the check digit. */
export function isVerhoeff(text: string): boolean {
  let check = 0;
  for (let place = 0; place < text.length; place += 1) {
    let value = digitAt(text, -1 - place);
    for (let times = place % 8; times > 0; times -= 1) value = digitAt(permutation, value);
    check = multiply(check, value);
  }
  return check === 0;
}

/** Value of a character in the numbers of ICAO Doc 9303: digits, A = 10 to Z = 35, < = 0. */
function mrzValue(code: number): number {
  if (code === 0x3c) return 0;
  return code <= 0x39 ? code - zero : code - 55;
}

/** Check digit of ICAO Doc 9303 part 3, section 4.9: weights 7, 3, 1, modulo 10. */
export function mrzCheckDigit(text: string): number {
  let sum = 0;
  for (let at = 0; at < text.length; at += 1) {
    sum += mrzValue(text.charCodeAt(at)) * (at % 3 === 0 ? 7 : at % 3 === 1 ? 3 : 1);
  }
  return sum % 10;
}

const daysOf = [31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

/**
 * Whether there is such a day, in some year: 29 February counts. There is no clock in the engine and a birth date's
 * century is often not written, so neither is asked.
 */
export function isDay(month: number, day: number): boolean {
  return day >= 1 && day <= (daysOf[month - 1] ?? 0);
}

/** `isDay` of two digits each: the month at `monthAt`, the day at `dayAt`. */
export function hasDay(text: string, monthAt: number, dayAt: number): boolean {
  return isDay(pairAt(text, monthAt), pairAt(text, dayAt));
}

/** The number that two digits make. */
export function pairAt(text: string, at: number): number {
  return digitAt(text, at) * 10 + digitAt(text, at + 1);
}
