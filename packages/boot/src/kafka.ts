import { ScrubjayError } from '@scrubjay/errors';
import type { FrameCodec, FrameOutput } from '@scrubjay/frame';
import type { Source, SourceMessage, Target } from '@scrubjay/pipeline';
import { silentLogger, type Logger } from '@scrubjay/telemetry';
import {
  checkKafka,
  createKafka,
  createKafkaSource,
  createTransactionalTarget,
  ensureTopics,
  type KafkaClients,
  type OutgoingMessage,
  type TopicSpec,
} from '@scrubjay/transport';
import type { KafkaConfig } from './config/kafka.js';
import type { ServiceContext } from './context.js';
import { factsOf, toHeaders } from './quarantine-facts.js';

/** The cluster that the configuration names; connects to nothing yet. */
export function createKafkaClients(config: KafkaConfig, log: Logger = silentLogger): KafkaClients {
  const { brokers, clientId, tls, sasl, connectionTimeoutMs, requestTimeoutMs } = config;
  return createKafka(
    {
      brokers,
      clientId,
      connectionTimeoutMs,
      requestTimeoutMs,
      ...(tls === undefined ? {} : { tls: withoutUndefined(tls) }),
      ...(sasl === undefined ? {} : { sasl }),
    },
    ({ level, ...fields }) => (level === 'warn' ? log.warn('kafka', fields) : log.debug('kafka', fields)),
  );
}

/** Proves that the brokers answer and that the topics exist: those between the services, and `inputs` of others. */
export async function prepareKafka(
  kafka: KafkaClients,
  config: KafkaConfig,
  inputs: readonly string[] = [],
): Promise<void> {
  await checkKafka(kafka, config.connectionTimeoutMs + 3_000);
  const { partitions, replicationFactor } = config;
  const specOf = (topic: string): TopicSpec => ({ topic, partitions, replicationFactor });
  const { raw, scrubbed, quarantine } = config.topics;
  await ensureTopics(kafka, inputs.map(specOf), { create: false });
  const between = [
    specOf(raw),
    specOf(scrubbed),
    { ...specOf(quarantine), config: quarantineSettings(config) },
  ];
  await ensureTopics(kafka, between, { create: config.createTopics });
}

const hourMs = 3_600_000;

/**
 * Whole records of end users are kept no longer than there is a use for them. A segment is deleted as a whole, an hour or
 * a day after its oldest record is due, where Kafka's own default would let that be a week.
 */
function quarantineSettings({ quarantineRetentionHours }: KafkaConfig): Readonly<Record<string, string>> {
  const retentionMs = quarantineRetentionHours * hourMs;
  const segmentMs = Math.min(24 * hourMs, Math.max(hourMs, Math.floor(retentionMs / 24)));
  return { 'retention.ms': String(retentionMs), 'segment.ms': String(segmentMs) };
}

export function groupOf(config: KafkaConfig, service: string): string {
  return `${config.groupPrefix}.${service}`;
}

/** A fetch holds this much of a partition at most, however large batches may grow. */
const maxFetchBytes = 4_194_304;

/** Reads topics as the consumer group of a service. */
export function kafkaSource(
  { log, health }: Pick<ServiceContext, 'log' | 'health'>,
  kafka: KafkaClients,
  config: KafkaConfig,
  service: string,
  { topics, maxBatchBytes }: { readonly topics: readonly string[]; readonly maxBatchBytes: number },
): Source<SourceMessage> {
  health.report('kafka', 'joining the consumer group');
  return createKafkaSource({
    onConnected: (isConnected) =>
      health.report('kafka', isConnected ? undefined : 'the brokers or the group cannot be reached'),
    onMissed: ({ stream, partition }, from, to) =>
      log.error(
        'records lost',
        new ScrubjayError(
          'SJ_KAFKA_MISSED',
          `Offsets ${from} to ${to} of ${stream} partition ${partition} are gone.`,
        ),
        { stream, partition, from, to },
      ),
    kafka,
    topics,
    groupId: groupOf(config, service),
    sessionTimeoutMs: config.sessionTimeoutMs,
    // Three chances to be heard before the group gives this member up.
    heartbeatIntervalMs: Math.floor(config.sessionTimeoutMs / 3),
    // What is fetched at once goes to the stage at once: no more than a batch may hold.
    maxBytesPerPartition: Math.min(maxBatchBytes, maxFetchBytes),
  });
}

/** Seals frames and writes them, with the positions they came from, in one transaction. */
export function frameTarget(
  kafka: KafkaClients,
  config: KafkaConfig,
  service: string,
  codec: FrameCodec,
): Target<FrameOutput> {
  return createTransactionalTarget<FrameOutput>({
    kafka,
    groupId: groupOf(config, service),
    transactionTimeoutMs: config.transactionTimeoutMs,
    encode: (output) => toMessage(output, config, codec),
  });
}

/** A frame as the message that it travels in. What is withheld says in headers why. */
export async function toMessage(
  { to, frame }: FrameOutput,
  config: KafkaConfig,
  codec: FrameCodec,
): Promise<OutgoingMessage & { readonly value: Buffer }> {
  const message = { topic: config.topics[to], value: await codec.seal(to, frame) };
  return to === 'quarantine' ? { ...message, headers: toHeaders(factsOf(frame)) } : message;
}

function withoutUndefined<T extends object>(value: T): { [K in keyof T]: Exclude<T[K], undefined> } {
  return Object.fromEntries(Object.entries(value).filter(([, v]) => v !== undefined)) as never;
}
