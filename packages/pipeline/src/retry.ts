import { ScrubjayError, toScrubjayError } from '@scrubjay/errors';
import { sleep, type Clock } from './clock.js';
import type { RetryPolicy } from './options.js';

export interface RetryContext {
  readonly policy: RetryPolicy;
  readonly clock: Clock;
  /** Names the place in the error that a foreign exception becomes: 'The stage of redactor'. */
  readonly what: string;
  readonly onRetry: (error: ScrubjayError) => void;
}

/** The wait before attempt `attempt + 1`; `random` is in [0, 1). */
export function backoffMs(policy: RetryPolicy, attempt: number, random: number): number {
  const full = Math.min(policy.maxMs, policy.initialMs * 2 ** attempt);
  return full * (1 - random / 2);
}

/**
 * Calls until it succeeds, fails for good, or has failed for too long; then rejects with a ScrubjayError. An abort
 * ends the waiting with SJ_STOPPED; a call under way is not interrupted. A foreign error becomes SJ_INTERNAL.
 */
export async function retrying<T>(
  context: RetryContext,
  signal: AbortSignal,
  call: () => Promise<T>,
): Promise<T> {
  const { policy, clock } = context;
  const began = clock.now();
  for (let attempt = 0; !signal.aborted; attempt++) {
    try {
      return await call();
    } catch (thrown) {
      const error = toScrubjayError(thrown, 'SJ_INTERNAL', `${context.what} failed`);
      const spent = clock.now() - began >= (policy.maxElapsedMs ?? Infinity);
      if (!error.retryable || spent) throw error;
      context.onRetry(error);
      await sleep(clock, backoffMs(policy, attempt, Math.random()), signal);
    }
  }
  throw new ScrubjayError('SJ_STOPPED', `${context.what} was given up.`);
}
