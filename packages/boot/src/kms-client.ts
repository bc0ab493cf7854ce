import type { KmsVaultOptions } from '@scrubjay/vault';
import type { KeysConfig } from './config/keys.js';

/** Where the configured KMS is; the SDK's default chain finds the credentials. */
export function kmsClientOf({
  region,
  endpoint,
}: Extract<KeysConfig, { provider: 'kms' }>): NonNullable<KmsVaultOptions['client']> {
  return { region, ...(endpoint === undefined ? {} : { endpoint }) };
}
