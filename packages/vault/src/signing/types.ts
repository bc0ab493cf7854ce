import type { KeyObject } from 'node:crypto';

/** A signature and the key that made it. */
export interface Signature {
  /** Key ARN at KMS; a fingerprint of the public key where the key is a local file. */
  readonly keyId: string;
  readonly bytes: Buffer;
}

/**
 * Signs with one key that never leaves its place. Rejections carry SJ_VAULT_KEY_DENIED, SJ_VAULT_UNAVAILABLE or
 * SJ_VAULT_KEY_FILE.
 */
export interface Signer {
  /** Of up to 4,096 bytes: what is longer is signed by its digest. */
  sign(message: Buffer): Promise<Signature>;
  /** The public half, for whoever verifies. */
  publicKey(): Promise<KeyObject>;
  /** Signs once for real, and verifies it. */
  check(): Promise<void>;
  /** Frees connections. Safe to call twice. */
  close(): void;
}
