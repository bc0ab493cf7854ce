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
export type { KmsAccess } from './kms-client.js';
export { createKmsVault } from './kms-vault.js';
export type { KmsVaultOptions } from './kms-vault.js';
export { createLocalVault } from './local-vault.js';
export type { LocalVaultOptions } from './local-vault.js';
export { openEnvelope, signEnvelope } from './signing/dsse.js';
export { createKmsSigner } from './signing/kms-signer.js';
export type { KmsSignerOptions } from './signing/kms-signer.js';
export { createLocalSigner } from './signing/local-signer.js';
export type { LocalSignerOptions } from './signing/local-signer.js';
export { publicKeyFingerprint } from './signing/public-key.js';
export type { Signature, Signer } from './signing/types.js';
