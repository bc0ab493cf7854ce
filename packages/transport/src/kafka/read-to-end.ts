import type { SourceMessage } from '@scrubjay/pipeline';
import type { KafkaClients } from './connection.js';
import { toKafkaError } from './errors.js';
import type { Consumer, EachBatchPayload } from './kafkajs.js';
import { toSourceMessages } from './messages.js';

export interface TopicEnd {
  readonly partition: number;
  /** First offset that is still there. */
  readonly low: bigint;
  /** Behind the last message that is visible: of finished transactions only. */
  readonly end: bigint;
}

export interface ReadToEndOptions {
  readonly topic: string;
  /** A group of this read alone, as members of one would share the partitions. Nothing is committed under it. */
  readonly groupId: string;
  /** Read this partition only, from this offset. */
  readonly only?: { readonly partition: number; readonly from: bigint };
  /** Given the messages of a partition in order; others wait meanwhile. False ends the read. */
  readonly onMessages: (partition: number, messages: readonly SourceMessage[]) => Promise<boolean>;
}

const sessionTimeoutMs = 30_000;
const heartbeatIntervalMs = 3_000;
const maxBytesPerPartition = 4_194_304;

/** Where the partitions of a topic begin and end. Rejects with SJ_KAFKA_TOPIC_MISSING where it does not exist. */
export async function fetchTopicEnds(kafka: KafkaClients, topic: string): Promise<readonly TopicEnd[]> {
  const admin = kafka.newClient().admin();
  try {
    await admin.connect();
    const ends = await admin.fetchTopicOffsets(topic);
    return ends
      .map(({ partition, low, high }) => ({ partition, low: BigInt(low), end: BigInt(high) }))
      .sort((a, b) => a.partition - b.partition);
  } catch (error) {
    throw toKafkaError(error, `The offsets of topic ${topic} cannot be read`);
  } finally {
    await admin.disconnect().catch(() => undefined);
  }
}

/**
 * Reads the committed messages that a topic holds now, once. What is written meanwhile is left out: resolves at the ends
 * that held at the start, so that a reader that writes to the topic in turn comes to an end.
 */
export async function readToEnd(kafka: KafkaClients, options: ReadToEndOptions): Promise<void> {
  const { topic, groupId, only } = options;
  const ends = await fetchTopicEnds(kafka, topic);
  const wanted = only === undefined ? ends : ends.filter(({ partition }) => partition === only.partition);
  const open = new Map(
    wanted
      .map(({ partition, low, end }) => ({ partition, from: only?.from ?? low, end }))
      .filter(({ from, end }) => from < end)
      .map(({ partition, from, end }) => [partition, { next: from, end }]),
  );
  if (open.size === 0) return;
  const consumer = kafka.newClient().consumer({
    groupId,
    sessionTimeout: sessionTimeoutMs,
    heartbeatInterval: heartbeatIntervalMs,
    maxBytesPerPartition,
    maxWaitTimeInMs: 100,
    allowAutoTopicCreation: false,
    readUncommitted: false,
    retry: { initialRetryTime: 100, retries: 8, restartOnFailure: () => Promise.resolve(false) },
  });
  try {
    await consumer.connect();
    await consumer.subscribe({ topic, fromBeginning: true });
    await read(consumer, options, ends, open);
  } catch (error) {
    throw toKafkaError(error, `Topic ${topic} cannot be read`);
  } finally {
    await consumer.disconnect().catch(() => undefined);
    await forgetGroup(kafka, groupId);
  }
}

/** What is still to be read, by partition. */
type Open = Map<number, { next: bigint; readonly end: bigint }>;

async function read(
  consumer: Consumer,
  { topic, onMessages, only }: ReadToEndOptions,
  ends: readonly TopicEnd[],
  open: Open,
): Promise<void> {
  let settle: (error?: Error) => void = () => undefined;
  const finished = new Promise<void>((resolve, reject) => {
    settle = (error) => {
      if (error === undefined) resolve();
      else reject(error);
    };
  });
  finished.catch(() => undefined);
  let isOver = false;
  const reach = (partition: number, next: bigint): void => {
    const state = open.get(partition);
    if (state === undefined) return;
    if (next > state.next) state.next = next;
    if (next >= state.end) open.delete(partition);
    if (open.size === 0) settle();
  };
  consumer.on(consumer.events.CRASH, ({ payload }) => settle(payload.error));
  // Also told of batches in which nothing is for readers, as behind an aborted transaction.
  consumer.on(consumer.events.END_BATCH_PROCESS, ({ payload }) =>
    reach(payload.partition, BigInt(payload.lastOffset) + 1n),
  );
  await consumer.run({
    autoCommit: false,
    eachBatch: async (payload) => {
      const { partition } = payload.batch;
      const state = open.get(partition);
      if (state === undefined || isOver) return;
      // After a rebalance kafkajs begins anew: what was handed over is not handed over again.
      const fresh = toSourceMessages(payload.batch.messages).filter(
        ({ offset }) => offset >= state.next && offset < state.end,
      );
      try {
        if (await beating(payload, onMessages(partition, fresh))) return;
        isOver = true;
        settle();
      } catch (error) {
        isOver = true;
        settle(toKafkaError(error, `Topic ${topic} cannot be read`));
      }
    },
  });
  if (only !== undefined) {
    consumer.seek({ topic, partition: only.partition, offset: String(only.from) });
    const others = ends.map(({ partition }) => partition).filter((one) => one !== only.partition);
    if (others.length > 0) consumer.pause([{ topic, partitions: others }]);
  }
  await finished;
}

/** Waits with the heart beating, or the group would give this member up. */
async function beating<T>(payload: EachBatchPayload, work: Promise<T>): Promise<T> {
  const timer = setInterval(() => void payload.heartbeat().catch(() => undefined), heartbeatIntervalMs);
  try {
    return await work;
  } finally {
    clearInterval(timer);
  }
}

/** An empty group would vanish by itself after days; where this one may not be removed, it does. */
async function forgetGroup(kafka: KafkaClients, groupId: string): Promise<void> {
  const admin = kafka.newClient(1).admin();
  try {
    await admin.connect();
    await admin.deleteGroups([groupId]);
  } catch {
    // Nothing depends on it.
  } finally {
    await admin.disconnect().catch(() => undefined);
  }
}
