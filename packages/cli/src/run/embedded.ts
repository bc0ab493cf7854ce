import {
  createContext,
  createKafkaClients,
  createQuarantineStore,
  createSigner,
  createStore,
  kafkaSource,
  requireKafka,
  runToEnd,
  withQuarantineStore,
  type ServiceContext,
} from '@scrubjay/boot';
import type { FrameInput, FrameOutput } from '@scrubjay/frame';
import { createIngestRunner, type IngestConfig } from '@scrubjay/ingest';
import type { Runner, Source, SourceMessage, Target } from '@scrubjay/pipeline';
import { createRedactorRunner, startRedaction, type Redaction } from '@scrubjay/redactor';
import { createSinkRunner } from '@scrubjay/sink';
import { createChannel, createFileSource, createStdinSource, type ObjectStore } from '@scrubjay/transport';
import { requireIngest, type FullConfig } from '../config-schema.js';
import { readSummary, type RunSummary } from './run-summary.js';

/** Frame bytes that may wait between two stages. */
const channelBytes = 33_554_432;

/**
 * Runs ingest, redactor and sink in this process, joined by memory: a position of the input is saved only once the
 * objects that its records went to are durable. Resolves with what was done when the input ends or after a drain.
 */
export async function runEmbedded(config: FullConfig): Promise<RunSummary> {
  const ingest = requireIngest(config);
  // Nothing is sealed between the stages: the one copy of a frame must outlive a worker that ends over it.
  const redaction = await startRedaction(config, config.redactor, { mayMoveFrames: false });
  try {
    return await run(config, ingest, redaction);
  } finally {
    await redaction.close();
  }
}

async function run(config: FullConfig, ingest: IngestConfig, redaction: Redaction): Promise<RunSummary> {
  const { fingerprint, pseudonymizes } = redaction;
  const context = await createContext(config, {
    name: 'embedded',
    opens: ['scrubbed', ...(pseudonymizes ? (['pseudonym'] as const) : [])],
    seals: ['quarantine'],
  });
  try {
    const store = createStore(config.store, context.storeCircuit);
    await store.check();
    const started = performance.now();
    const runners = await joinStages(context, config, ingest, redaction, store);
    await runToEnd(context, { runners, joinedBy: 'memory' });
    const seconds = (performance.now() - started) / 1000;
    return await readSummary(context.metrics, { seconds, place: store.describe(), fingerprint });
  } finally {
    await context.close();
  }
}

async function joinStages(
  context: ServiceContext,
  config: FullConfig,
  ingest: IngestConfig,
  redaction: Redaction,
  store: ObjectStore,
): Promise<readonly Runner[]> {
  const raw = frameChannel();
  const scrubbed = frameChannel();
  const quarantine = createQuarantineStore(store, context.codec);
  const intoRaw: Target<FrameOutput> = withQuarantineStore(raw.target, quarantine);
  const intoScrubbed: Target<FrameOutput> = withQuarantineStore(scrubbed.target, quarantine);
  return [
    createIngestRunner(context, ingest, { source: createSource(context, config, ingest), target: intoRaw }),
    await createRedactorRunner(context, config.redactor, redaction, {
      source: raw.source,
      target: intoScrubbed,
      open: (stage) => stage,
    }),
    createSinkRunner(context, config.sink, {
      ...{ source: scrubbed.source, store, open: (stage) => stage },
      signer: await createSigner(config.keys, context.kms),
    }),
  ];
}

function frameChannel(): ReturnType<typeof createChannel<FrameOutput, FrameInput>> {
  return createChannel<FrameOutput, FrameInput>({
    maxBytes: channelBytes,
    map: ({ frame }, delivery) => ({ offset: delivery.first, frame }),
    sizeOf: ({ frame }) => frame.records.length,
  });
}

function createSource(
  context: ServiceContext,
  config: FullConfig,
  ingest: IngestConfig,
): Source<SourceMessage> {
  const { source, maxRecordBytes } = ingest;
  switch (source.kind) {
    case 'kafka': {
      const kafkaConfig = requireKafka(config);
      return kafkaSource(context, createKafkaClients(kafkaConfig, context.log), kafkaConfig, 'ingest', {
        topics: source.topics,
        maxBatchBytes: ingest.batch.maxBytes,
      });
    }
    case 'files':
      return createFileSource({ paths: source.paths, stateDir: config.stateDir, maxRecordBytes });
    case 'stdin':
      return createStdinSource({
        input: process.stdin,
        runId: `${process.pid}-${context.now()}`,
        maxRecordBytes,
      });
  }
}
