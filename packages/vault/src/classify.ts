import { describeForeign, ScrubjayError } from '@scrubjay/errors';
import type { KeyName, KmsOutcome } from './types.js';

/** Names of AWS KMS errors after which somebody has to mend the key, the policy or the configuration. */
const denied = new Set([
  'AccessDeniedException',
  'DisabledException',
  'InvalidArnException',
  'InvalidGrantTokenException',
  'InvalidKeyUsageException',
  'KMSInvalidStateException',
  'NotFoundException',
  'UnsupportedOperationException',
  'ValidationException',
]);
const throttled = new Set([
  ...[
    'LimitExceededException',
    'RequestLimitExceeded',
    'ThrottledException',
    'Throttling',
    'ThrottlingException',
  ],
  ...['TooManyRequestsException'],
]);
/** The data key itself was altered, or was wrapped with another context. */
const unopenable = new Set(['InvalidCiphertextException', 'IncorrectKeyException']);
const credentials = new Set([
  ...['CredentialsProviderError', 'TokenProviderError', 'ExpiredTokenException', 'ExpiredToken'],
  ...[
    'IncompleteSignature',
    'InvalidClientTokenId',
    'InvalidSignatureException',
    'MissingAuthenticationToken',
  ],
  ...['MissingAuthenticationTokenException', 'SignatureDoesNotMatch', 'UnrecognizedClientException'],
]);

function nameOf(error: unknown): string {
  return error instanceof Error ? error.name : '';
}

export function outcomeOf(error: unknown): KmsOutcome {
  const name = nameOf(error);
  if (denied.has(name) || credentials.has(name)) return 'denied';
  return throttled.has(name) ? 'throttled' : 'error';
}

export function isUnopenable(error: unknown): boolean {
  return unopenable.has(nameOf(error));
}

/** An error that a call to AWS KMS ended with, in our own words. `keyId` is configuration, no secret. */
export function toKmsError(error: unknown, purpose: KeyName, keyId: string): ScrubjayError {
  const name = nameOf(error);
  const where = `the ${purpose} key ${keyId} (${describeForeign(error)})`;
  if (denied.has(name)) {
    return new ScrubjayError('SJ_VAULT_KEY_DENIED', `KMS refused to use ${where}.`, { cause: error });
  }
  if (credentials.has(name)) {
    const fix = 'Give this process valid AWS credentials: environment, profile or role.';
    const message = `KMS cannot be asked for ${where}: there are no valid AWS credentials.`;
    return new ScrubjayError('SJ_VAULT_UNAVAILABLE', message, { cause: error, fix, retryable: false });
  }
  return new ScrubjayError('SJ_VAULT_UNAVAILABLE', `KMS did not answer for ${where}.`, { cause: error });
}
