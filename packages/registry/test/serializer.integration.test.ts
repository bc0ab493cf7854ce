import { SchemaRegistry, SchemaType } from '@kafkajs/confluent-schema-registry';
import { uniqueName, useRegistry } from '@scrubjay/testkit';
import t from 'tap';
import {
  createDecoders,
  createHttpRegistry,
  defaultTags,
  formatSchemaRef,
  readMessageIndexes,
  readPrefix,
} from '../src/index.js';
import { describe } from './support.js';

const server = await useRegistry(t);

function decodersFor(url: string): ReturnType<typeof createDecoders> {
  return createDecoders({
    registry: createHttpRegistry({ url }),
    ...{ files: new Map(), tags: defaultTags, reviewed: new Map<string, number>(), maxBytes: 10_000 },
  });
}

/** This serializer leaves out which message of the file follows; the wire format and all others have it. */
function withIndexes(message: Buffer): Buffer {
  return Buffer.concat([message.subarray(0, 5), Buffer.from([0]), message.subarray(5)]);
}

const policy = () => ({ unknownFields: 'quarantine', classify: () => undefined }) as const;

async function read(url: string, message: Buffer, isProtobuf: boolean): Promise<unknown> {
  const prefix = readPrefix(message);
  if (prefix === undefined) throw new Error('no prefix');
  const behind = message.subarray(prefix.length);
  const place = isProtobuf ? readMessageIndexes(behind) : { indexes: [], length: 0 };
  if (place === undefined) throw new Error('no message indexes');
  const id = formatSchemaRef({ ...prefix.ref, indexes: place.indexes });
  const decoders = decodersFor(url);
  const decoder = await decoders.find(id, policy);
  if (typeof decoder === 'string') throw new Error(decoder);
  return { name: await decoders.nameOf(id), ...describe(decoder, behind.subarray(place.length)) };
}

if (server !== undefined) {
  const { url } = server;
  const client = new SchemaRegistry({ host: url });

  t.test('reads what another serializer wrote: Protobuf with a reference', async (t) => {
    const common = uniqueName('common');
    const subject = uniqueName('login');
    const shared =
      'syntax = "proto3"; package shared; message Person { string name = 1 [debug_redact = true]; }';
    await client.register({ type: SchemaType.PROTOBUF, schema: shared }, { subject: common });
    const schema =
      'syntax = "proto3"; package acme; import "shared.proto"; message Login { shared.Person who = 1; int64 at = 2; }';
    const references = [{ name: 'shared.proto', subject: common, version: 1 }];
    const { id } = await client.register({ type: SchemaType.PROTOBUF, schema, references }, { subject });
    const message = withIndexes(await client.encode(id, { who: { name: 'Ann' }, at: 5 }));
    t.match(await read(url, message, true), {
      name: subject,
      json: { who: { name: 'Ann' }, at: '5' },
      declared: [['"Ann"', '']],
    });
  });

  t.test('reads what another serializer wrote: Avro with tags', async (t) => {
    const subject = uniqueName('avro');
    const fields = [{ name: 'email', type: ['null', 'string'], 'confluent:tags': ['PII'] }];
    const schema = JSON.stringify({ type: 'record', name: 'R', namespace: 'acme', fields });
    const { id } = await client.register({ type: SchemaType.AVRO, schema }, { subject });
    const message = await client.encode(id, { email: 'a@b' });
    t.match(await read(url, message, false), {
      name: subject,
      json: { email: 'a@b' },
      declared: [['"a@b"', 'pii']],
    });
  });

  t.test('an id that nobody registered is unknown', async (t) => {
    t.equal(await decodersFor(url).find('registry:2147483647', policy), 'unknown_schema');
    t.equal(await createHttpRegistry({ url }).findVersion(uniqueName('none'), 1), undefined);
  });
}
