import { ScrubjayError, describeForeign, isScrubjayError } from '@scrubjay/errors';

interface AwsError {
  readonly name?: unknown;
  readonly $metadata?: { readonly httpStatusCode?: number };
}

const conflictNames = new Set(['PreconditionFailed', 'ConditionalRequestConflict']);
/** These come with a status of the 400s, or with none, and mean the opposite of what it says. */
const passingNames = new Set([
  'RequestTimeout',
  'SlowDown',
  'ThrottlingException',
  'KMS.ThrottlingException',
]);
const lastingNames = new Set([
  'CredentialsProviderError',
  'PermanentRedirect',
  'NoSuchBucket',
  'AccessDenied',
]);
const tooManyRequests = 429;
const requestTimeout = 408;

function nameOf(error: unknown): string {
  const { name } = (error ?? {}) as AwsError;
  return typeof name === 'string' ? name : '';
}

/** 0 where there was no answer. */
function statusOf(error: unknown): number {
  return ((error ?? {}) as AwsError).$metadata?.httpStatusCode ?? 0;
}

function isLasting(name: string, status: number): boolean {
  if (lastingNames.has(name)) return true;
  if (passingNames.has(name) || status === tooManyRequests || status === requestTimeout) return false;
  return status >= 300 && status < 500;
}

export function isMissingObject(error: unknown): boolean {
  return nameOf(error) === 'NoSuchKey';
}

export function conflictAt(place: string, key: string, cause: unknown): ScrubjayError {
  return new ScrubjayError('SJ_STORE_CONFLICT', `The object ${key} of ${place} is not as it was expected.`, {
    cause,
  });
}

/** What went wrong at a key of a bucket, in our own words; S3's text may quote what was sent. */
export function toStoreError(error: unknown, place: string, key: string): ScrubjayError {
  if (isScrubjayError(error)) return error;
  const name = nameOf(error);
  const status = statusOf(error);
  if (conflictNames.has(name) || status === 412 || status === 409) return conflictAt(place, key, error);
  if (isLasting(name, status)) {
    return new ScrubjayError('SJ_STORE_DENIED', `${place} refused ${key} (${describeForeign(error)}).`, {
      cause: error,
    });
  }
  const message = `${place} did not take or give ${key} (${describeForeign(error)}).`;
  return new ScrubjayError('SJ_STORE_UNREACHABLE', message, { cause: error });
}
