import { createHash } from 'node:crypto';

/** Service that canaries name: no application may use it. */
export const canaryService = 'scrubjay-canary';

/** What canaries carry: each kind is something that the standard policy removes. */
export const canaryKinds = ['email', 'card', 'iban', 'password'] as const;
export type CanaryKind = (typeof canaryKinds)[number];

/** Where ingest put a canary: it stands for the identity that is made up for it. */
export interface CanaryPlace {
  readonly stream: string;
  readonly partition: number;
  /** Source offset of the batch that it travels with. */
  readonly offset: number;
}

/** A synthetic record with one made-up value, which whoever knows its place can make again. */
export interface Canary {
  readonly kind: CanaryKind;
  readonly record: Buffer;
  /** The value that must be gone when it arrives. */
  readonly planted: string;
}

const firstNames = ['anna', 'boris', 'clara', 'dario', 'edith', 'fritz', 'greta', 'hanno'] as const;
const lastNames = ['amsel', 'buchfink', 'drossel', 'eichelhaeher', 'gimpel', 'kleiber', 'meise'] as const;
const consonants = 'bcdfghjkmnpqrstvwxz';

/**
 * The canaries of a place, one a kind. `previous` is the offset of the last ones that were sent from this partition; whoever
 * sees these and not those knows that some are missing.
 */
export function canariesAt(
  place: CanaryPlace,
  kinds: readonly CanaryKind[],
  previous: number | undefined,
): readonly Canary[] {
  return kinds.map((kind) => {
    const planted = plantedValue(kind, place);
    const value = {
      canary: kind,
      of: kinds.length,
      ...(previous === undefined ? {} : { previous: lettersOf(previous) }),
      level: 'info',
      msg: messageWith(kind, planted),
      ...(kind === 'password' ? { password: planted } : {}),
    };
    return { kind, planted, record: Buffer.from(JSON.stringify(value)) };
  });
}

/** What a canary says of itself, scrubbed or not. */
export interface ReadCanary {
  readonly kind: CanaryKind;
  /** How many were sent together. */
  readonly of: number;
  /** Offset of those sent before. */
  readonly previous: number | undefined;
}

/** Undefined for what is no canary, or none any more. */
export function readCanary(record: Buffer): ReadCanary | undefined {
  let value: unknown;
  try {
    value = JSON.parse(record.toString('utf8'));
  } catch {
    return undefined;
  }
  const { canary, of, previous } = (value ?? {}) as Readonly<Record<string, unknown>>;
  const kind = canaryKinds.find((known) => known === canary);
  if (kind === undefined || typeof of !== 'number') return undefined;
  return { kind, of, previous: typeof previous === 'string' ? numberOf(previous) : undefined };
}

/** The value of a kind that belongs to a place. */
export function plantedValue(kind: CanaryKind, { stream, partition, offset }: CanaryPlace): string {
  const seed = createHash('sha256').update(`${kind}\n${stream}\n${partition}\n${offset}`).digest();
  const digits = Array.from(seed, (byte) => byte % 10).join('');
  switch (kind) {
    case 'email': {
      const first = firstNames[(seed[0] ?? 0) % firstNames.length] ?? '';
      const last = lastNames[(seed[1] ?? 0) % lastNames.length] ?? '';
      return `${first}.${last}.${digits.slice(2, 10)}@example.com`;
    }
    case 'card':
      return withLuhn(`4539${digits.slice(0, 11)}`);
    case 'iban':
      return withIbanCheck(digits.slice(0, 18));
    case 'password':
      return Array.from(seed.subarray(0, 14), (byte) => consonants[byte % consonants.length] ?? '').join('');
  }
}

function messageWith(kind: CanaryKind, planted: string): string {
  switch (kind) {
    case 'email':
      return `canary signed up as ${planted} today`;
    case 'card':
      return `canary paid with card ${planted} today`;
    case 'iban':
      return `canary gets a refund to IBAN ${planted} today`;
    case 'password':
      return 'canary changed the password';
  }
}

/** Digits as letters, so that no rule takes an offset for anything. */
function lettersOf(offset: number): string {
  return String(offset).replace(/\d/g, (digit) => consonants[Number(digit)] ?? '');
}

function numberOf(letters: string): number | undefined {
  const digits = Array.from(letters, (letter) => consonants.indexOf(letter));
  if (digits.length === 0 || digits.some((digit) => digit < 0 || digit > 9)) return undefined;
  return Number(digits.join(''));
}

/** ISO/IEC 7812-1, annex B. */
function withLuhn(payload: string): string {
  let sum = 0;
  for (let at = 0; at < payload.length; at += 1) {
    const digit = Number(payload[payload.length - 1 - at]);
    const doubled = at % 2 === 0 ? digit * 2 : digit;
    sum += doubled > 9 ? doubled - 9 : doubled;
  }
  return `${payload}${String((10 - (sum % 10)) % 10)}`;
}

/** A German IBAN: ISO 13616, check digits by ISO 7064 MOD 97-10. */
function withIbanCheck(account: string): string {
  const country = '1314';
  const check = 98n - (BigInt(`${account}${country}00`) % 97n);
  return `DE${String(check).padStart(2, '0')}${account}`;
}
