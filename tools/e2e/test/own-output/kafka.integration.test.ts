import { join } from 'node:path';
import { isScrubjayError } from '@scrubjay/errors';
import { uniqueName, useAws, useKafka } from '@scrubjay/testkit';
import { createFencedWriter } from '@scrubjay/transport';
import type { Message } from 'kafkajs';
import t from 'tap';
import { poisonFor } from '../broken-inputs.js';
import { withAdmin, withProducer } from '../../src/kafka-io.js';
import { createWorld, partitions, type World } from '../../src/world.js';
import { ask, hostileRequests } from './hostile-requests.js';
import { writeOwnRules } from './own-rules.js';
import { isClean, pem, record, secretEnvironment, secrets, text } from './secrets.js';
import { Stage } from './stage.js';

// The three services on real servers, with secrets in every place that an application can write to.
t.setTimeout(300_000);
const stage = new Stage(t);
const limitMs = 90_000;
const env = {
  ...secretEnvironment,
  SCRUBJAY_DEBUG: '1',
  // kafkajs then tells its logger of the bytes that it sends and receives.
  KAFKAJS_DEBUG_PROTOCOL_BUFFERS: '1',
  KAFKAJS_DEBUG_EXTENDED_PROTOCOL_BUFFERS: '1',
};

const server = await useKafka(t, { sasl: true });
const aws = server && (await useAws(t));

function messages(): Message[] {
  const headers = {
    [secrets.mail]: secrets.card,
    authorization: `Bearer ${secrets.apiKey}`,
    [secrets.apiKey]: pem,
  };
  const values = [
    record,
    text,
    pem,
    `${record.slice(0, -1)},`,
    `${secrets.medical}\0`,
    'x'.repeat(2_000_000) + secrets.mail,
  ];
  const named: Readonly<Record<string, string>>[] = [
    {},
    { 'scrubjay-service': secrets.mail, 'scrubjay-format': secrets.apiKey, 'scrubjay-schema': secrets.card },
    { 'scrubjay-format': 'otlp-protobuf' },
    { 'scrubjay-format': 'registry' },
  ];
  return values.flatMap((value) =>
    named.map((more, index) => ({
      ...{ key: secrets.mail, value, partition: index % partitions },
      headers: { ...headers, ...more },
    })),
  );
}

/** Messages that retention deleted before the group, whose position stands before them, has read them. */
async function loseMessages(world: World): Promise<void> {
  const { input: topic } = world.topics;
  const groupId = `${world.groupPrefix}.ingest`;
  await withProducer(world.kafka, (producer) =>
    producer.send({ topic, messages: Array.from({ length: 5 }, () => ({ value: record, partition: 0 })) }),
  );
  await withAdmin(world.kafka, async (admin) => {
    await admin.setOffsets({ groupId, topic, partitions: [{ partition: 0, offset: '1' }] });
    await admin.deleteTopicRecords({ topic, partitions: [{ partition: 0, offset: '4' }] });
  });
}

async function send(world: World): Promise<void> {
  const { input, raw, scrubbed, quarantine } = world.topics;
  await withProducer(world.kafka, async (producer) => {
    await producer.send({ topic: input, messages: messages() });
    for (const purpose of ['raw', 'scrubbed'] as const) {
      const poison = await poisonFor(world, purpose);
      const foreign = poison.map(({ value }) => ({
        value,
        key: secrets.mail,
        headers: { [secrets.mail]: record },
      }));
      await producer.send({
        topic: purpose === 'raw' ? raw : scrubbed,
        messages: [...foreign, { value: record }],
      });
    }
    await producer.send({
      topic: quarantine,
      messages: [{ key: secrets.mail, value: record, headers: { reason: text } }],
    });
  });
}

if (server !== undefined && aws !== undefined) {
  t.test('the services say nothing of what they meet', async (t) => {
    const world = await createWorld(t, server, aws.endpoint);
    await world.createInput({ 'max.message.bytes': String(4 * 1024 * 1024) });
    await loseMessages(world);
    const config = world.configFile({ telemetry: { port: 0, logLevel: 'debug' }, redactor: { workers: 1 } });
    const children = (['ingest', 'redactor', 'sink'] as const).map((name) => world.launch(name, config, env));
    await Promise.all(children.map((child) => child.running()));
    await send(world);
    await world.finished(limitMs);
    for (const child of children) {
      const { service } = child;
      isClean(t, (await child.metrics()).text, `/metrics of ${service}`);
      isClean(t, (await child.get('/readyz')).text, `/readyz of ${service}`);
      const address = /"address":"([^"]+)"/.exec(child.lines.join('\n'))?.[1] ?? '';
      for (const [name, request] of Object.entries(hostileRequests)) {
        isClean(t, await ask(address, request), `the answer of ${service} to ${name}`);
      }
    }
    t.strictSame(await Promise.all(children.map((child) => child.stop())), [0, 0, 0]);
    for (const { service, lines } of children) isClean(t, lines.join('\n'), `what ${service} says`);
    stage.looksAt(t, 'SJ_KAFKA_MISSED', children[0]?.lines.join('\n') ?? '');
    const listed = await stage.runs(
      t,
      ['quarantine', 'list', '--open', '--format', 'json', '--config', config],
      { env },
    );
    t.match(listed.stdout, 'malformed_json');
  });

  t.test('brokers that refuse', async (t) => {
    const world = await createWorld(t, server, aws.endpoint);
    const quick = { rules: { dir: writeOwnRules(join(t.testdirName, 'rules')) }, redactor: { workers: 0 } };
    const run = (sections: Readonly<Record<string, object>>): string[] => [
      ...['run', '--service', 'redactor', '--config', world.configFile({ ...quick, ...sections })],
    ];
    const sasl = { mechanism: 'plain', username: secrets.mail, password: secrets.saslPassword };
    await stage.shows(t, 'SJ_KAFKA_DENIED', run({ kafka: { brokers: server.sasl?.brokers ?? [], sasl } }), {
      env,
    });
    const unasked = await stage.runs(t, run({ kafka: { sasl } }), { env });
    t.match(unasked.stderr, /SJ_KAFKA_[A-Z]+/, 'credentials for who asks for none');
    await stage.shows(t, 'SJ_KAFKA_TOPIC_MISSING', run({ kafka: { createTopics: false } }), { env });
    await stage.shows(t, 'SJ_KAFKA_FAILED', run({ kafka: { replicationFactor: 3 } }), { env });
  });

  t.test('a writer that another one has fenced', async (t) => {
    const world = await createWorld(t, server, aws.endpoint);
    await world.createInput();
    const options = { kafka: world.kafka, groupId: uniqueName('fenced'), transactionTimeoutMs: 10_000 };
    const partition = { stream: world.topics.input, partition: 0 };
    const first = createFencedWriter(options, partition);
    const second = createFencedWriter(options, partition);
    t.teardown(async () => {
      await Promise.allSettled([first.close(), second.close()]);
    });
    await first.fence();
    await second.fence();
    const message = {
      topic: world.topics.input,
      partition: 0,
      key: Buffer.from(secrets.mail),
      value: Buffer.from(record),
    };
    const error: unknown = await first.commit([message], 1n).catch((thrown: unknown) => thrown);
    if (!isScrubjayError(error)) throw error;
    stage.looksAt(t, 'SJ_KAFKA_FENCED', error.toLine());
  });

  t.test('all codes of this file', async (t) => stage.endsComplete(t, import.meta.url));
}
