import { Buffer } from 'node:buffer';
import {
  createDecoders,
  defaultTags,
  readMessageIndexes,
  readPrefix,
  type RegisteredSchema,
} from '@scrubjay/registry';
import { Broken, type Target } from '../target.js';

const maxBytes = 10_000;

const proto = `syntax = "proto3"; package acme;
message Login {
  string who = 1; bytes blob = 2; repeated Login inner = 3; map<string, Login> by_name = 4; double d = 5;
  oneof either { int64 a = 6; fixed32 b = 7; } repeated sint32 packed = 8; enum E { X = 0; Y = 1; } E e = 9;
}`;
const avro = JSON.stringify({
  ...{ type: 'record', name: 'Login' },
  fields: [
    { name: 'who', type: 'string' },
    { name: 'inner', type: ['null', 'Login'], default: null },
    { name: 'list', type: { type: 'array', items: 'long' } },
    { name: 'by', type: { type: 'map', values: 'bytes' } },
    { name: 'kind', type: { type: 'enum', name: 'K', symbols: ['A', 'B'] } },
    { name: 'id', type: { type: 'fixed', name: 'F', size: 4 } },
    { name: 'f', type: ['double', 'boolean', 'float'] },
  ],
});

const protoSeeds = [
  '',
  '0a0161',
  '1a030a0162',
  '22070a016b12020a00',
  '290000000000000040',
  '4203020406',
  '4801',
]; // hex
const avroSeeds = ['0261000000020041424344000000000000000000', '02610002610000000200414243440200']; // hex

/** Decodes arbitrary payloads of a schema. Promises: no throw; JSON of bounded size, or a reason. */
export async function createSchemaTargets(): Promise<readonly Target[]> {
  return [
    await createTarget('protobuf', { type: 'PROTOBUF', text: proto }, 'registry:1/0', protoSeeds),
    await createTarget('avro', { type: 'AVRO', text: avro }, 'registry:1', avroSeeds),
  ];
}

async function createTarget(
  name: string,
  schema: Pick<RegisteredSchema, 'type' | 'text'>,
  id: string,
  seeds: readonly string[],
): Promise<Target> {
  const registered = { references: [], tags: new Map(), subjects: [], ...schema };
  const decoders = createDecoders({
    registry: { find: async () => registered, findVersion: async () => undefined },
    ...{ files: new Map(), tags: defaultTags, reviewed: new Map(), maxBytes },
  });
  const decoder = await decoders.find(id, () => ({ unknownFields: 'scan', classify: () => undefined }));
  if (typeof decoder === 'string') throw new Error(`No decoder for ${name}: ${decoder}.`);
  return {
    name: `payload-${name}`,
    seeds: seeds.map((hex) => Buffer.from(hex, 'hex')),
    dictionary: ['\x0a', '\x1a\x02\x1a\x00', '\x02', '\xff\xff\xff\xff\x0f', '\x80', '\x00', '\x01', '\x7f'],
    check(input) {
      const result = decoder.decode(input);
      if (result.kind === 'refused') return;
      if (Buffer.byteLength(result.json) > maxBytes) throw new Broken('its JSON is longer than allowed');
      JSON.parse(result.json);
    },
  };
}

/** Reads arbitrary bytes as the prefix of a registered record. Promises: no throw, no length beyond the bytes. */
export function createWireTarget(): Target {
  const guid = Buffer.concat([Buffer.from([1]), Buffer.alloc(16, 7), Buffer.from('x')]);
  return {
    name: 'registry-prefix',
    seeds: [Buffer.from('00000000010004020a', 'hex'), guid],
    dictionary: ['\x00\x00\x00\x00\x01', '\xff\xff\xff\xff\x0f', '\x80', '\x40'],
    check(input) {
      const prefix = readPrefix(input);
      if (prefix !== undefined && prefix.length > input.length) throw new Broken('a prefix longer than all');
      const indexes = readMessageIndexes(input.subarray(prefix?.length ?? 0));
      if (indexes !== undefined && indexes.length > input.length) throw new Broken('indexes longer than all');
    },
  };
}
