import { crc32 } from 'node:zlib';
import { alphabets, type Random } from '../random.js';

/** Base64url of 32 bytes ends in a character whose two lowest bits are zero. */
const lastOf32Bytes = 'AEIMQUYcgkosw048';
const jwtHeaders = [
  { alg: 'HS256', typ: 'JWT' },
  { alg: 'HS256', typ: 'JWT', kid: 'luma-2026-01' },
].map((header) => Buffer.from(JSON.stringify(header)).toString('base64url')) as [string, string];

function toBase62(value: number, length: number): string {
  let out = '';
  for (let rest = value; out.length < length; rest = Math.floor(rest / 62)) {
    // GitHub counts 0-9, A-Z, a-z.
    const digit = rest % 62;
    out = String.fromCharCode(digit < 10 ? 48 + digit : digit < 36 ? 55 + digit : 61 + digit) + out;
  }
  return out;
}

/** No secret of its own; the kind that scanners of git hosts let pass. */
export const pemHeader = '-----BEGIN ENCRYPTED PRIVATE KEY-----';

/** Credentials of valid shape that open nothing. Prefixes of vendors are put together here, never written whole. */
export class Secrets {
  readonly #random: Random;

  constructor(random: Random) {
    this.#random = random;
  }

  jwt(issuedAtMs: number): string {
    const random = this.#random;
    const issuedAt = Math.floor(issuedAtMs / 1000);
    const claims = { iss: 'https://id.luma.example', sub: random.uuid(), iat: issuedAt, exp: issuedAt + 900 };
    const payload = Buffer.from(JSON.stringify(claims)).toString('base64url');
    const signature = random.chars(alphabets.base64url, 42) + random.chars(lastOf32Bytes, 1);
    return `${random.pick(jwtHeaders)}.${payload}.${signature}`;
  }

  bearerToken(): string {
    return `lat_${this.#random.chars(alphabets.base62, 36)}`;
  }

  /** The credentials part of `Authorization: Basic …`. */
  basicAuth(): string {
    const pair = `svc-${this.#random.hex(4)}:${this.#random.chars(alphabets.base62, 16)}`;
    return Buffer.from(pair).toString('base64');
  }

  /** Ends in EXAMPLE, as the key ids of the AWS documentation do; secret scanners know and pass it. */
  awsAccessKeyId(): string {
    return `AKIA${this.#random.chars(alphabets.base32, 9)}EXAMPLE`;
  }

  /** A classic personal access token with its CRC-32 check in the last six characters. */
  githubToken(): string {
    const entropy = this.#random.chars(alphabets.base62, 30);
    return ['ghp', entropy + toBase62(crc32(entropy), 6)].join('_');
  }

  slackToken(): string {
    const random = this.#random;
    const team = `${random.between(1, 9)}${random.chars(alphabets.digits, 11)}`;
    const bot = `${random.between(1, 9)}${random.chars(alphabets.digits, 12)}`;
    return ['xoxb', team, bot, random.chars(alphabets.base62, 24)].join('-');
  }

  stripeKey(): string {
    return ['sk', this.#random.pick(['live', 'test']), this.#random.chars(alphabets.base62, 24)].join('_');
  }

  apiKey(): string {
    return `luma_${this.#random.chars(alphabets.base62, 32)}`;
  }

  password(): string {
    return `${this.#random.chars(alphabets.base62, 13)}${this.#random.pick(['!', '#', '*', '.'])}`;
  }

  awkwardPassword(): string {
    const random = this.#random;
    const middle = random.pick(['"', '\\', 'ß', '€', '\t', "'"]);
    return `${random.chars(alphabets.base62, 8)}${middle}${random.chars(alphabets.base62, 8)}`;
  }

  /** Needs no escaping anywhere. */
  urlPassword(): string {
    return this.#random.chars(alphabets.base62, 14);
  }

  pemBlock(): string {
    const lines = Array.from({ length: 4 }, () => this.#random.chars(`${alphabets.base62}+/`, 64));
    const kind = this.#random.pick(['RSA PRIVATE KEY', 'EC PRIVATE KEY', 'PRIVATE KEY']);
    return `-----BEGIN ${kind}-----\n${lines.join('\n')}\n-----END ${kind}-----`;
  }
}
