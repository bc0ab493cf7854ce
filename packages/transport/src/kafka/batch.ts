import { ScrubjayError } from '@scrubjay/errors';
import type { SourceBatch, SourceMessage } from '@scrubjay/pipeline';
import { toKafkaError } from './errors.js';
import type { EachBatchPayload } from './kafkajs.js';
import { sizeOf, toSourceMessages } from './messages.js';
import type { Ownership } from './ownership.js';

type FetchedBatch = EachBatchPayload['batch'];
export type Commit = (offsets: Parameters<EachBatchPayload['commitOffsetsIfNecessary']>[0]) => Promise<void>;

/** kafkajs's batch as it is at run time; its types leave out where it was fetched from and what it was made of. */
interface RuntimeBatch {
  readonly fetchedOffset?: string;
  readonly rawMessages?: readonly unknown[];
  readonly messagesWithinOffset?: readonly unknown[];
}

/** The position that a batch was asked for; messages may be missing from there to its first one. */
export function fetchedOffset(batch: FetchedBatch): bigint {
  return BigInt((batch as RuntimeBatch).fetchedOffset ?? -1);
}

/** Lets go of the messages of a batch that kafkajs is done with but whose functions live on. */
export function releaseMessages(batch: FetchedBatch): void {
  for (const message of batch.messages) Object.assign(message, { key: null, value: null, headers: {} });
  batch.messages = [];
  Object.assign(batch, { rawMessages: [], messagesWithinOffset: [] } satisfies RuntimeBatch);
}

export function toSourceBatch(
  ownership: Ownership,
  batch: FetchedBatch,
  commit: Commit,
): SourceBatch<SourceMessage> {
  const messages = toSourceMessages(batch.messages);
  const next = BigInt(batch.lastOffset()) + 1n;
  return {
    partition: ownership.partition,
    messages,
    bytes: messages.reduce((sum, message) => sum + sizeOf(message), 0),
    first: messages[0]?.offset ?? next,
    next,
    lag: Number(BigInt(batch.highWatermark) - next),
    ack: createAck(ownership, next, commit),
  };
}

/**
 * One attempt under the group's generation of that very moment. kafkajs's own `consumer.commitOffsets` would try again
 * under a later generation, when the partition may be somebody else's, and resolves without a commit once stopped.
 */
function createAck(ownership: Ownership, next: bigint, commit: Commit): () => Promise<void> {
  const { stream, partition } = ownership.partition;
  const where = `Offset ${String(next)} of partition ${String(partition)} of ${stream} cannot be committed`;
  return async () => {
    if (!ownership.isLive) throw new ScrubjayError('SJ_KAFKA_FENCED', `${where}: the partition was lost.`);
    try {
      await commit({ topics: [{ topic: stream, partitions: [{ partition, offset: String(next) }] }] });
    } catch (error) {
      throw toKafkaError(error, where);
    }
  };
}
