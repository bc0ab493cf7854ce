import type { KeyObject } from 'node:crypto';
import { ScrubjayError } from '@scrubjay/errors';
import { openEnvelope, signEnvelope, type Signer } from '@scrubjay/vault';
import { z } from 'zod';
import { sha256Of } from './manifest.js';
import { parseJson } from './parse-json.js';

const payloadType = 'application/vnd.in-toto+json';
const statementType = 'https://in-toto.io/Statement/v1';

const statement = z.object({
  _type: z.literal(statementType),
  subject: z.tuple([z.object({ name: z.string(), digest: z.object({ sha256: z.string() }) })]),
  predicateType: z.string(),
});

/** A text and the signed envelope that attests it. */
const file = z.strictObject({ manifest: z.string(), attestation: z.unknown() });

/** A text with its attestation as it is stored, before it is sealed, and the digest of the text. */
export interface AttestedText {
  readonly bytes: Buffer;
  readonly sha256: string;
}

/** What a statement says beside the digest of its subject. */
export interface Predicate {
  /** A URL that names the kind; a text of one kind is none of another. */
  readonly type: string;
  readonly value: Readonly<Record<string, unknown>>;
}

/**
 * Attests a text that is to lie at `key`: an in-toto statement (https://in-toto.io/Statement/v1) whose subject is the
 * text by its digest, and so everything that it names, in a DSSE envelope. A statement is short, however long the text:
 * key services do not sign much at once.
 */
export async function attestText(
  signer: Signer,
  key: string,
  text: Buffer,
  { type, value }: Predicate,
): Promise<AttestedText> {
  const sha256 = sha256Of(text);
  const said = {
    _type: statementType,
    subject: [{ name: key, digest: { sha256 } }],
    predicateType: type,
    predicate: value,
  };
  const envelope = await signEnvelope(signer, payloadType, Buffer.from(JSON.stringify(said)));
  const stored = { manifest: text.toString('utf8'), attestation: parseJson(envelope) };
  return { bytes: Buffer.from(JSON.stringify(stored)), sha256 };
}

/**
 * The text that lies at `key`, as it was attested.
 * @throws SJ_SIGNATURE_INVALID unless this key's owner signed just this text, as one of this kind, for this place
 */
export function openAttestedText(
  publicKey: KeyObject,
  key: string,
  bytes: Buffer,
  predicateType: string,
): { readonly text: Buffer; readonly sha256: string } {
  const stored = file.safeParse(parseJson(bytes));
  const text = Buffer.from(stored.data?.manifest ?? '');
  const envelope = Buffer.from(JSON.stringify(stored.data?.attestation ?? null));
  const signed = statement.safeParse(parseJson(openEnvelope(publicKey, payloadType, envelope)));
  const sha256 = sha256Of(text);
  const subject = signed.data?.subject[0];
  const isMeant = signed.data?.predicateType === predicateType && subject?.name === key;
  if (!isMeant || subject.digest.sha256 !== sha256) {
    throw new ScrubjayError('SJ_SIGNATURE_INVALID', `The attestation at ${key} is of another manifest.`);
  }
  return { text, sha256 };
}
