import { generateKeyPairSync } from 'node:crypto';
import { PlantedSearch } from '@scrubjay/testkit';
import type { Test } from 'tap';

const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
/** A private key, in lines as a file has it. */
export const pem = privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();

/** What stands in records, keys, headers, schemas, rules, configuration and environment, and must stand nowhere else. */
export const secrets = {
  mail: 'jane.roe.planted@kestrel-mail.example',
  card: '4539578763621486',
  apiKey: 'sk_live_51PlantedQ8aX2c9DfGh7K',
  medical: 'severe depressive episode F32.2',
  awsSecret: 'wJalrPlantedUtnFEMI/K7MDENG/bPxRfiCYzzKEY',
  sessionToken: 'IQoJb3JpZ2luPlantedSession9aGVsbG8wMDA',
  dataKey: 'cGxhbnRlZC1rbXMtcGxhaW50ZXh0LWRhdGEta2V5ISE',
  pseudonymKey: '7d1f0c5be93a46d28f1e6c0b9a7d5e3f2c4b6a8091e7d3f5',
  saslPassword: 'planted-Sasl-Pa55phrase',
  urlPassword: 'planted-Url-Pa55phrase',
  pem,
} as const;

/** Secrets as a deployment hands them over. */
export const secretEnvironment = {
  AWS_REGION: 'us-east-1',
  AWS_ACCESS_KEY_ID: 'AKIAPLANTEDEXAMPLE',
  AWS_SECRET_ACCESS_KEY: secrets.awsSecret,
  AWS_SESSION_TOKEN: secrets.sessionToken,
  KMS_PLAINTEXT_DATA_KEY: secrets.dataKey,
  PSEUDONYM_KEY: secrets.pseudonymKey,
  SIGNING_KEY_PEM: pem,
  DATABASE_URL: `postgres://app:${secrets.urlPassword}@db.internal/app`,
} as const;

/** A record with all that a record may hold. */
export const record = JSON.stringify({
  user: secrets.mail,
  pan: secrets.card,
  authorization: `Bearer ${secrets.apiKey}`,
  note: `patient has ${secrets.medical}`,
  key: pem,
  [secrets.mail]: secrets.card,
});
/** The same as a line that is neither JSON nor YAML. */
export const text = `{"user": ${secrets.mail}, pan=${secrets.card} ${secrets.apiKey}: [${secrets.medical}`;

/** A part of a value betrays it as well: a parser quotes some characters around a fault. */
const pieceLength = 10;

function* pieces(value: string): Iterable<string> {
  for (let at = 0; at + pieceLength <= value.length; at += 1) yield value.slice(at, at + pieceLength);
}

/** Base64 of a text at each of the three places in a group, without the ends that depend on what stands beside it. */
function* base64(value: string): Iterable<string> {
  for (const shift of [0, 1, 2]) {
    const encoded = Buffer.from(`${'x'.repeat(shift)}${value}`)
      .toString('base64')
      .replace(/=+$/, '');
    const inner = encoded.slice(Math.ceil((shift * 8) / 6), -1);
    yield inner;
    yield inner.replaceAll('+', '-').replaceAll('/', '_');
  }
}

function* encodings(value: string): Iterable<string> {
  const bytes = Buffer.from(value);
  const escaped = JSON.stringify(value).slice(1, -1);
  yield* pieces(value);
  yield escaped;
  yield JSON.stringify(escaped).slice(1, -1);
  yield* base64(value);
  yield bytes.toString('hex');
  yield bytes.toString('hex').toUpperCase();
  yield encodeURIComponent(value);
  const wide = Buffer.from(value, 'utf16le');
  yield wide.toString('latin1');
  yield wide.swap16().toString('latin1');
}

/** A PEM is told by each of its lines; its first and last are everybody's. */
function linesOf(value: string): string[] {
  return value.split('\n').filter((line) => line !== '' && !line.startsWith('-----'));
}

const search = new PlantedSearch<keyof typeof secrets>();
for (const [name, value] of Object.entries(secrets) as [keyof typeof secrets, string][])
  for (const line of linesOf(value)) for (const text of encodings(line)) search.add(text, name);

/** Which of the secrets, or pieces of them, stand in what was written. */
export function secretsIn(written: Buffer | string): string[] {
  return search.findIn(Buffer.from(written), 8).map(({ text }) => text);
}

/** Nothing planted is in what was written. */
export function isClean(t: Test, written: Buffer | string, what: string): void {
  t.strictSame(secretsIn(written), [], `${what} holds no secret`);
}
