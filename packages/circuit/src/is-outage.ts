interface AwsError {
  readonly name?: unknown;
  readonly $metadata?: { readonly httpStatusCode?: number };
}

/** Nothing was asked of the service: there are no credentials to ask with. */
const notAsked = new Set(['CredentialsProviderError', 'TokenProviderError']);
const throttled =
  /^(?:KMS\.)?(?:SlowDown|Throttl|LimitExceeded|RequestLimitExceeded|TooManyRequests|RequestTimeout)/;
const requestTimeout = 408;
const tooManyRequests = 429;

/**
 * Whether an error of an AWS client says that the service is down, overloaded or out of reach. An answer that refuses
 * this one request says that it is there.
 */
export function isOutage(error: unknown): boolean {
  const { name, $metadata } = (error ?? {}) as AwsError;
  if (typeof name === 'string' && notAsked.has(name)) return false;
  if (typeof name === 'string' && throttled.test(name)) return true;
  const status = $metadata?.httpStatusCode;
  return status === undefined || status >= 500 || status === requestTimeout || status === tooManyRequests;
}
