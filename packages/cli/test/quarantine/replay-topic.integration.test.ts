import { prepareKafka, toMessage } from '@scrubjay/boot';
import { createFrameCodec, recordAt, type Frame } from '@scrubjay/frame';
import { uniqueName, useKafka } from '@scrubjay/testkit';
import { createFencedWriter, createKafka, readToEnd } from '@scrubjay/transport';
import t from 'tap';
import { fullConfig } from '../../src/config-schema.js';
import { readMarkers } from '../../src/quarantine/markers.js';
import { createRebuild } from '../../src/quarantine/rebuild.js';
import { ReplayReport } from '../../src/quarantine/replay-report.js';
import { replayTopic } from '../../src/quarantine/replay-topic.js';
import { readTopicEntries, readerGroup } from '../../src/quarantine/topic-entries.js';
import { openSealer, withheld } from './support.js';

const server = await useKafka(t);
if (server !== undefined) {
  const name = uniqueName('quarantine');
  const topics = Object.fromEntries(
    ['raw', 'scrubbed', 'quarantine', 'replayed'].map((topic) => [topic, `${name}.${topic}`]),
  );
  const all = fullConfig.parse({
    environment: 'test',
    kafka: { brokers: [...server.brokers], topics, groupPrefix: name, partitions: 2, replicationFactor: 1 },
    ingest: { source: { kind: 'kafka', topics: ['app'] }, maxRecordBytes: 5_000 },
  });
  const config = all.kafka ?? never();
  const { brokers, clientId, connectionTimeoutMs, requestTimeoutMs } = config;
  const kafka = createKafka({ brokers, clientId, connectionTimeoutMs, requestTimeoutMs });
  const codec = createFrameCodec({ sealer: openSealer, environment: 'test' });

  const produce = async (frames: readonly Frame[], poison: readonly Buffer[] = []): Promise<void> => {
    const options = { kafka, groupId: uniqueName('test'), transactionTimeoutMs: 10_000 };
    const writer = createFencedWriter(options, { stream: config.topics.scrubbed, partition: 0 });
    await writer.fence();
    const sealed = await Promise.all(
      frames.map((frame) => toMessage({ to: 'quarantine', frame }, config, codec)),
    );
    const foreign = poison.map((value) => ({ topic: config.topics.quarantine, value }));
    await writer.commit(
      [...sealed, ...foreign].map((message) => ({ ...message, partition: 1 })),
      1n,
    );
    await writer.close();
  };
  const replay = async (isDryRun = false): Promise<ReplayReport> => {
    const report = new ReplayReport();
    const rebuild = createRebuild(all);
    await replayTopic({ kafka, config, codec, rebuild, report, isDryRun, filter: {} });
    return report;
  };
  const rawRecords = async (): Promise<string[]> => {
    const records: string[] = [];
    await readToEnd(kafka, {
      topic: config.topics.raw,
      groupId: readerGroup(config),
      async onMessages(_, messages) {
        for (const { value } of messages) {
          const frame = await codec.open('raw', value ?? never());
          t.ok(frame.quarantine, 'says that it was replayed');
          for (const index of frame.lengths.keys()) records.push(recordAt(frame, index).toString());
        }
        return true;
      },
    });
    return records.map((record) => record.slice(0, 4));
  };

  t.test('puts records back once, whole and together, and leaves what is none', async (t) => {
    await prepareKafka(kafka, config);
    await produce(
      [
        ...[...withheld('id-1', 1), ...withheld('id-2', 2), ...withheld(`id-3${'x'.repeat(2_500)}`, 3)],
        ...withheld('sealed', 4, { reason: 'frame_undecodable' }),
        ...withheld('{"resourceLogs":1}', 5, { stage: 'ingest', reason: 'malformed_otlp', format: 'binary' }),
        ...withheld('x'.repeat(1_500), 6).slice(1),
      ],
      [Buffer.from('foreign')],
    );
    t.equal((await readMarkers(kafka, config)).size, 0, 'nothing was ever replayed');
    t.equal((await replay(true)).count('replayed'), 3);
    t.strictSame(await rawRecords(), [], 'a dry run writes nothing');

    const report = await replay();
    t.strictSame(await rawRecords(), ['id-1', 'id-2', 'id-3']);
    t.equal((await readMarkers(kafka, config)).size, 3);
    for (const outcome of [
      'left: sealed',
      'left: incomplete',
      'left: unreadable',
      'withheld again',
    ] as const) {
      t.equal(report.count(outcome), 1, outcome);
    }
    await produce(withheld('id-7', 7));
    const second = await replay();
    t.equal(second.count('replayed'), 1, 'only what is new');
    t.match(second.lines(false).join('\n'), '3 records had been replayed before');
    t.strictSame((await rawRecords()).sort(), ['id-1', 'id-2', 'id-3', 'id-7']);
  });

  t.test('lists by headers alone, from any message on, and stops when told to', async (t) => {
    const ids: string[] = [];
    await readTopicEntries({
      ...{ kafka, config, only: { partition: 1, from: 1n } },
      async onEntries(_, entries) {
        ids.push(...entries.map(({ id, facts }) => `${id} ${facts?.reason ?? '?'}`));
        return ids.length < 2;
      },
    });
    t.strictSame(ids, [`${name}.quarantine/1/1 too_deep`, `${name}.quarantine/1/2 too_deep`]);
  });

  t.test('a marker that cannot be understood stops everything', async (t) => {
    const options = { kafka, groupId: uniqueName('test'), transactionTimeoutMs: 10_000 };
    const writer = createFencedWriter(options, { stream: config.topics.scrubbed, partition: 0 });
    await writer.fence();
    const [topic, partition] = [config.topics.replayed, 0];
    await writer.commit([{ topic, partition, key: Buffer.from('k'), value: Buffer.from('no') }], 1n);
    await t.rejects(readMarkers(kafka, config), { code: 'SJ_STATE_DAMAGED' });
    await writer.commit([{ topic, partition, key: Buffer.from('k'), value: null }], 2n);
    await writer.close();
  });
}

function never(): never {
  throw new Error('something is missing');
}
