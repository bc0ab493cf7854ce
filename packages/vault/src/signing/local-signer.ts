import { createPrivateKey, createPublicKey, sign, type KeyObject } from 'node:crypto';
import { loadKeyFile } from '../key-file.js';
import { publicKeyFingerprint } from './public-key.js';
import type { Signer } from './types.js';

export interface LocalSignerOptions {
  /** Folder of the key files. */
  readonly dir: string;
  /** Whether a missing file is made; true unless told. Verifiers say false: a new key would verify nothing. */
  readonly create?: boolean;
}

/** What stands before the 32 bytes of an Ed25519 private key in PKCS #8 (RFC 8410, section 7). */
const pkcs8Prefix = Buffer.from('302e020100300506032b657004220420', 'hex');

/** Signs with an Ed25519 key from `<dir>/signing.key`, for one machine. Rejects with SJ_VAULT_KEY_FILE. */
export async function createLocalSigner({ dir, create = true }: LocalSignerOptions): Promise<Signer> {
  const seed = await loadKeyFile(dir, 'signing', create);
  const privateKey = toPrivateKey(seed);
  const publicKey = createPublicKey(privateKey);
  const keyId = publicKeyFingerprint(publicKey);
  return {
    sign: async (message) => ({ keyId, bytes: sign(null, message, privateKey) }),
    publicKey: async () => publicKey,
    // That the file was read is all that can go wrong.
    check: async () => undefined,
    close: () => undefined,
  };
}

function toPrivateKey(seed: Uint8Array): KeyObject {
  const der = Buffer.concat([pkcs8Prefix, seed]);
  try {
    return createPrivateKey({ key: der, format: 'der', type: 'pkcs8' });
  } finally {
    der.fill(0);
    seed.fill(0);
  }
}
