import { createFrameCodec, quarantineFrames } from '@scrubjay/frame';
import type { SourceBatch, SourceMessage } from '@scrubjay/pipeline';
import { createHealth } from '@scrubjay/telemetry';
import { uniqueName, useKafka } from '@scrubjay/testkit';
import kafkajs from 'kafkajs';
import t from 'tap';
import { kafkaConfig } from '../src/config/kafka.js';
import { createKafkaClients, frameTarget, groupOf, kafkaSource, prepareKafka } from '../src/kafka.js';
import { readHeaders } from '../src/quarantine-facts.js';
import { frameOf, KeptLog } from './doubles.js';

/** Stands for the vault: what is sealed is marked, and comes back. */
const codec = createFrameCodec({
  environment: 'test',
  sealer: { seal: async (_, plain) => plain, open: async (_, sealed) => sealed },
});

t.test('topics, sources and targets of the services on a real broker', async (t) => {
  const server = await useKafka(t);
  if (server === undefined) return;
  const name = uniqueName('boot');
  const config = kafkaConfig.parse({
    brokers: server.brokers,
    ...{ groupPrefix: name, partitions: 1, replicationFactor: 1, quarantineRetentionHours: 48 },
    topics: { raw: `${name}.raw`, scrubbed: `${name}.scrubbed`, quarantine: `${name}.quarantine` },
  });
  const kafka = createKafkaClients(config);
  await t.rejects(prepareKafka(kafka, config, [`${name}.none`]), { code: 'SJ_KAFKA_TOPIC_MISSING' });
  await prepareKafka(kafka, config);

  await t.test(
    'the quarantine topic keeps records for as long as is configured, and no longer',
    async (t) => {
      const admin = kafka.newClient().admin();
      await admin.connect();
      const { resources } = await admin.describeConfigs({
        includeSynonyms: false,
        resources: [
          {
            ...{ type: kafkajs.ConfigResourceTypes.TOPIC, name: config.topics.quarantine },
            configNames: ['retention.ms', 'segment.ms'],
          },
        ],
      });
      await admin.disconnect();
      const settings = resources[0]?.configEntries.map((entry) => `${entry.configName}=${entry.configValue}`);
      t.strictSame(settings?.sort(), ['retention.ms=172800000', 'segment.ms=7200000']);
    },
  );

  await t.test('what a target writes a source reads, with the facts of what is withheld', async (t) => {
    const target = frameTarget(kafka, config, 'redactor', codec);
    const input = { stream: config.topics.raw, partition: 0 };
    await target.onAssigned?.([input]);
    const withheld = quarantineFrames({
      ...{ stage: 'redactor', reason: 'too_deep', record: Buffer.from('x'), stream: 'app', partition: 0 },
      ...{ offset: 5n, timestampMs: 1, ingestedAtMs: 2, environment: 'test', service: 'app' },
      ...{ format: 'json', schemaId: '' },
    });
    const outputs = [
      { to: 'scrubbed', frame: frameOf('hello') } as const,
      ...withheld.map((frame) => ({ to: 'quarantine', frame }) as const),
    ];
    await target.deliver({ partition: input, first: 0n, next: 1n, outputs });
    await target.close();

    const health = createHealth();
    const source = kafkaSource({ log: new KeptLog(), health }, kafka, config, 'sink', {
      topics: [config.topics.scrubbed, config.topics.quarantine],
      maxBatchBytes: 1_048_576,
    });
    t.ok(health.troubles.has('kafka'), 'not ready before it has joined the group');
    const stop = new AbortController();
    const read = new Map<string, SourceMessage>();
    const running = source.run(
      {
        async onBatch({ partition, messages }: SourceBatch<SourceMessage>) {
          for (const message of messages) read.set(partition.stream, message);
          if (read.size === 2) stop.abort();
        },
        onAssigned: async () => undefined,
        onRevoked: async () => undefined,
      },
      stop.signal,
    );
    await running;
    await source.close();
    t.notOk(health.troubles.has('kafka'), 'ready once it had');
    const scrubbed = await codec.open('scrubbed', read.get(config.topics.scrubbed)?.value ?? Buffer.alloc(0));
    t.equal(scrubbed.records.toString(), 'hello\n');
    t.match(readHeaders(read.get(config.topics.quarantine)?.headers ?? {}), {
      ...{ stage: 'redactor', reason: 'too_deep', service: 'app' },
      source: { stream: 'app', partition: 0, offset: 5 },
    });
    t.equal(groupOf(config, 'sink'), `${name}.sink`);
  });
});
