import { setTimeout as sleep } from 'node:timers/promises';
import { createKafka, type KafkaClients } from '@scrubjay/transport';
import { uniqueName } from '@scrubjay/testkit';
import kafkajs, { type Admin, type KafkaMessage, type Message, type Producer } from 'kafkajs';

const { CompressionTypes, Partitioners } = kafkajs;
/** Every compression that applications write record batches in. */
export const compressions = [
  CompressionTypes.None,
  CompressionTypes.GZIP,
  CompressionTypes.Snappy,
  CompressionTypes.LZ4,
  CompressionTypes.ZSTD,
];
const chunkMessages = 250;

/** A client whose kafkajs knows all compressions. */
export function connectTo(brokers: readonly string[]): KafkaClients {
  return createKafka({ brokers, clientId: 'e2e', connectionTimeoutMs: 5_000, requestTimeoutMs: 30_000 });
}

export async function withAdmin<T>(kafka: KafkaClients, use: (admin: Admin) => Promise<T>): Promise<T> {
  const admin = kafka.newClient().admin();
  await admin.connect();
  try {
    return await use(admin);
  } finally {
    await admin.disconnect();
  }
}

export async function withProducer<T>(
  kafka: KafkaClients,
  use: (producer: Producer) => Promise<T>,
): Promise<T> {
  const producer = kafka.newClient().producer({ createPartitioner: Partitioners.DefaultPartitioner });
  await producer.connect();
  try {
    return await use(producer);
  } finally {
    await producer.disconnect();
  }
}

/** Spreads messages over partitions in batches, each batch with another compression than the one before. */
export async function produceAll(
  kafka: KafkaClients,
  topic: string,
  messages: readonly Message[],
  options: { readonly partitions: number; readonly pauseMs?: number },
): Promise<void> {
  await withProducer(kafka, async (producer) => {
    for (let at = 0, turn = 0; at < messages.length; at += chunkMessages, turn += 1) {
      const chunk = messages.slice(at, at + chunkMessages).map((message, index) => ({
        ...message,
        partition: (at + index) % options.partitions,
      }));
      const compression = compressions[turn % compressions.length] ?? CompressionTypes.None;
      await producer.send({ topic, messages: chunk, compression });
      if (options.pauseMs !== undefined) await sleep(options.pauseMs);
    }
  });
}

export interface ReadMessage {
  readonly topic: string;
  readonly partition: number;
  readonly message: KafkaMessage;
}

/** Every message of the topics as they are now, by default those of aborted and open transactions too. */
export async function readTopics(
  kafka: KafkaClients,
  topics: readonly string[],
  onMessage: (message: ReadMessage) => void,
  { readUncommitted = true } = {},
): Promise<void> {
  const missing = new Map<string, bigint>();
  await withAdmin(kafka, async (admin) => {
    for (const topic of topics) {
      for (const { partition, high, low } of await admin.fetchTopicOffsets(topic)) {
        if (high !== low) missing.set(`${topic} ${String(partition)}`, BigInt(high));
      }
    }
  });
  if (missing.size === 0) return;
  const consumer = kafka
    .newClient()
    .consumer({ groupId: uniqueName('reader'), maxWaitTimeInMs: 50, readUncommitted });
  await consumer.connect();
  await consumer.subscribe({ topics: [...topics], fromBeginning: true });
  const finished = new Promise<void>((resolve, reject) => {
    consumer.on(consumer.events.END_BATCH_PROCESS, ({ payload }) => {
      const place = `${payload.topic} ${String(payload.partition)}`;
      const end = missing.get(place);
      if (end !== undefined && BigInt(payload.lastOffset) + 1n >= end) missing.delete(place);
      if (missing.size === 0) resolve();
    });
    consumer.on(consumer.events.CRASH, ({ payload }) => reject(payload.error));
  });
  await consumer.run({
    autoCommit: false,
    eachMessage: async (payload) => onMessage(payload),
  });
  await finished;
  await consumer.disconnect();
}
