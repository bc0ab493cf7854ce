import t from 'tap';
import { attributesAt, recordAt, type FrameOutput } from '@scrubjay/frame';
import type { SourceMessage } from '@scrubjay/pipeline';
import type { RegisteredSchema, RegistryKey, SchemaRegistry } from '@scrubjay/registry';
import { ingestConfig } from '../src/config.js';
import { createIngestStage } from '../src/stage.js';

const guid = '01234567-89ab-cdef-0123-456789abcdef';
const guidBytes = Buffer.from(guid.replaceAll('-', ''), 'hex');

function schema(type: RegisteredSchema['type']): RegisteredSchema {
  return { type, text: '', references: [], tags: new Map(), subjects: [] };
}

const byId: Readonly<Record<number, RegisteredSchema>> = {
  1: schema('AVRO'),
  2: schema('PROTOBUF'),
  3: schema('JSON'),
};
const asked: RegistryKey[] = [];
const registry: SchemaRegistry = {
  async find(key) {
    asked.push(key);
    return key.kind === 'guid' ? (key.guid === guid ? schema('PROTOBUF') : undefined) : byId[key.id];
  },
  findVersion: async () => undefined,
};

async function ingest(
  messages: readonly Partial<SourceMessage>[],
  options: { readonly registry?: SchemaRegistry; readonly routes?: readonly unknown[] } = { registry },
): Promise<readonly FrameOutput[]> {
  const config = ingestConfig.parse({ source: { kind: 'stdin' }, routes: options.routes ?? [] });
  const stage = createIngestStage({
    ...{ config, environment: 'test', registry: options.registry },
    ...{ now: () => 1_000, onDiscarded: () => undefined },
  });
  return await stage.process({
    ...{ partition: { stream: 'app', partition: 3 }, first: 10n, next: 20n },
    messages: messages.map((message, index) => ({
      ...{ offset: BigInt(index + 10), timestampMs: 500, key: null, value: null, headers: {} },
      ...message,
    })),
  });
}

function show({ to, frame }: FrameOutput): unknown[] {
  return [to, frame.format, frame.schemaId, recordAt(frame, 0).toString('hex'), frame.quarantine?.reason];
}

const hex = (text: string): Buffer => Buffer.from(text, 'hex');

t.test('a record that begins with a schema id is packed by its schema, its payload untouched', async (t) => {
  const outputs = await ingest([
    { value: hex('0000000001aabb') },
    { value: hex('000000000200ccdd') },
    { value: hex('0000000002040204ccdd') },
    { value: hex('00000000037b7d') },
  ]);
  t.same(outputs.map(show), [
    ['raw', 'avro', 'registry:1', 'aabb', undefined],
    ['raw', 'protobuf', 'registry:2/0', 'ccdd', undefined],
    ['raw', 'protobuf', 'registry:2/1.2', 'ccdd', undefined],
    ['raw', 'json', 'registry:3', '7b7d', undefined],
  ]);
});

t.test('a schema id may stand in a header, with the place of the message behind it', async (t) => {
  const header = (rest: string): Buffer => Buffer.concat([hex('01'), guidBytes, hex(rest)]);
  const outputs = await ingest([
    { value: hex('ccdd'), rawHeaders: [['__value_schema_id', header('00')]] },
    { value: hex('7b'), rawHeaders: [['__value_schema_id', hex('0000000001')]] },
    { value: hex('7b'), rawHeaders: [['__value_schema_id', hex('ff')]] },
  ]);
  t.same(outputs.map(show), [
    ['raw', 'protobuf', `guid:${guid}/0`, 'ccdd', undefined],
    ['raw', 'avro', 'registry:1', '7b', undefined],
    ['raw', 'text', '', '7b', undefined],
  ]);
});

t.test('an unknown id and a cut prefix are withheld whole', async (t) => {
  const outputs = await ingest([{ value: hex('0000000009aabb') }, { value: hex('000000000202') }]);
  t.same(outputs.map(show), [
    ['quarantine', 'binary', '', '0000000009aabb', 'unknown_schema'],
    ['quarantine', 'binary', '', '000000000202', 'malformed_message'],
  ]);
});

t.test('a registry that cannot be asked holds the batch up', async (t) => {
  const down: SchemaRegistry = { ...registry, find: async () => Promise.reject(new Error('down')) };
  await t.rejects(ingest([{ value: hex('0000000001aa') }], { registry: down }), { message: 'down' });
});

t.test('without a registry nothing is asked, and a record that must have a schema is withheld', async (t) => {
  const [auto, declared] = await ingest(
    [
      { value: hex('0000000001aa') },
      { value: hex('0000000001aa'), headers: { 'scrubjay-format': 'registry' } },
    ],
    {},
  );
  t.same(auto && show(auto).slice(0, 2), ['raw', 'text']);
  t.same(declared && show(declared).slice(4), ['unknown_schema']);
});

t.test('a route of the format registry takes nothing else', async (t) => {
  const routes = [{ stream: 'app', format: 'registry' }];
  const outputs = await ingest([{ value: Buffer.from('{"a":1}') }], { registry, routes });
  t.same(
    outputs.map((output) => output.frame.quarantine?.reason),
    ['unknown_schema'],
  );
});

t.test('a route may say of which message of a file its records are', async (t) => {
  const routes = [{ stream: 'app', format: 'protobuf', schema: { file: 'login', message: 'acme.Login' } }];
  const outputs = await ingest(
    [{ value: hex('0a0161') }, { value: hex('0a0161'), headers: { 'scrubjay-format': 'protobuf' } }],
    { routes },
  );
  t.same(outputs.map(show), [
    ['raw', 'protobuf', 'file:login/acme.Login', '0a0161', undefined],
    ['quarantine', 'binary', '', '0a0161', 'unknown_format'],
  ]);
  t.throws(() =>
    ingestConfig.parse({ source: { kind: 'stdin' }, routes: [{ stream: 'a', format: 'protobuf' }] }),
  );
  t.throws(() =>
    ingestConfig.parse({
      source: { kind: 'stdin' },
      routes: [{ stream: 'a', schema: { file: 'f', message: 'm' } }],
    }),
  );
});

t.test('a producer cannot claim a schema that its record does not prove', async (t) => {
  const headers = { 'scrubjay-schema': 'registry:1' };
  const [output] = await ingest([{ value: Buffer.from('text'), headers }]);
  t.equal(output?.frame.schemaId, '');
});

t.test(
  'keys and headers travel with the record, but for those that are for us; into quarantine all of them',
  async (t) => {
    const carried = {
      key: Buffer.from('k'),
      headers: { 'scrubjay-service': 'web', a: '1' },
      rawHeaders: [
        ['scrubjay-service', Buffer.from('web')],
        ['a', Buffer.from('1')],
      ] as const,
    };
    const [frame, none, withheld] = await ingest([
      { ...carried, value: Buffer.from('text') },
      { value: Buffer.from('text') },
      { ...carried, value: hex('0000000009aabb') },
    ]);
    const expected = '{"kafka_key":"k","headers":{"a":"1"}}';
    t.equal(frame && attributesAt(frame.frame, 0)?.toString(), expected);
    t.notOk(none && 'attributes' in none.frame);
    // Whoever replays it needs ours to take it like any other.
    const all = '{"kafka_key":"k","headers":{"scrubjay-service":"web","a":"1"}}';
    t.equal(withheld && attributesAt(withheld.frame, 0)?.toString(), all);
  },
);
