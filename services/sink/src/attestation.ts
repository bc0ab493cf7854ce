import type { KeyObject } from 'node:crypto';
import { ScrubjayError } from '@scrubjay/errors';
import { openEnvelope, signEnvelope, type Signer } from '@scrubjay/vault';
import { z } from 'zod';
import { decodeManifest, encodeManifest, sha256Of, type Manifest } from './manifest.js';
import { parseJson } from './parse-json.js';

const payloadType = 'application/vnd.in-toto+json';
const statementType = 'https://in-toto.io/Statement/v1';
const predicateType = 'https://scrubjay.dev/redaction-manifest/v1';

const statement = z.object({
  _type: z.literal(statementType),
  subject: z.tuple([z.object({ name: z.string(), digest: z.object({ sha256: z.string() }) })]),
  predicateType: z.literal(predicateType),
});

/** A manifest's text and the signed envelope that attests it. */
const file = z.strictObject({ manifest: z.string(), attestation: z.unknown() });

/** A manifest as it is stored, before it is sealed, and the digest of its text. */
export interface AttestedManifest {
  readonly bytes: Buffer;
  readonly sha256: string;
}

/**
 * Attests a manifest that is to lie at `key`: an in-toto statement (https://in-toto.io/Statement/v1) whose subject is the
 * manifest by its digest, and so everything that the manifest names, in a DSSE envelope. A statement is short, however
 * many objects there are: key services do not sign much at once.
 */
export async function attestManifest(
  signer: Signer,
  key: string,
  manifest: Manifest,
): Promise<AttestedManifest> {
  const text = encodeManifest(manifest);
  const sha256 = sha256Of(text);
  const { environment, stream, partition, first, next } = manifest;
  const value = {
    _type: statementType,
    subject: [{ name: key, digest: { sha256 } }],
    predicateType,
    predicate: { environment, stream, partition, first, next },
  };
  const envelope = await signEnvelope(signer, payloadType, Buffer.from(JSON.stringify(value)));
  const stored = { manifest: text.toString('utf8'), attestation: parseJson(envelope) };
  return { bytes: Buffer.from(JSON.stringify(stored)), sha256 };
}

/**
 * The manifest that lies at `key`, as it was attested.
 * @throws SJ_SIGNATURE_INVALID unless this key's owner signed just this manifest for this place; SJ_STATE_DAMAGED
 */
export function openManifestFile(
  publicKey: KeyObject,
  key: string,
  bytes: Buffer,
): { readonly manifest: Manifest; readonly sha256: string } {
  const stored = file.safeParse(parseJson(bytes));
  const text = Buffer.from(stored.data?.manifest ?? '');
  const envelope = Buffer.from(JSON.stringify(stored.data?.attestation ?? null));
  const signed = statement.safeParse(parseJson(openEnvelope(publicKey, payloadType, envelope)));
  const sha256 = sha256Of(text);
  const subject = signed.data?.subject[0];
  if (subject?.name !== key || subject.digest.sha256 !== sha256) {
    throw new ScrubjayError('SJ_SIGNATURE_INVALID', `The attestation at ${key} is of another manifest.`);
  }
  return { manifest: decodeManifest(text, key), sha256 };
}
