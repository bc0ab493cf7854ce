import { SchemaRegistry, SchemaType } from '@kafkajs/confluent-schema-registry';
import { uniqueName, useRegistry } from '@scrubjay/testkit';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { connect, createServer, type AddressInfo, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import t, { type Test } from 'tap';
import { withProducer } from '../src/kafka-io.js';
import { scrubbedObjects } from '../src/store-io.js';
import { environment, useWorld, type World } from '../src/world.js';
import { readQuarantine } from '../src/quarantine-io.js';

t.setTimeout(300_000);

const limitMs = 120_000;
const pack = `
pack: fake
title: Fake
detectors:
  - { id: email, title: Email, category: pii, severity: high, pattern: '[a-z]+@example[.]com', action: mask,
      examples: { match: [a@example.com, b@example.com, c@example.com], ignore: [a, b, c] } }
  - { id: auth, title: Auth, category: secret, severity: high, keys: [authorization], action: mask,
      examples: { match: ['{"authorization":"a"}', '{"authorization":"b"}', '{"authorization":"c"}'], ignore: [a, b, c] } }
`;
const policy = 'policy: fake\npacks: [fake]\nunknownFields: quarantine\n';

function rulesDir(t: Test): string {
  const dir = mkdtempSync(join(tmpdir(), 'scrubjay-rules-'));
  t.teardown(() => {
    rmSync(dir, { recursive: true });
  });
  mkdirSync(join(dir, 'policies'));
  writeFileSync(join(dir, 'fake.yaml'), pack);
  writeFileSync(join(dir, 'policies', 'fake.yaml'), policy);
  return dir;
}

/** A way to the registry that can be closed. */
async function createWay(
  t: Test,
  url: string,
): Promise<{ url: string; close: () => void; open: () => void }> {
  const to = new URL(url);
  const sockets = new Set<Socket>();
  let isOpen = true;
  const server = createServer((socket) => {
    if (!isOpen) {
      socket.destroy();
      return;
    }
    const behind = connect(Number(to.port), to.hostname);
    for (const one of [socket, behind]) {
      sockets.add(one);
      one.on('error', () => one.destroy());
    }
    socket.pipe(behind).pipe(socket);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const close = (): void => {
    isOpen = false;
    for (const socket of sockets) socket.destroy();
  };
  t.teardown(() => {
    close();
    server.close();
  });
  const ours = new URL(url);
  ours.port = String((server.address() as AddressInfo).port);
  return { url: ours.href, close, open: () => (isOpen = true) };
}

type Message = Parameters<Parameters<Parameters<typeof withProducer>[1]>[0]['send']>[0]['messages'][number];

async function produce(world: World, messages: readonly Message[]): Promise<void> {
  await withProducer(world.kafka, async (producer) => {
    await producer.send({
      topic: world.topics.input,
      messages: messages.map((one) => ({ ...one, partition: 0 })),
    });
  });
}

interface Canonical {
  readonly body: unknown;
  readonly attributes?: unknown;
}

async function readSink(world: World): Promise<Canonical[]> {
  const records: Canonical[] = [];
  for await (const { plain } of scrubbedObjects(world.store, world.vault, environment)) {
    for (const line of plain.toString().trimEnd().split('\n')) records.push(JSON.parse(line) as Canonical);
  }
  return records;
}

/** This serializer leaves out which message of the file follows; the wire format has it. */
function withIndexes(message: Buffer): Buffer {
  return Buffer.concat([message.subarray(0, 5), Buffer.from([0]), message.subarray(5)]);
}

const first = `syntax = "proto3"; package acme; message Login {
  string who = 1 [debug_redact = true]; string note = 2; bytes trace = 3; }`;
const second = first.replace(/ \}$/, ' string fresh = 4; }');

t.test('records of registered schemas are scrubbed by what these declare', async (t) => {
  const server = await useRegistry(t);
  const world = server && (await useWorld(t));
  if (server === undefined || world === undefined) return;
  const way = await createWay(t, server.url);
  const subject = uniqueName('login');
  const serializer = new SchemaRegistry({ host: server.url });
  const register = async (type: SchemaType, schema: string, name: string): Promise<number> =>
    (
      await serializer.register({ type, schema } as Parameters<typeof serializer.register>[0], {
        subject: name,
      })
    ).id;
  const id = await register(SchemaType.PROTOBUF, first, subject);
  const nextId = await register(SchemaType.PROTOBUF, second, subject);
  const fields = [
    { name: 'mail', type: 'string', 'confluent:tags': ['PII'] },
    { name: 'at', type: 'long' },
  ];
  const avroId = await register(
    SchemaType.AVRO,
    JSON.stringify({ type: 'record', name: 'Mail', fields }),
    `${subject}-avro`,
  );

  await world.createInput();
  const configFile = world.configFile({
    schemas: { registry: { url: way.url }, reviewed: { [subject]: 1 } },
    rules: { dir: rulesDir(t), policy: 'fake' },
  });
  const { ingest } = await world.startAll(configFile);
  const login = async (schema: number, value: object): Promise<Buffer> =>
    withIndexes(await serializer.encode(schema, value));
  const unclassified = await login(nextId, { note: 'n', fresh: 'x' });
  const unknown = Buffer.concat([await login(id, { note: 'n' }), Buffer.from('9a0603616263', 'hex')]);
  await produce(world, [
    {
      key: 'ann@example.com',
      value: await login(id, { who: 'Ann', note: 'to bob@example.com', trace: Buffer.from([255]) }),
      headers: { Authorization: 'Bearer x', 'x-reply': 'eve@example.com', 'x-plain': ['1', '2'] },
    },
    { value: await serializer.encode(avroId, { mail: 'anything', at: 5 }) },
    { value: await login(nextId, { note: 'n' }) },
    { value: unclassified },
    { value: unknown },
    { value: Buffer.from('000000ffff0102', 'hex') },
  ]);
  await world.finished(limitMs);

  t.same(await readSink(world).then((all) => all.map(({ body, attributes }) => ({ body, attributes }))), [
    {
      body: { who: '[SENSITIVE]', note: 'to [EMAIL]', trace: '[BYTES]' },
      attributes: {
        'messaging.kafka.message.key': '[EMAIL]',
        'messaging.kafka.header.Authorization': '[AUTH]',
        'messaging.kafka.header.x-reply': '[EMAIL]',
        'messaging.kafka.header.x-plain': ['1', '2'],
      },
    },
    { body: { mail: '[PII]', at: 5 }, attributes: undefined },
    { body: { note: 'n' }, attributes: undefined },
  ]);
  const withheld = await readQuarantine(world);
  t.same(withheld.map(({ stage, reason }) => `${stage} ${reason}`).sort(), [
    'ingest unknown_schema',
    'redactor unknown_fields',
    'redactor unknown_fields',
  ]);
  const records = withheld
    .filter(({ stage }) => stage === 'redactor')
    .map(({ record }) => record.toString('hex'));
  t.same(records.sort(), [unclassified, unknown].map((value) => value.subarray(6).toString('hex')).sort());

  const third = second.replace('fresh', 'fresher');
  const lateId = await register(SchemaType.PROTOBUF, third, `${subject}-late`);
  way.close();
  const late = { value: await login(lateId, { who: 'late' }) };
  await produce(world, [late, late, late]);
  await sleep(5_000);
  t.notOk((await world.lags()).ingest.isDone, 'while the registry is away its records wait in Kafka');
  t.ok(ingest.isRunning);
  t.equal((await readQuarantine(world)).length, withheld.length, 'nothing goes to quarantine meanwhile');
  way.open();
  await world.finished(limitMs);
  const bodies = (await readSink(world)).map(({ body }) => JSON.stringify(body));
  t.equal(bodies.filter((body) => body === '{"who":"[SENSITIVE]"}').length, 3, 'and nothing of them is lost');
});
