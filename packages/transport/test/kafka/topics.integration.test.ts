import { join } from 'node:path';
import { uniqueName, useKafka } from '@scrubjay/testkit';
import kafkajs from 'kafkajs';
import t from 'tap';
import { createKafka, type KafkaConnection } from '../../src/kafka/connection.js';
import { createKafkaSource } from '../../src/kafka/source.js';
import { checkKafka, ensureTopics } from '../../src/kafka/topics.js';
import { connectTo, createTopic, produce, start, valuesOf } from './fixtures/support.js';

const server = await useKafka(t, { sasl: true, tls: true });
if (server !== undefined) {
  const kafka = connectTo(server.brokers);
  const timeouts = { connectionTimeoutMs: 2_000, requestTimeoutMs: 5_000 };
  const check = (connection: Partial<KafkaConnection>): Promise<void> =>
    checkKafka(createKafka({ brokers: server.brokers, clientId: 'test', ...timeouts, ...connection }));

  t.test('creates what is missing with room for large frames, and leaves the rest alone', async (t) => {
    const topic = uniqueName('made');
    const spec = { topic, partitions: 2, replicationFactor: 1, config: { 'retention.ms': '60000' } };
    await ensureTopics(kafka, [spec], { create: true });
    await ensureTopics(kafka, [{ ...spec, partitions: 5 }], { create: true });
    const admin = kafka.newClient().admin();
    await admin.connect();
    const { topics } = await admin.fetchTopicMetadata({ topics: [topic] });
    const { resources } = await admin.describeConfigs({
      includeSynonyms: false,
      resources: [
        {
          type: kafkajs.ConfigResourceTypes.TOPIC,
          name: topic,
          configNames: ['max.message.bytes', 'retention.ms'],
        },
      ],
    });
    await admin.disconnect();
    t.equal(topics[0]?.partitions.length, 2);
    const settings = resources[0]?.configEntries.map(
      ({ configName, configValue }) => `${configName}=${configValue}`,
    );
    t.same(settings?.sort(), ['max.message.bytes=4194304', 'retention.ms=60000']);
  });

  t.test('two instances may create the same topic at once', async (t) => {
    const spec = { topic: uniqueName('made'), partitions: 1, replicationFactor: 1 };
    await t.resolves(Promise.all([1, 2, 3].map(() => ensureTopics(kafka, [spec], { create: true }))));
  });

  t.test('names the topics that are missing where it may not create them', async (t) => {
    const topic = uniqueName('none');
    await t.rejects(
      ensureTopics(kafka, [{ topic, partitions: 1, replicationFactor: 1 }], { create: false }),
      {
        code: 'SJ_KAFKA_TOPIC_MISSING',
        message: new RegExp(topic),
      },
    );
  });

  t.test('accepts each SASL mechanism', async (t) => {
    if (server.sasl === undefined) return;
    const { brokers, username, password } = server.sasl;
    for (const mechanism of ['plain', 'scram-sha-256', 'scram-sha-512'] as const) {
      await t.resolves(check({ brokers, sasl: { mechanism, username, password } }), mechanism);
    }
  });

  t.test('a wrong password is denied, and never named', async (t) => {
    if (server.sasl === undefined) return;
    const { brokers, username } = server.sasl;
    for (const mechanism of ['plain', 'scram-sha-256'] as const) {
      const error: unknown = await check({ brokers, sasl: { mechanism, username, password: 'wr0ng' } }).catch(
        (thrown: unknown) => thrown,
      );
      t.match(error, { code: 'SJ_KAFKA_DENIED', exitCode: 3 }, mechanism);
      t.notMatch((error as Error).message, /wr0ng/);
    }
  });

  t.test('trusts the CA of the file, and no other', async (t) => {
    if (server.tls === undefined) return;
    const { brokers, ca } = server.tls;
    const caFile = join(t.testdir({ 'ca.pem': ca }), 'ca.pem');
    await t.resolves(check({ brokers, tls: { caFile } }));
    await t.rejects(check({ brokers, tls: true }), { code: 'SJ_KAFKA_UNREACHABLE', fix: /kafka\.tls/ });
  });

  t.test('reads over TLS with SASL', async (t) => {
    if (server.saslTls === undefined) return;
    const { brokers, ca, username, password } = server.saslTls;
    const caFile = join(t.testdir({ 'ca.pem': ca }), 'ca.pem');
    const secured = createKafka({
      brokers,
      clientId: 'test',
      ...timeouts,
      tls: { caFile },
      sasl: { mechanism: 'scram-sha-512', username, password },
    });
    const topic = await createTopic(kafka, 1);
    await produce(kafka, topic, [{ partition: 0, value: 'x' }]);
    const running = start(createKafkaSource({ kafka: secured, topics: [topic], groupId: uniqueName('g') }));
    await running.received(1);
    await running.stop();
    t.same(valuesOf(running.batches), ['x']);
  });

  t.test('names brokers that do not answer, within seconds', async (t) => {
    const began = Date.now();
    await t.rejects(check({ brokers: ['127.0.0.1:1'] }), {
      code: 'SJ_KAFKA_UNREACHABLE',
      message: /127\.0\.0\.1:1/,
    });
    t.ok(Date.now() - began < 4_000);
  });
}
