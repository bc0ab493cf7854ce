import t from 'tap';
import { compileRuleset, defaultLimits } from '@scrubjay/engine';
import { recordAt, type Frame, type FrameOutput } from '@scrubjay/frame';
import { defaultTags, type RegisteredSchema, type SchemaRegistry } from '@scrubjay/registry';
import { createFrameSchemas } from '../src/schemas.js';
import { createRedactorStage } from '../src/stage.js';
import { frameOf } from './frames.js';

const pack = `
pack: fake
title: Fake
detectors:
  - { id: word, title: Word, category: pii, severity: high, pattern: 'secret[0-9]+', action: mask,
      examples: { match: [secret1, secret2, secret3], ignore: [secret, secre1, x] } }
  - { id: card, title: Card, category: pci, severity: high, pattern: 'card[0-9]+', action: mask,
      examples: { match: [card1, card2, card3], ignore: [card, car1, x] } }
`;
const policy = `
policy: fake
packs: [fake]
actions: { health: drop }
unknownFields: quarantine
overrides:
  - { schemas: [login-*], services: [lenient], unknownFields: scan }
fields:
  - { schema: login-value, path: shown, treat: safe }
  - { schema: login-value, path: ticket, treat: sensitive, detector: card }
`;
const ruleset = compileRuleset({
  packs: [{ file: 'fake.yaml', text: pack }],
  policy: { file: 'policy.yaml', text: policy },
});

const text = `
syntax = "proto3";
message Login {
  string email = 1 [debug_redact = true];
  string note = 2;
  string shown = 3;
  string ticket = 4;
  string mood = 5 [(confluent.field_meta).tags = "PHI"];
  int64 pin = 6 [(scrubjay.v1.sensitivity) = { category: CATEGORY_SECRET, action: ACTION_DROP }];
  string who = 7 [(scrubjay.v1.sensitivity) = { category: CATEGORY_PII, action: ACTION_PSEUDONYMIZE }];
}`;
const schema: RegisteredSchema = {
  ...{ type: 'PROTOBUF', text, references: [], tags: new Map() },
  subjects: [{ subject: 'login-value', version: 1 }],
};

function field(number: number, value: string): Buffer {
  return Buffer.concat([Buffer.from([(number << 3) | 2, value.length]), Buffer.from(value)]);
}

const messageFrame = (records: readonly Buffer[], changes: Partial<Frame> = {}): Frame =>
  frameOf(records, 0, { partition: 1, format: 'protobuf', schemaId: 'registry:1/0', ...changes });

const registry: SchemaRegistry = {
  find: async (key) => (key.kind === 'registry' && key.id === 1 ? schema : undefined),
  findVersion: async () => undefined,
};

async function redact(
  frame: Frame,
  from: SchemaRegistry | undefined = registry,
): Promise<{ outputs: readonly FrameOutput[]; events: unknown[] }> {
  const events: unknown[] = [];
  const sources = {
    registry: from,
    files: new Map(),
    tags: defaultTags,
    reviewed: new Map<string, number>(),
  };
  const stage = createRedactorStage({
    ruleset: () => ruleset,
    pseudonyms: { key: Buffer.alloc(0), epoch: 'e1' },
    limits: defaultLimits,
    events: { onFinding: (...finding) => void events.push(finding), onDiscarded: () => undefined },
    schemas: createFrameSchemas(sources, defaultLimits.maxRecordBytes),
  });
  const partition = { stream: 'raw', partition: 0 };
  const messages = [{ offset: 0n, frame }];
  return { outputs: await stage.process({ partition, first: 0n, next: 1n, messages }), events };
}

const show = ({ to, frame }: FrameOutput): unknown[] =>
  Array.from(frame.lengths.keys(), (index) => [to, frame.format, recordAt(frame, index).toString()]);

