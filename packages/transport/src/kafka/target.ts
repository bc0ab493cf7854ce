import { ScrubjayError, isScrubjayError } from '@scrubjay/errors';
import type { Delivery, Partition, Receipt, Target } from '@scrubjay/pipeline';
import type { KafkaClients } from './connection.js';
import { toKafkaError } from './errors.js';
import type { Admin, KafkaJs } from './kafkajs.js';
import { defaultMaxRequestBytes, toRouted, type OutgoingMessage } from './outgoing.js';
import { PartitionProducer, type RoutedMessage } from './partition-producer.js';
import { fetchCommitted } from './positions.js';
import { outputPartition, partitionKey } from './routing.js';

export interface TransactionalTargetOptions<Out> {
  readonly kafka: KafkaClients;
  /** The group of the source: its offsets are committed in the transactions, and it is part of their ids. */
  readonly groupId: string;
  readonly encode: (output: Out, input: Partition) => Promise<OutgoingMessage>;
  /** After so long the broker ends a transaction by itself. Default 30000. */
  readonly transactionTimeoutMs?: number;
  /** Size that a produce request aims at. Default 900 KiB; a larger single message still goes out. */
  readonly maxRequestBytes?: number;
}

const committed: Receipt = { durable: Promise.resolve(), positionCommitted: true };
const metadataMaxAgeMs = 60_000;

/**
 * Delivers exactly once: one transaction holds all outputs of a delivery and the input position behind it, and a
 * producer that belongs to the input partition commits it. See docs/decisions/0005-exactly-once-on-kafkajs.md.
 *
 * `deliver` rejects with SJ_KAFKA_FENCED when another instance, or a time-out, ended this one's right to the
 * partition: it must be assigned anew. After a retryable error the same delivery may come again: whether the failed
 * transaction was committed after all is then read from the group's offset.
 */
export function createTransactionalTarget<Out>(options: TransactionalTargetOptions<Out>): Target<Out> {
  return new TransactionalTarget(options);
}

interface Lane {
  readonly producer: PartitionProducer;
  /** The committed offset while this producer holds the transactional id; undefined where there is none yet. */
  position: bigint | undefined;
  /** Whether `position` was read since the transactional id was last taken over: what was in doubt before may be committed. */
  isPositionKnown: boolean;
}

class TransactionalTarget<Out> implements Target<Out> {
  readonly #options: TransactionalTargetOptions<Out>;
  readonly #client: KafkaJs;
  readonly #admin: Admin;
  readonly #lanes = new Map<string, Lane>();
  readonly #counts = new Map<string, { readonly count: number; readonly readAtMs: number }>();
  readonly #retiring = new Set<Promise<void>>();
  #connecting: Promise<void> | undefined;
  #isClosed = false;

  constructor(options: TransactionalTargetOptions<Out>) {
    this.#options = options;
    this.#client = options.kafka.newClient();
    this.#admin = this.#client.admin();
  }

