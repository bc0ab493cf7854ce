import { setTimeout as delay } from 'node:timers/promises';
import { ScrubjayError } from '@scrubjay/errors';

export interface RetryLimits {
  readonly firstDelayMs: number;
  readonly maxDelayMs: number;
  readonly shouldRetry: (error: unknown) => boolean;
  readonly signal: AbortSignal;
}

/** Resolves after `ms`, or as soon as `signal` aborts. */
export async function pause(ms: number, signal: AbortSignal): Promise<void> {
  await delay(ms, undefined, { signal }).catch(() => undefined);
}

/** A function, because a signal that was looked at once may have changed after a wait. */
function isAborted(signal: AbortSignal): boolean {
  return signal.aborted;
}

/** Calls until it succeeds, waiting twice as long each time; rejects with the last error once the signal aborts. */
export async function retryUntil<T>(limits: RetryLimits, call: () => Promise<T>): Promise<T> {
  let delayMs = limits.firstDelayMs;
  for (;;) {
    try {
      return await call();
    } catch (error) {
      if (isAborted(limits.signal) || !limits.shouldRetry(error)) throw error;
    }
    await pause(delayMs, limits.signal);
    if (isAborted(limits.signal)) throw new ScrubjayError('SJ_STOPPED', 'Kafka was still being retried.');
    delayMs = Math.min(delayMs * 2, limits.maxDelayMs);
  }
}
