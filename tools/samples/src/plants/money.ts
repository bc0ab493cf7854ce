import { ibanCheckDigits, luhnDigit } from '../check-digits.js';
import type { Random } from '../random.js';
import { at, UniqueWalk } from '../unique.js';

/** Issuer numbers that card networks and payment providers use for tests, and the length of the whole number. */
const networks = [
  { issuer: '400000', length: 16 },
  { issuer: '411111', length: 16 },
  { issuer: '510510', length: 16 },
  { issuer: '555555', length: 16 },
  { issuer: '222300', length: 16 },
  { issuer: '378282', length: 15 },
  { issuer: '601111', length: 16 },
  { issuer: '353011', length: 16 },
  { issuer: '305693', length: 14 },
  { issuer: '620000', length: 16 },
] as const;
const cardAccounts = 9_000_000;

/** Structures of the SWIFT IBAN registry with bank codes that nobody holds; `account` digits come last. */
const banks = [
  { country: 'DE', bank: '00000000', account: 10 },
  { country: 'GB', bank: 'LUMA000000', account: 8 },
  { country: 'NL', bank: 'LUMA', account: 10 },
  { country: 'FR', bank: '0000000000', account: 13 },
  { country: 'ES', bank: '00000000', account: 12 },
  { country: 'AT', bank: '00000', account: 11 },
  { country: 'BE', bank: '000', account: 9 },
  { country: 'IT', bank: 'X0000000000', account: 12 },
  { country: 'PL', bank: '00000000', account: 16 },
] as const;
const ibanAccounts = 9_000_000;

/** Areas that are valid; groups 01 to 99 and serials 0001 to 9999. */
const firstArea = 100;
const areas = 565;

function group(text: string, sizes: readonly number[], separator: string): string {
  const parts: string[] = [];
  let from = 0;
  for (const size of sizes) {
    parts.push(text.slice(from, from + size));
    from += size;
  }
  return parts.join(separator);
}

function cardGroups(length: number): readonly number[] {
  if (length === 16) return [4, 4, 4, 4];
  return length === 15 ? [4, 6, 5] : [4, 6, 4];
}

/** Account and card numbers that pass their check digits and belong to nobody. */
export class Money {
  readonly #random: Random;
  readonly #cards: UniqueWalk;
  readonly #ibans: UniqueWalk;
  readonly #ssns: UniqueWalk;

  constructor(random: Random) {
    this.#random = random;
    this.#cards = new UniqueWalk('card-number', cardAccounts, random);
    this.#ibans = new UniqueWalk('iban', ibanAccounts, random);
    this.#ssns = new UniqueWalk('us-ssn', areas * 99 * 9_999, random);
  }

  #digits(issuer: string, length: number): string {
    const serial = String(this.#cards.next()).padStart(7, '0');
    const digits = (issuer + '00').slice(0, length - 8) + serial;
    return `${digits}${luhnDigit(digits)}`;
  }

  card(): string {
    const network = at(networks, this.#random.int(networks.length));
    const digits = this.#digits(network.issuer, network.length);
    const separator = this.#random.pick(['', '', ' ', '-']);
    return separator === '' ? digits : group(digits, cardGroups(network.length), separator);
  }

  /** A Visa number without separators: below 2^53, so it can stand as a JSON number. */
  cardAsInteger(): string {
    return this.#digits('400000', 16);
  }

  cvv(): string {
    return this.#random.chars('0123456789', 3);
  }

  iban(): string {
    const { country, bank, account } = at(banks, this.#random.int(banks.length));
    const bban = bank + String(1_000_000 + this.#ibans.next()).padStart(account, '0');
    const iban = `${country}${ibanCheckDigits(country, bban)}${bban}`;
    return this.#random.chance(0.4) ? iban.replace(/.{4}(?=.)/g, '$& ') : iban;
  }

  ssn(): string {
    const index = this.#ssns.next();
    const area = firstArea + (index % areas);
    const middle = 1 + (Math.floor(index / areas) % 99);
    const serial = 1 + Math.floor(index / (areas * 99));
    return `${area}-${String(middle).padStart(2, '0')}-${String(serial).padStart(4, '0')}`;
  }
}
