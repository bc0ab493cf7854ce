import { readDigits } from './bytes.js';

interface IssuerRange {
  /** First and last prefix of the range, equally long. */
  readonly from: string;
  readonly to: string;
  /** Shortest and longest number. */
  readonly shortest: number;
  readonly longest: number;
}

function range(prefixes: string, shortest: number, longest: number): IssuerRange {
  const [from = '', to = from] = prefixes.split('-');
  return { from, to, shortest, longest };
}

/** Issuer identification numbers (ISO/IEC 7812) as the card schemes publish them. */
const issuers: readonly IssuerRange[] = [
  range('4', 13, 13),
  range('4', 16, 16),
  range('4', 19, 19), // Visa
  range('51-55', 16, 16),
  range('2221-2720', 16, 16), // Mastercard
  range('34', 15, 15),
  range('37', 15, 15), // American Express
  range('6011', 16, 19),
  range('644-649', 16, 19),
  range('65', 16, 19), // Discover
  range('3528-3589', 16, 19), // JCB
  range('300-305', 14, 19),
  range('3095', 14, 19),
  range('36', 14, 19),
  range('38-39', 14, 19), // Diners Club
  range('62', 16, 19),
  range('81', 16, 19), // UnionPay
  range('50', 12, 19),
  range('56-58', 12, 19),
  range('6304', 12, 19),
  range('6390', 12, 19),
  range('67', 12, 19), // Maestro
];

/** Whether the digits begin like a card of a known issuer and are as long as its cards are. */
export function isCardNumber(bytes: Buffer, start: number, end: number): boolean {
  const digits = readDigits(bytes, start, end);
  if (digits === undefined) return false;
  return issuers.some(({ from, to, shortest, longest }) => {
    if (digits.length < shortest || digits.length > longest) return false;
    const prefix = digits.slice(0, from.length);
    return prefix >= from && prefix <= to;
  });
}
