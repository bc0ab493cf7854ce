interface KafkaJsError {
  readonly retriable?: unknown;
  readonly cause?: unknown;
}

/** Whether an error of kafkajs says that the same may succeed later; once it has tried often enough it says so of the cause only. */
export function isPassing(error: unknown): boolean {
  const { retriable, cause } = error as KafkaJsError;
  return retriable === true || (cause instanceof Error && (cause as KafkaJsError).retriable === true);
}
