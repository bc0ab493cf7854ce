import { createHash, verify, type KeyObject } from 'node:crypto';

/**
 * Whether the key made this signature. Which algorithm it is follows from the key alone, never from what was signed:
 * Ed25519, or else ECDSA with SHA-256 as KMS writes it (DER).
 */
export function verifySignature(publicKey: KeyObject, message: Buffer, signature: Buffer): boolean {
  return verify(publicKey.asymmetricKeyType === 'ed25519' ? null : 'sha256', message, publicKey, signature);
}

/** SHA-256 of the key's SubjectPublicKeyInfo: a name for it that anybody can work out. */
export function publicKeyFingerprint(publicKey: KeyObject): string {
  return createHash('sha256')
    .update(publicKey.export({ type: 'spki', format: 'der' }))
    .digest('hex');
}
