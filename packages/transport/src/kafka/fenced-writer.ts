import type { Partition } from '@scrubjay/pipeline';
import type { KafkaClients } from './connection.js';
import { defaultMaxRequestBytes, toRouted, type PlacedMessage } from './outgoing.js';
import { PartitionProducer } from './partition-producer.js';

export interface FencedWriterOptions {
  readonly kafka: KafkaClients;
  readonly groupId: string;
  readonly transactionTimeoutMs: number;
}

/**
 * Writes what came of an input partition that is not read to its end in order, where a transactional target's position
 * could not say what is done: the caller keeps its own record of that, in the same transactions.
 */
export interface FencedWriter {
  /**
   * Takes over from any other writer of the same group and partition. Once it resolves, what that one began is committed or
   * aborted for good, and it can commit nothing more: read only now what is done already.
   */
  fence(): Promise<void>;
  /**
   * All messages, or none. `next` becomes the group's offset, for monitoring. After a rejection nobody knows: fence again
   * and look. Rejects with SJ_KAFKA_FENCED where another writer has taken over.
   */
  commit(messages: readonly PlacedMessage[], next: bigint): Promise<void>;
  close(): Promise<void>;
}

export function createFencedWriter(
  { kafka, ...options }: FencedWriterOptions,
  partition: Partition,
): FencedWriter {
  const producer = new PartitionProducer(
    { ...options, client: kafka.newClient(), maxRequestBytes: defaultMaxRequestBytes },
    partition,
  );
  return {
    fence: () => producer.fence(),
    commit: (messages, next) => producer.commit(messages.map(toRouted), next),
    close: () => producer.retire(),
  };
}
