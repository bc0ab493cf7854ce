import { alphabets, type Random } from '../random.js';
import { luhnDigit } from '../check-digits.js';

/** Harmless values that resemble sensitive ones. */
export function orderId(random: Random): string {
  return `ORD-2026-${random.chars(alphabets.digits, 7)}`;
}

export function userId(random: Random): string {
  return `usr_${random.hex(10)}`;
}

export function gitSha(random: Random): string {
  return random.hex(40);
}

export function version(random: Random): string {
  return `${random.between(1, 9)}.${random.int(30)}.${random.int(12)}-rc.${random.int(5)}`;
}

/** Sixteen digits that begin like a card number and fail its check digit. */
export function ledgerReference(random: Random): string {
  const digits = `4${random.chars(alphabets.digits, 14)}`;
  return `${digits}${(luhnDigit(digits) + random.between(1, 9)) % 10}`;
}

export function amount(random: Random): number {
  return random.between(199, 24_999) / 100;
}

export function traceId(random: Random): string {
  return random.hex(32);
}

export function spanId(random: Random): string {
  return random.hex(16);
}
