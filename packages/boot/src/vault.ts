import { createKmsVault, createLocalVault, type KmsAccess, type Purpose, type Vault } from '@scrubjay/vault';
import type { KeysConfig } from './config/keys.js';
import { kmsClientOf } from './kms-client.js';

export interface VaultOptions extends Omit<KmsAccess, 'client'> {
  /** Make missing local key files; without it a missing one is an error. Default true. */
  readonly create?: boolean;
}

/** The vault that the configuration names, with the keys of `purposes` only. Of KMS nothing is asked yet. */
export async function createVault(
  keys: KeysConfig,
  purposes: readonly Purpose[],
  { create = true, ...access }: VaultOptions = {},
): Promise<Vault> {
  const { maxAgeSeconds, maxMessages, maxBytes } = keys.cache;
  const cache = { maxAgeMs: maxAgeSeconds * 1000, maxMessages, maxBytes };
  if (keys.provider === 'local') return createLocalVault({ dir: keys.dir, purposes, create, cache });
  const ids: Partial<Record<Purpose, string>> = {};
  for (const purpose of purposes) {
    const id = keys[purpose];
    if (id !== undefined) ids[purpose] = id;
  }
  return createKmsVault({
    client: kmsClientOf(keys),
    keys: ids,
    cache,
    ...access,
  });
}
