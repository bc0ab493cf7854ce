export { purposes } from './types.js';
export type {
  CacheBounds,
  CheckOptions,
  KmsOutcome,
  OnKmsRequest,
  Purpose,
  SealContext,
  SealPurpose,
  Vault,
} from './types.js';
export { createKmsVault } from './kms-vault.js';
export type { KmsVaultOptions } from './kms-vault.js';
export { createLocalVault } from './local-vault.js';
export type { LocalVaultOptions } from './local-vault.js';
