import { ScrubjayError, describeForeign, isScrubjayError } from '@scrubjay/errors';

interface AwsError {
  readonly name?: unknown;
  readonly $metadata?: { readonly httpStatusCode?: number };
}

const denied = new Set([
  'AccessDenied',
  'AllAccessDisabled',
  'InvalidAccessKeyId',
  'SignatureDoesNotMatch',
  'NoSuchBucket',
  'AccountProblem',
  'KMS.DisabledException',
  'KMS.NotFoundException',
  'CredentialsProviderError',
  'PermanentRedirect',
]);
const conflicts = new Set(['PreconditionFailed', 'ConditionalRequestConflict']);

function nameOf(error: unknown): string {
  const { name } = (error ?? {}) as AwsError;
  return typeof name === 'string' ? name : '';
}

function statusOf(error: unknown): number {
  return ((error ?? {}) as AwsError).$metadata?.httpStatusCode ?? 0;
}

export function isMissingObject(error: unknown): boolean {
  return nameOf(error) === 'NoSuchKey';
}

/** What went wrong at a key of a bucket, in our own words; S3's text may quote what was sent. */
export function toStoreError(error: unknown, place: string, key: string): ScrubjayError {
  if (isScrubjayError(error)) return error;
  const name = nameOf(error);
  const status = statusOf(error);
  if (conflicts.has(name) || status === 412 || status === 409) {
    return new ScrubjayError('SJ_STORE_CONFLICT', `The object ${key} of ${place} is not as it was expected.`, { cause: error });
  }
  if (denied.has(name) || status === 403 || status === 404) {
    return new ScrubjayError('SJ_STORE_DENIED', `${place} refused ${key} (${describeForeign(error)}).`, { cause: error });
  }
  return new ScrubjayError('SJ_STORE_UNREACHABLE', `${place} did not take or give ${key} (${describeForeign(error)}).`, {
    cause: error,
  });
}