  async onAssigned(partitions: readonly Partition[]): Promise<void> {
    this.#failIfClosed();
    const lanes = partitions.map((partition) => this.#createLane(partition));
    try {
      await Promise.all(lanes.map(({ producer }) => producer.fence()));
      await this.#readPositions(partitions);
    } catch (error) {
      await this.onRevoked(partitions);
      throw error;
    }
  }

  /** Waits for no transaction under way: whoever takes a partition over fences it. */
  onRevoked(partitions: readonly Partition[]): Promise<void> {
    for (const { stream, partition } of partitions) this.#retire(partitionKey(stream, partition));
    return Promise.resolve();
  }

  async deliver(delivery: Delivery<Out>): Promise<Receipt> {
    this.#failIfClosed();
    const { stream, partition } = delivery.partition;
    const key = partitionKey(stream, partition);
    const lane = this.#lanes.get(key);
    if (lane === undefined) throw notOurs(delivery.partition);
    try {
      await this.#deliver(lane, delivery);
    } catch (error) {
      // Fenced once, it must not fence the new owner in turn when the delivery is tried again.
      if (isScrubjayError(error) && error.code === 'SJ_KAFKA_FENCED' && this.#lanes.get(key) === lane)
        this.#retire(key);
      throw error;
    }
    return committed;
  }

  async #deliver(lane: Lane, { partition: input, first, next, outputs }: Delivery<Out>): Promise<void> {
    if (!lane.producer.isReady) {
      lane.isPositionKnown = false;
      await lane.producer.fence();
    }
    // Apart from the fence: it may have succeeded before, and only the reading failed.
    if (!lane.isPositionKnown) {
      await this.#readPositions([input]);
      if (lane.position !== undefined && lane.position >= next) return;
    }
    if (lane.position !== undefined && first < lane.position) throw notOurs(input);
    const messages = await this.#route(outputs, input);
    await lane.producer.commit(messages, next);
    lane.position = next;
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    for (const key of [...this.#lanes.keys()]) this.#retire(key);
    await Promise.all(this.#retiring);
    await this.#connecting?.catch(() => undefined);
    await this.#admin.disconnect().catch(() => undefined);
  }

  #createLane(partition: Partition): Lane {
    const { groupId, transactionTimeoutMs, maxRequestBytes } = this.#options;
    const key = partitionKey(partition.stream, partition.partition);
    this.#retire(key);
    const producer = new PartitionProducer(
      {
        client: this.#client,
        groupId,
        transactionTimeoutMs: transactionTimeoutMs ?? 30_000,
        maxRequestBytes: maxRequestBytes ?? defaultMaxRequestBytes,
      },
      partition,
    );
    const lane: Lane = { producer, position: undefined, isPositionKnown: false };
    this.#lanes.set(key, lane);
    return lane;
  }

  /** Only while the transactional ids are held: nobody else can move the offsets then. */
  async #readPositions(partitions: readonly Partition[]): Promise<void> {
    await this.#connect();
    const topics = [...new Set(partitions.map(({ stream }) => stream))];
    const positions = await fetchCommitted(this.#admin, this.#options.groupId, topics);
    for (const { stream, partition } of partitions) {
      const key = partitionKey(stream, partition);
      const lane = this.#lanes.get(key);
      if (lane === undefined) continue;
      lane.position = positions.get(key);
      lane.isPositionKnown = true;
    }
  }

  async #route(outputs: readonly Out[], input: Partition): Promise<readonly RoutedMessage[]> {
    const routed: RoutedMessage[] = [];
    for (const output of outputs) {
      const message = await this.#options.encode(output, input);
      const { partition = outputPartition(input, await this.#countPartitions(message.topic)) } = message;
      routed.push(toRouted({ ...message, partition }));
    }
    return routed;
  }

  async #countPartitions(topic: string): Promise<number> {
    const known = this.#counts.get(topic);
    if (known !== undefined && performance.now() - known.readAtMs < metadataMaxAgeMs) return known.count;
    try {
      await this.#connect();
      const { topics } = await this.#admin.fetchTopicMetadata({ topics: [topic] });
      const count = topics[0]?.partitions.length ?? 0;
      if (count === 0)
        throw new ScrubjayError('SJ_KAFKA_TOPIC_MISSING', `The topic ${topic} has no partitions.`);
      this.#counts.set(topic, { count, readAtMs: performance.now() });
      return count;
    } catch (error) {
      throw toKafkaError(error, `The partitions of topic ${topic} cannot be read`);
    }
  }

  async #connect(): Promise<void> {
    this.#connecting ??= this.#admin.connect();
    try {
      await this.#connecting;
    } catch (error) {
      this.#connecting = undefined;
      throw toKafkaError(error, `${this.#options.kafka.brokers.join(', ')} cannot be reached`);
    }
  }

  #retire(key: string): void {
    const lane = this.#lanes.get(key);
    if (lane === undefined) return;
    this.#lanes.delete(key);
    const retiring = lane.producer.retire();
    this.#retiring.add(retiring);
    void retiring.finally(() => this.#retiring.delete(retiring));
  }

  #failIfClosed(): void {
    // Final: a caller that tried again would do so for ever.
    if (this.#isClosed)
      throw new ScrubjayError('SJ_STOPPED', 'The Kafka target is closed.', { retryable: false });
  }
}

function notOurs({ stream, partition }: Partition): ScrubjayError {
  return new ScrubjayError(
    'SJ_KAFKA_FENCED',
    `Partition ${String(partition)} of ${stream} was moved on by another instance.`,
  );
}
