import { ScrubjayError } from '@scrubjay/errors';
import { createKmsSigner, createLocalSigner, type KmsAccess, type Signer } from '@scrubjay/vault';
import type { KeysConfig } from './config/keys.js';
import { kmsClientOf } from './kms-client.js';

export interface SignerOptions extends Omit<KmsAccess, 'client'> {
  /** Make a missing local key file; without it a missing one is an error. Default true. */
  readonly create?: boolean;
}

/**
 * The signing key that the configuration names. Of KMS nothing is asked yet.
 * @throws SJ_CONFIG_INVALID where keys are in KMS and none is named; SJ_VAULT_KEY_FILE
 */
export async function createSigner(
  keys: KeysConfig,
  { create = true, ...access }: SignerOptions = {},
): Promise<Signer> {
  if (keys.provider === 'local') return createLocalSigner({ dir: keys.dir, create });
  const { signing } = keys;
  if (signing === undefined) {
    throw new ScrubjayError('SJ_CONFIG_INVALID', 'keys.signing: found nothing, expected the id of a key.', {
      fix: 'Make a KMS key for SIGN_VERIFY of the kind ECC_NIST_P256 and name it: the sink signs its manifests with it.',
    });
  }
  return createKmsSigner({
    client: kmsClientOf(keys),
    keyId: signing,
    ...access,
  });
}
