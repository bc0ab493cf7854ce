import { mrzCheckDigit } from './checksum.js';

const line = /^[A-Z0-9<]+$/;
/** First line of a passport: document code, issuing state, names. */
const passportNames = /^P[A-Z<][A-Z]{1,3}<{0,2}[A-Z]+(?:<+[A-Z]+)*<*$/;

/** The field at `[from, to)` and its check digit behind it; digits only where `digits` says so. */
function isChecked(text: string, from: number, to: number): boolean {
  return String(mrzCheckDigit(text.slice(from, to))) === text.charAt(to);
}

function isDate(text: string, from: number): boolean {
  return /^[0-9]{2}[0-9<]{4}$/.test(text.slice(from, from + 6)) && isChecked(text, from, from + 6);
}

/** Second line of passports (44) and of visas and TD2 cards (44, 36): number, birth, expiry, each with a check digit. */
function isSecondLine(text: string): boolean {
  return isChecked(text, 0, 9) && isDate(text, 13) && /^[MFX<]$/.test(text.charAt(20)) && isDate(text, 21);
}

/** First and second line of TD1 cards. A number longer than nine goes on behind a < in place of the check digit. */
function isCardLine(text: string): boolean {
  if (/^[AIC][A-Z<][A-Z<]{3}/.test(text) && (text.charAt(14) === '<' || isChecked(text, 5, 14))) {
    return /[0-9]/.test(text);
  }
  return isDate(text, 0) && /^[MFX<]$/.test(text.charAt(7)) && isDate(text, 8);
}

/**
 * One line of a machine-readable zone: ICAO Doc 9303 parts 4 to 7. 44 characters (passport), 36 (TD2 card) or 30 (TD1
 * card). Lines of names are accepted for passports only: a card's has nothing that could be checked.
 */
export function isMrzLine(bytes: Buffer, start: number, end: number): boolean {
  const length = end - start;
  if (length !== 44 && length !== 36 && length !== 30) return false;
  const text = bytes.toString('latin1', start, end);
  if (!line.test(text)) return false;
  if (length === 30) return isCardLine(text);
  return isSecondLine(text) || (length === 44 && text.includes('<<') && passportNames.test(text));
}
