import {
  createContext,
  createKafkaClients,
  frameTarget,
  kafkaSource,
  loadRuleset,
  openFrames,
  prepareKafka,
  requireKafka,
  runToEnd,
  type SharedConfig,
} from '@scrubjay/boot';
import { mayUse } from '@scrubjay/engine';
import type { RedactorConfig } from './config.js';
import { createRedactorRunner } from './runner.js';

/** Runs the redactor over Kafka until a signal ends it. */
export async function runRedactor(
  config: SharedConfig,
  options: RedactorConfig,
  signal?: AbortSignal,
): Promise<void> {
  const kafkaConfig = requireKafka(config);
  const ruleset = await loadRuleset(config.rules);
  const pseudonymizes = mayUse(ruleset, 'pseudonymize');
  const context = await createContext(config, {
    name: 'redactor',
    opens: ['raw', ...(pseudonymizes ? (['pseudonym'] as const) : [])],
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
    const runner = await createRedactorRunner(context, options, ruleset, {
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
