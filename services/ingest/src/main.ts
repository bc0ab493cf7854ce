import {
  createContext,
  createKafkaClients,
  frameTarget,
  kafkaSource,
  prepareKafka,
  requireKafka,
  runToEnd,
  type SharedConfig,
} from '@scrubjay/boot';
import { ScrubjayError } from '@scrubjay/errors';
import type { IngestConfig } from './config.js';
import { createIngestRunner } from './runner.js';

/**
 * Fetched of a partition at once, as it lies in Kafka. Applications compress, six times and more, and every record becomes
 * objects: at 4 MiB a fetch of six partitions took 800 MB of memory, and collecting it a quarter of the time.
 */
const maxFetchedBytes = 524_288;

/** Runs ingest over Kafka until a signal ends it. */
export async function runIngest(
  config: SharedConfig,
  options: IngestConfig,
  signal?: AbortSignal,
): Promise<void> {
  const { source } = options;
  if (source.kind !== 'kafka') {
    throw new ScrubjayError(
      'SJ_CONFIG_INVALID',
      `ingest.source.kind: ${source.kind} cannot be read exactly once into Kafka.`,
      {
        fix: 'Set transport: memory for files and standard input, or read from Kafka topics.',
      },
    );
  }
  const kafkaConfig = requireKafka(config);
  const context = await createContext(config, { name: 'ingest', opens: [], seals: ['raw', 'quarantine'] });
  try {
    const kafka = createKafkaClients(kafkaConfig, context.log);
    await prepareKafka(kafka, kafkaConfig, source.topics);
    const runner = createIngestRunner(context, options, {
      source: kafkaSource(context, kafka, kafkaConfig, 'ingest', {
        topics: source.topics,
        maxBatchBytes: Math.min(options.batch.maxBytes, maxFetchedBytes),
      }),
      target: frameTarget(kafka, kafkaConfig, 'ingest', context.codec),
    });
    await runToEnd(context, { runners: [runner], joinedBy: 'kafka', signal });
  } finally {
    await context.close();
  }
}
