import { ScrubjayError } from '@scrubjay/errors';
import type { Partition } from '@scrubjay/pipeline';
import { hasProtocolType, toKafkaError } from './errors.js';
import { Partitioners, type KafkaJs, type Message, type Producer, type Transaction } from './kafkajs.js';
import { pause } from './retry.js';
import { partitionKey } from './routing.js';

/** One message with the partition that it goes to. */
export interface RoutedMessage {
  readonly topic: string;
  readonly message: Message & { readonly partition: number };
  readonly bytes: number;
}

export interface PartitionProducerOptions {
  readonly client: KafkaJs;
  readonly groupId: string;
  readonly transactionTimeoutMs: number;
  readonly maxRequestBytes: number;
}

const concurrentDelayMs = 10;

/** What is written by one request: to one partition, and so to one broker. */
export interface ProduceRequest {
  readonly topic: string;
  readonly messages: readonly RoutedMessage['message'][];
}

/**
 * The messages of a transaction as requests of bounded size; a larger single message is one by itself. Those of a
 * partition stay in order. Each request is to one partition: where one to several brokers fails in part and a partition
 * then moves to a broker that has answered already, kafkajs does not send its messages again and says that all is well.
 */
export function splitRequests(
  messages: readonly RoutedMessage[],
  maxBytes: number,
): readonly ProduceRequest[] {
  const partitions = new Map<string, RoutedMessage[]>();
  for (const message of messages) {
    const place = partitionKey(message.topic, message.message.partition);
    const same = partitions.get(place);
    if (same === undefined) partitions.set(place, [message]);
    else same.push(message);
  }
  return [...partitions.values()].flatMap((same) => splitBySize(same, maxBytes));
}

function splitBySize(messages: readonly RoutedMessage[], maxBytes: number): ProduceRequest[] {
  const requests: { topic: string; messages: RoutedMessage['message'][] }[] = [];
  let bytes = Infinity;
  for (const { topic, message, bytes: size } of messages) {
    if (bytes + size > maxBytes) {
      requests.push({ topic, messages: [] });
      bytes = 0;
    }
    requests.at(-1)?.messages.push(message);
    bytes += size;
  }
  return requests;
}

/**
 * The transactional producer of one input partition: group, topic and partition name its transactional id, so that
 * the broker lets only the newest one commit. It is thrown away after any failure, because kafkajs then numbers the
 * next messages like the failed ones and the broker would take them for duplicates and drop them.
 */
export class PartitionProducer {
  readonly #options: PartitionProducerOptions;
  readonly #partition: Partition;
  readonly #where: string;
  #producer: Producer | undefined;
  #isRetired = false;
  #working: Promise<void> = Promise.resolve();

  constructor(options: PartitionProducerOptions, partition: Partition) {
    this.#options = options;
    this.#partition = partition;
    this.#where = `The transaction of partition ${String(partition.partition)} of ${partition.stream}`;
  }

  /** False after a failure: then `fence` comes before the next transaction. */
  get isReady(): boolean {
    return this.#producer !== undefined;
  }

  /** Takes the transactional id over. Once it resolves, what an older producer began is committed or aborted. */
  fence(): Promise<void> {
    return this.#track(this.#fence());
  }

  /** All messages and the input position `next`, or nothing. */
  commit(messages: readonly RoutedMessage[], next: bigint): Promise<void> {
    return this.#track(this.#commit(messages, next));
  }

  /** Commits nothing from now on; a transaction under way is aborted before its commit. Resolves when all is closed. */
  async retire(): Promise<void> {
    this.#isRetired = true;
    await this.#working;
    await this.#discard();
  }

  #track(work: Promise<void>): Promise<void> {
    this.#working = work.catch(() => undefined);
    return work;
  }

  async #fence(): Promise<void> {
    await this.#discard();
    const { client, groupId, transactionTimeoutMs } = this.#options;
    const { stream, partition } = this.#partition;
    const producer = client.producer({
      transactionalId: `${groupId}-${stream}-${String(partition)}`,
      transactionTimeout: transactionTimeoutMs,
      maxInFlightRequests: 1,
      allowAutoTopicCreation: false,
      createPartitioner: Partitioners.DefaultPartitioner,
    });
    try {
      await producer.connect();
      // kafkajs asks for the producer id, which is what fences, when it begins the first transaction.
      const transaction = await producer.transaction();
      await transaction.abort();
    } catch (error) {
      await producer.disconnect().catch(() => undefined);
      throw toKafkaError(error, `${this.#where} cannot be prepared`);
    }
    this.#producer = producer;
  }

  async #commit(messages: readonly RoutedMessage[], next: bigint): Promise<void> {
    this.#failIfRetired();
    const producer = this.#producer;
    if (producer === undefined) throw new ScrubjayError('SJ_INTERNAL', `${this.#where} was not prepared.`);
    let transaction: Transaction | undefined;
    try {
      transaction = await producer.transaction();
      await this.#sendOffset(transaction, next);
      for (const request of splitRequests(messages, this.#options.maxRequestBytes)) {
        this.#failIfRetired();
        await transaction.send({ acks: -1, topic: request.topic, messages: [...request.messages] });
      }
      this.#failIfRetired();
      await transaction.commit();
    } catch (error) {
      if (transaction?.isActive() === true) await transaction.abort().catch(() => undefined);
      await this.#discard();
      throw toKafkaError(error, `${this.#where} failed`);
    }
  }

  /**
   * The offset goes first: until the markers of the last transaction are written the broker refuses to begin a new one
   * (CONCURRENT_TRANSACTIONS), and only a request to a single broker can be repeated without doing anything twice.
   */
  async #sendOffset(transaction: Transaction, next: bigint): Promise<void> {
    const { groupId, transactionTimeoutMs } = this.#options;
    const { stream: topic, partition } = this.#partition;
    const partitions = [{ partition, offset: String(next) }];
    const until = performance.now() + transactionTimeoutMs;
    for (;;) {
      try {
        await transaction.sendOffsets({ consumerGroupId: groupId, topics: [{ topic, partitions }] });
        return;
      } catch (error) {
        if (!hasProtocolType(error, 'CONCURRENT_TRANSACTIONS') || performance.now() > until) throw error;
      }
      await pause(concurrentDelayMs, AbortSignal.timeout(transactionTimeoutMs));
    }
  }

  #failIfRetired(): void {
    if (this.#isRetired)
      throw new ScrubjayError('SJ_KAFKA_FENCED', `${this.#where} was given up with the partition.`);
  }

  async #discard(): Promise<void> {
    const producer = this.#producer;
    this.#producer = undefined;
    await producer?.disconnect().catch(() => undefined);
  }
}
