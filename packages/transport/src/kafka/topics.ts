import { ScrubjayError } from '@scrubjay/errors';
import type { KafkaClients } from './connection.js';
import { hasProtocolType, toKafkaError } from './errors.js';
import type { Admin } from './kafkajs.js';
import { retryUntil } from './retry.js';

export interface TopicSpec {
  readonly topic: string;
  readonly partitions: number;
  readonly replicationFactor: number;
  /** Topic settings as Kafka names them, e.g. `retention.ms`. */
  readonly config?: Readonly<Record<string, string>>;
}

/** A record of 1 MiB in a frame of its own is larger than the default of 1 MiB once it is sealed. */
const maxMessageBytes = String(4 * 1024 * 1024);
const defaultCheckMs = 5_000;
const topicWaitMs = 30_000;

async function withAdmin<T>(
  kafka: KafkaClients,
  what: string,
  use: (admin: Admin) => Promise<T>,
): Promise<T> {
  const admin = kafka.newClient(3).admin();
  try {
    await admin.connect();
    return await use(admin);
  } catch (error) {
    throw toKafkaError(error, what);
  } finally {
    await admin.disconnect().catch(() => undefined);
  }
}

/**
 * Creates the topics that are missing, or names them with SJ_KAFKA_TOPIC_MISSING where `create` is false. Topics that
 * exist are left as they are. `max.message.bytes` is 4 MiB where the spec says nothing else.
 */
export async function ensureTopics(
  kafka: KafkaClients,
  specs: readonly TopicSpec[],
  { create }: { readonly create: boolean },
): Promise<void> {
  await withAdmin(kafka, `The topics on ${kafka.brokers.join(', ')} cannot be prepared`, async (admin) => {
    const existing = new Set(await admin.listTopics());
    const missing = specs.filter(({ topic }) => !existing.has(topic));
    if (missing.length === 0) return;
    if (!create) {
      const names = missing.map(({ topic }) => topic).join(', ');
      throw new ScrubjayError('SJ_KAFKA_TOPIC_MISSING', `Missing on ${kafka.brokers.join(', ')}: ${names}.`);
    }
    try {
      // kafkajs's own waiting takes a topic that has not reached every broker yet for one that will never exist.
      await admin.createTopics({ waitForLeaders: false, topics: missing.map(toCreateRequest) });
      await untilKnown(
        admin,
        missing.map(({ topic }) => topic),
      );
    } catch (error) {
      // Another instance that starts at the same time may have been faster.
      if (!hasProtocolType(error, 'TOPIC_ALREADY_EXISTS')) throw error;
      await ensureTopics(kafka, specs, { create });
    }
  });
}

/** Resolves once the brokers know the new topics and who leads them. */
async function untilKnown(admin: Admin, topics: string[]): Promise<void> {
  const limits = {
    firstDelayMs: 50,
    maxDelayMs: 1_000,
    signal: AbortSignal.timeout(topicWaitMs),
    shouldRetry: (error: unknown) =>
      hasProtocolType(error, 'UNKNOWN_TOPIC_OR_PARTITION') || hasProtocolType(error, 'LEADER_NOT_AVAILABLE'),
  };
  await retryUntil(limits, () => admin.fetchTopicMetadata({ topics }));
}

function toCreateRequest({ topic, partitions, replicationFactor, config }: TopicSpec): {
  topic: string;
  numPartitions: number;
  replicationFactor: number;
  configEntries: { name: string; value: string }[];
} {
  const settings = { 'max.message.bytes': maxMessageBytes, ...config };
  const configEntries = Object.entries(settings).map(([name, value]) => ({ name, value }));
  return { topic, numPartitions: partitions, replicationFactor, configEntries };
}

/**
 * Resolves when the brokers answer and accept the credentials, within `timeoutMs` (default 5000). Rejects with
 * SJ_KAFKA_UNREACHABLE, which names the brokers, or SJ_KAFKA_DENIED.
 */
export async function checkKafka(kafka: KafkaClients, timeoutMs = defaultCheckMs): Promise<void> {
  const brokers = kafka.brokers.join(', ');
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => {
      reject(
        new ScrubjayError('SJ_KAFKA_UNREACHABLE', `${brokers} did not answer in ${String(timeoutMs)} ms.`),
      );
    }, timeoutMs);
  });
  const check = withAdmin(kafka, `${brokers} cannot be used`, async (admin) => {
    await admin.describeCluster();
  });
  try {
    await Promise.race([check, late]);
  } finally {
    clearTimeout(timer);
  }
}
