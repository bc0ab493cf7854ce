import {
  createContext,
  createKafkaClients,
  createSigner,
  createStore,
  kafkaSource,
  openFrames,
  prepareKafka,
  requireKafka,
  runToEnd,
  type SharedConfig,
} from '@scrubjay/boot';
import type { SinkConfig } from './config.js';
import { createSinkRunner } from './runner.js';

/** Runs the sink from Kafka to the object store until a signal ends it. */
export async function runSink(
  config: SharedConfig,
  options: SinkConfig,
  signal?: AbortSignal,
): Promise<void> {
  const kafkaConfig = requireKafka(config);
  const context = await createContext(config, { name: 'sink', opens: ['scrubbed'], seals: ['quarantine'] });
  try {
    const { codec, kms, now, storeCircuit } = context;
    const signer = await createSigner(config.keys, kms);
    await signer.check();
    const store = createStore(config.store, storeCircuit);
    await store.check();
    const kafka = createKafkaClients(kafkaConfig, context.log);
    await prepareKafka(kafka, kafkaConfig);
    const opening = {
      codec,
      now,
      from: 'scrubbed',
      stageName: 'sink',
      environment: config.environment,
    } as const;
    const runner = createSinkRunner(context, options, {
      source: kafkaSource(context, kafka, kafkaConfig, 'sink', {
        topics: [kafkaConfig.topics.scrubbed],
        maxBatchBytes: options.batch.maxBytes,
      }),
      store,
      signer,
      open: (stage) => openFrames(stage, opening, ({ frame }) => ({ kind: 'quarantine', frame })),
    });
    await runToEnd(context, { runners: [runner], joinedBy: 'kafka', signal });
  } finally {
    await context.close();
  }
}
