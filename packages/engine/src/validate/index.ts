import { isCardNumber } from './card-iin.js';
import { hasEntropy } from './entropy.js';
import { isIban } from './iban.js';
import { isIpv4 } from './ipv4.js';
import { isIpv6Address } from './ipv6.js';
import { isJwt } from './jwt.js';
import { passesLuhn } from './luhn.js';
import { isMac } from './mac.js';
import { isPhoneE164 } from './phone-e164.js';
import { isUsSsn } from './us-ssn.js';

/**
 * Says whether `bytes[start, end)`, decoded UTF-8 that a pattern matched, can be the real thing. Must not throw and
 * must not keep or change the buffer; if it throws all the same, the record is withheld.
 */
export type Validator = (bytes: Buffer, start: number, end: number) => boolean;

export const validatorNames = [
  'card-iin',
  'entropy',
  'iban',
  'ipv4',
  'ipv6',
  'jwt',
  'luhn',
  'mac',
  'phone-e164',
  'us-ssn',
] as const;
export type ValidatorName = (typeof validatorNames)[number];

export type ValidatorRegistry = Readonly<Record<ValidatorName, Validator>>;

export const validators: ValidatorRegistry = Object.freeze({
  'card-iin': isCardNumber,
  entropy: hasEntropy,
  iban: isIban,
  ipv4: isIpv4,
  ipv6: isIpv6Address,
  jwt: isJwt,
  luhn: passesLuhn,
  mac: isMac,
  'phone-e164': isPhoneE164,
  'us-ssn': isUsSsn,
});
