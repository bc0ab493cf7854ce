import { isDigit, isSeparator, zero } from './bytes.js';

interface IssuerRange {
  /** First and last prefix of the range, equally long. */
  readonly from: string;
  readonly to: string;
  readonly lengths: readonly number[];
}

/** A scheme's ranges of prefixes and the lengths of its numbers. */
function scheme(prefixes: string, ...lengths: readonly number[]): readonly IssuerRange[] {
  return prefixes.split(' ').map((prefix) => {
    const ends = prefix.split('-');
    return { from: ends.slice(0, 1).join(), to: ends.slice(-1).join(), lengths };
  });
}

/** Issuer identification numbers (ISO/IEC 7812-1) as the card schemes publish them. */
const issuers: readonly IssuerRange[] = [
  scheme('1', 15), // UATP
  scheme('2200-2204', 16, 17, 18, 19), // Mir
  scheme('2221-2720 51-55', 16), // Mastercard
  scheme('300-305 3095 36 38-39', 14, 15, 16, 17, 18, 19), // Diners Club
  scheme('34 37', 15), // American Express
  scheme('3528-3589', 16, 17, 18, 19), // JCB; RuPay's 353 and 356 and LankaPay's 357111 lie in it
  scheme('4', 13, 16, 19), // Visa; Elo's and Dankort's co-branded ranges and Switch's 49 lie in it
  scheme('50 56-58', 12, 13, 14, 15, 16, 17, 18, 19), // Maestro; Dankort 5019, Elo, RuPay 508, Verve, Bankcard, Uzcard 5614
  scheme('60', 16, 17, 18, 19), // RuPay, Discover 6011, Hipercard 606282, UkrCard
  scheme('62 81', 16, 17, 18, 19), // UnionPay, RuPay, Elo 627780
  scheme('6304 639 67', 12, 13, 14, 15, 16, 17, 18, 19), // Maestro, Laser, Switch, Solo
  scheme('633 636-638', 16, 17, 18, 19), // Switch, InterPayment, Elo, InstaPayment, Hipercard
  scheme('644-649 65', 16, 17, 18, 19), // Discover, RuPay, Troy, Elo, Verve
  scheme('82', 16), // RuPay
  scheme('8600 9860', 16), // Uzcard, Humo
  scheme('9112', 16), // Belkart
  scheme('9704', 16, 19), // Napas
  scheme('9792', 16), // Troy
].flat();

const shortest = 12;
const longest = 19;
/** By the first four digits: a bit for each length, from the shortest on, that numbers which begin so have. */
const lengthsOf = new Uint8Array(10_000);
for (const { from, to, lengths } of issuers) {
  const last = Number(to.padEnd(4, '9'));
  for (let prefix = Number(from.padEnd(4, '0')); prefix <= last; prefix += 1)
    for (const length of lengths)
      lengthsOf[prefix] = (lengthsOf[prefix] as number) | (1 << (length - shortest));
}

/** Whether the digits begin like a card of a known scheme and are as long as its cards are. */
export function isCardNumber(bytes: Buffer, start: number, end: number): boolean {
  if (end - start < shortest || end - start > 2 * longest) return false;
  let count = 0;
  let prefix = 0;
  for (let at = start; at < end; at += 1) {
    const byte = bytes[at] as number;
    if (isDigit(byte)) {
      if (count < 4) prefix = prefix * 10 + byte - zero;
      count += 1;
    } else if (!isSeparator(byte)) return false;
  }
  if (count < shortest || count > longest) return false;
  return (((lengthsOf[prefix] as number) >> (count - shortest)) & 1) === 1;
}
