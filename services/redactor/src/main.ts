import {
  createContext,
  createKafkaClients,
  frameTarget,
  kafkaSource,
  openFrames,
  prepareKafka,
  requireKafka,
  runToEnd,
  type KafkaConfig,
  type SharedConfig,
} from '@scrubjay/boot';
import type { RedactorConfig } from './config.js';
import { startRedaction, type Redaction } from './redaction.js';
import { createRedactorRunner } from './runner.js';

/** Runs the redactor over Kafka until a signal ends it. */
export async function runRedactor(
  config: SharedConfig,
  options: RedactorConfig,
  signal?: AbortSignal,
): Promise<void> {
  const kafkaConfig = requireKafka(config);
  // A batch that is tried again is opened again: its frames are then new ones.
  const redaction = await startRedaction(config, options, { mayMoveFrames: true });
  try {
    await run(config, kafkaConfig, options, redaction, signal);
  } finally {
    await redaction.close();
  }
}

async function run(
  config: SharedConfig,
  kafkaConfig: KafkaConfig,
  options: RedactorConfig,
  redaction: Redaction,
  signal: AbortSignal | undefined,
): Promise<void> {
  const context = await createContext(config, {
    name: 'redactor',
    opens: ['raw', ...(redaction.pseudonymizes ? (['pseudonym'] as const) : [])],
    seals: ['scrubbed', 'quarantine'],
  });
  try {
    const kafka = createKafkaClients(kafkaConfig, context.log);
    await prepareKafka(kafka, kafkaConfig);
    const { codec, now } = context;
    const opening = {
      codec,
      now,
      from: 'raw',
      stageName: 'redactor',
      environment: config.environment,
    } as const;
    const runner = await createRedactorRunner(context, options, redaction, {
      source: kafkaSource(context, kafka, kafkaConfig, 'redactor', {
        topics: [kafkaConfig.topics.raw],
        maxBatchBytes: options.batch.maxBytes,
      }),
      target: frameTarget(kafka, kafkaConfig, 'redactor', codec),
      open: (stage) => openFrames(stage, opening, (output) => output),
    });
    await runToEnd(context, { runners: [runner], joinedBy: 'kafka', signal });
  } finally {
    await context.close();
  }
}
