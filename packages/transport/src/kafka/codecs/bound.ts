import { ScrubjayError } from '@scrubjay/errors';

/** Default limit of what one record batch may grow to, in bytes. */
export const defaultMaxDecompressedBytes = 256 * 1024 * 1024;

/** A record batch that cannot be read is no passing trouble: the partition stands until somebody looks. */
export function undecodable(codec: string, why: string, cause?: unknown): ScrubjayError {
  return new ScrubjayError('SJ_KAFKA_FAILED', `A ${codec} record batch cannot be decompressed: ${why}.`, {
    retryable: false,
    fix: 'Find out what wrote the batch; move the group past it with kafka-consumer-groups if it is damaged.',
    ...(cause === undefined ? {} : { cause }),
  });
}

export function tooLarge(codec: string, maxBytes: number): ScrubjayError {
  return undecodable(codec, `it grows beyond ${String(maxBytes)} bytes`);
}

export interface Codec {
  compress(data: Buffer): Promise<Buffer>;
  /** Rejects with SJ_KAFKA_FAILED on damage and on more than the codec's limit of bytes. */
  decompress(data: Buffer): Promise<Buffer>;
}
