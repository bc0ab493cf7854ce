import type { RetryPolicy, RunnerLimits } from '@scrubjay/pipeline';

/** A batch section of the configuration, as every service has one. */
export interface BatchConfig {
  readonly maxBytes: number;
  readonly maxMessages: number;
  readonly maxAgeMs: number;
  readonly maxBufferedBytes: number;
}

/** Enough deliveries on their way that a slow store keeps a stage busy, and few enough to redo after a crash. */
const maxInFlightDeliveries = 1024;

export function limitsOf(batch: BatchConfig): RunnerLimits {
  return {
    maxBatchBytes: batch.maxBytes,
    maxBatchMessages: batch.maxMessages,
    maxBatchAgeMs: batch.maxAgeMs,
    maxBufferedBytes: batch.maxBufferedBytes,
    maxInFlightDeliveries,
  };
}

/** Retryable errors are tried for as long as it takes: a stalled dependency stops consumption, it loses nothing. */
export const retryForever: RetryPolicy = { initialMs: 100, maxMs: 10_000 };
