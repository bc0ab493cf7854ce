import type { Partition } from '@scrubjay/pipeline';
import type { KafkaClients } from './connection.js';
import { PartitionProducer } from './partition-producer.js';
import type { OutgoingMessage } from './target.js';

export interface FencedWriterOptions {
  readonly kafka: KafkaClients;
  readonly groupId: string;
  readonly transactionTimeoutMs: number;
}

/** An outgoing message whose partition is settled. */
export type PlacedMessage = OutgoingMessage & { readonly partition: number };

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

const maxRequestBytes = 900 * 1024;
const messageOverheadBytes = 64;

export function createFencedWriter(
  { kafka, ...options }: FencedWriterOptions,
  partition: Partition,
): FencedWriter {
  const producer = new PartitionProducer(
    { ...options, client: kafka.newClient(), maxRequestBytes },
    partition,
  );
  return {
    fence: () => producer.fence(),
    commit: (messages, next) =>
      producer.commit(
        messages.map(({ topic, partition: to, key = null, value, headers }) => ({
          topic,
          message: {
            partition: to,
            key,
            value,
            ...(headers === undefined ? {} : { headers: { ...headers } }),
          },
          bytes: (key?.length ?? 0) + (value?.length ?? 0) + messageOverheadBytes,
        })),
        next,
      ),
    close: () => producer.retire(),
  };
}
