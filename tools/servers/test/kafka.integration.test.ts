import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import kafkajs, { type Kafka, type KafkaConfig } from 'kafkajs';
import t from 'tap';
import { requireServer, startKafka } from '../src/index.js';

function connect(config: KafkaConfig): Kafka {
  return new kafkajs.Kafka({
    logLevel: kafkajs.logLevel.NOTHING,
    retry: { initialRetryTime: 50 },
    ...config,
  });
}

async function createTopic(kafka: Kafka, topic: string): Promise<void> {
  const admin = kafka.admin();
  await admin.connect();
  await admin.createTopics({ topics: [{ topic, numPartitions: 1 }], waitForLeaders: true });
  await admin.disconnect();
}

async function readUntil(kafka: Kafka, topic: string, last: string): Promise<string[]> {
  const consumer = kafka.consumer({ groupId: `read-${topic}`, readUncommitted: false, maxWaitTimeInMs: 100 });
  await consumer.connect();
  await consumer.subscribe({ topics: [topic], fromBeginning: true });
  const values: string[] = [];
  await new Promise<void>((resolve, reject) => {
    const eachMessage = async ({ message }: kafkajs.EachMessagePayload): Promise<void> => {
      values.push(String(message.value));
      if (values.at(-1) === last) resolve();
      await Promise.resolve();
    };
    consumer.run({ eachMessage }).catch(reject);
  });
  await consumer.disconnect();
  return values;
}

t.test('transactions commit records with offsets, and an aborted one is not read', async (t) => {
  const server = requireServer(t, await startKafka({ exclusive: true }));
  if (server === undefined) return;
  t.teardown(server.stop);
  const kafka = connect({ brokers: [...server.brokers] });
  await createTopic(kafka, 'out');
  const producer = kafka.producer({ transactionalId: 'tx', idempotent: true, maxInFlightRequests: 1 });
  await producer.connect();
  t.teardown(async () => {
    await producer.disconnect();
  });

  const aborted = await producer.transaction();
  await aborted.send({ topic: 'out', messages: [{ value: 'aborted' }] });
  await aborted.abort();
  const committed = await producer.transaction();
  await committed.send({ topic: 'out', messages: [{ value: 'first' }, { value: 'last' }] });
  const topics = [{ topic: 'out', partitions: [{ partition: 0, offset: '7' }] }];
  await committed.sendOffsets({ consumerGroupId: 'group', topics });
  await committed.commit();

  t.strictSame(await readUntil(kafka, 'out', 'last'), ['first', 'last']);
  const admin = kafka.admin();
  await admin.connect();
  const offsets = await admin.fetchOffsets({ groupId: 'group', topics: ['out'] });
  await admin.disconnect();
  t.match(offsets, [{ topic: 'out', partitions: [{ partition: 0, offset: '7' }] }]);

  const segments = join(server.dataDir ?? '', 'out-0');
  if (server.dataDir === undefined) return;
  const logs = (await readdir(segments)).filter((file) => file.endsWith('.log'));
  const bytes = await Promise.all(logs.map(async (file) => await readFile(join(segments, file), 'latin1')));
  t.match(bytes.join(''), /aborted[\s\S]*first/, 'dataDir holds the raw bytes');
});

t.test('SASL and TLS listeners let the right account in and no other', async (t) => {
  const server = requireServer(t, await startKafka({ sasl: true, tls: true }));
  if (server === undefined) return;
  t.teardown(server.stop);
  const { sasl, tls, saslTls } = server;
  if (sasl === undefined || tls === undefined || saslTls === undefined) {
    t.fail('listeners are missing');
    return;
  }
  const { username, password } = sasl;
  const works = async (config: KafkaConfig): Promise<boolean> => {
    const admin = connect({ retry: { retries: 0 }, ...config }).admin();
    try {
      await admin.connect();
      return (await admin.describeCluster()).brokers.length === 1;
    } catch {
      return false;
    } finally {
      await admin.disconnect();
    }
  };
  for (const mechanism of ['plain', 'scram-sha-256', 'scram-sha-512'] as const) {
    // A new object for each client: kafkajs writes an authenticator with the first one's password into it. The type wants
    // one literal mechanism, not a union of them.
    const account = (secret = password): kafkajs.SASLOptions => ({ mechanism, username, password: secret });
    const secure = { brokers: [...saslTls.brokers], ssl: { ca: [saslTls.ca] } };
    t.ok(await works({ brokers: [...sasl.brokers], sasl: account() }), mechanism);
    t.ok(await works({ ...secure, sasl: account() }), `${mechanism} + TLS`);
    t.notOk(
      await works({ brokers: [...sasl.brokers], sasl: account('wrong') }),
      `${mechanism}, wrong password`,
    );
  }
  t.ok(await works({ brokers: [...tls.brokers], ssl: { ca: [tls.ca] } }), 'TLS');
  t.notOk(await works({ brokers: [...tls.brokers], ssl: true }), 'TLS with an unknown authority');
});

t.test('says what is missing instead of throwing', async (t) => {
  t.intercept(process, 'env', { value: { ...process.env, SCRUBJAY_TEST_KAFKA: '127.0.0.1:1' } });
  const answer = await startKafka();
  t.match(answer, { kind: 'unavailable', reason: 'SCRUBJAY_TEST_KAFKA names 127.0.0.1:1' });
});
