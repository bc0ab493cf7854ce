import type { KeyObject } from 'node:crypto';
import type { Signer } from '@scrubjay/vault';
import { attestText, openAttestedText, type AttestedText } from './attested-text.js';
import { decodeManifest, encodeManifest, type Manifest } from './manifest.js';

const predicateType = 'https://scrubjay.dev/redaction-manifest/v1';

/** Attests a manifest that is to lie at `key`. */
export function attestManifest(signer: Signer, key: string, manifest: Manifest): Promise<AttestedText> {
  const { environment, stream, partition, first, next } = manifest;
  const value = { environment, stream, partition, first, next };
  return attestText(signer, key, encodeManifest(manifest), { type: predicateType, value });
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
  const { text, sha256 } = openAttestedText(publicKey, key, bytes, predicateType);
  return { manifest: decodeManifest(text, key), sha256 };
}