t.test('a Protobuf record becomes JSON, its declared fields acted on, the rest scanned', async (t) => {
  const record = [
    ...[field(1, 'a@b'), field(2, 'x secret1'), field(3, 'secret2'), field(4, 'T1'), field(5, 'sad')],
    ...[Buffer.from([0x30, 7]), field(7, 'eve')],
  ];
  const { outputs, events } = await redact(messageFrame([field(2, 'plain'), Buffer.concat(record)]));
  t.same(outputs.flatMap(show), [
    ['scrubbed', 'json', '{"note":"plain"}'],
    [
      'scrubbed',
      'json',
      '{"email":"[SENSITIVE]","note":"x [WORD]","shown":"secret2","ticket":"[CARD]","who":"[PII]"}',
    ],
  ]);
  t.same(outputs[0]?.frame.offsets, new Float64Array([0, 1]));
  t.same(events, [
    ['word', 'mask', 1],
    ['card', 'mask', 1],
    ['declared', 'mask', 1],
    ['declared-health', 'drop', 1],
    ['declared-secret', 'drop', 1],
    ['declared-pii', 'mask', 1],
  ]);
});

t.test('what cannot be read is withheld as it came, with the reason', async (t) => {
  const unknown = field(12, 'secret9');
  const { outputs } = await redact(messageFrame([Buffer.from([0xff]), field(2, 'fine'), unknown]));
  t.same(
    outputs.map(({ frame }) => [frame.format, frame.schemaId, frame.quarantine?.reason]),
    [
      ['json', 'registry:1/0', undefined],
      ['protobuf', 'registry:1/0', 'malformed_message'],
      ['protobuf', 'registry:1/0', 'unknown_fields'],
    ],
  );
  t.same(outputs[2]?.frame.records, Buffer.concat([unknown, Buffer.from('\n')]));
});

t.test(
  'an override by the subject of the schema decides over unknown fields, which are then scanned',
  async (t) => {
    const frame = messageFrame([field(12, 'a secret9')], { service: 'lenient' });
    const { outputs, events } = await redact(frame);
    t.same(outputs.flatMap(show), [['scrubbed', 'json', '{"unknown_fields":{"12":["a [WORD]"]}}']]);
    t.same(events, [
      ['word', 'mask', 1],
      ['unknown-field', 'scan', 1],
    ]);
  },
);

t.test('an unknown schema, or none that can be read, withholds all its records', async (t) => {
  for (const [changes, from, reason] of [
    [{ schemaId: 'registry:9/0' }, registry, 'unknown_schema'],
    [{ schemaId: 'made-up' }, registry, 'unknown_schema'],
    [{ schemaId: 'registry:1/5' }, registry, 'unsupported_schema'],
    [
      { format: 'avro' },
      { ...registry, find: async () => ({ ...schema, type: 'AVRO' }) },
      'unsupported_schema',
    ],
  ] as const) {
    const { outputs } = await redact(
      messageFrame([field(2, 'a'), field(2, 'b')], changes),
      from as SchemaRegistry,
    );
    t.same(
      outputs.map(({ to, frame }) => [to, frame.quarantine?.reason]),
      [
        ['quarantine', reason],
        ['quarantine', reason],
      ],
    );
  }
});

t.test('a registry that cannot be asked holds the batch up: nothing goes anywhere', async (t) => {
  const down = { ...registry, find: async () => Promise.reject(new Error('down')) };
  await t.rejects(redact(messageFrame([field(2, 'a')]), down), { message: 'down' });
});

t.test('JSON that outgrows one message goes in several frames, in order', async (t) => {
  const records = Array.from({ length: 40 }, () => {
    const value = Buffer.alloc(20_000, 'x');
    return Buffer.concat([Buffer.from([0x12, 0xa0, 0x9c, 0x01]), value]);
  });
  const { outputs } = await redact(messageFrame(records));
  t.ok(outputs.length > 1);
  t.same(
    outputs.flatMap(({ frame }) => [...frame.offsets]),
    records.map((_, index) => index),
  );
});
