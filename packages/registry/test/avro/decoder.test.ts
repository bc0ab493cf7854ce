import avro from 'avsc';
import t from 'tap';
import { describe, findDecoder, needDecoder, registryOf } from '../support.js';

const schema = {
  type: 'record',
  name: 'Login',
  namespace: 'acme',
  fields: [
    { name: 'email', type: 'string', 'confluent:tags': ['PII'] },
    { name: 'account', type: 'long', default: 0 },
    { name: 'note', type: ['null', 'string'], default: null },
    { name: 'raw', type: { type: 'bytes' } },
    { name: 'labels', type: { type: 'map', values: 'string' }, 'confluent:tags': ['PHI'] },
    {
      name: 'devices',
      type: {
        type: 'array',
        items: { type: 'record', name: 'Device', fields: [{ name: 'id', type: 'int' }] },
      },
    },
    {
      name: 'parent',
      type: [
        'null',
        'acme.Login',
        {
          type: 'record',
          name: 'Stub',
          fields: [{ name: 'why', type: { type: 'enum', name: 'Why', symbols: ['A', 'B'] } }],
        },
      ],
    },
    { name: 'ratio', type: 'double' },
  ],
};

const Plain = avro.Type.forSchema(schema as avro.Schema, { wrapUnions: true });
const base = {
  ...{
    email: 'a@b',
    account: 7,
    note: null,
    raw: Buffer.from('r'),
    labels: {},
    devices: [],
    parent: null,
    ratio: 0.5,
  },
};
const text = JSON.stringify(schema);
const subjects = [{ subject: 'login-value', version: 1 }];
const registry = registryOf([{ text, subjects }], 'AVRO');

/** A datum of a type of its own, with its decoder. */
async function roundTrip(type: unknown, value: unknown): Promise<unknown> {
  const wrapped = { type: 'record', name: 'R', fields: [{ name: 'v', type }] };
  const decoder = await needDecoder(registryOf([{ text: JSON.stringify(wrapped) }], 'AVRO'), 'registry:1');
  const bytes = avro.Type.forSchema(wrapped as avro.Schema, { wrapUnions: true }).toBuffer({ v: value });
  return (describe(decoder, bytes).json as { v: unknown }).v;
}

t.test('writes plain JSON, unions without the name of their branch', async (t) => {
  const decoder = await needDecoder(registry, 'registry:1');
  const record = Plain.toBuffer({
    ...base,
    note: { string: 'n' },
    devices: [{ id: 1 }],
    parent: { 'acme.Stub': { why: 'B' } },
    ratio: Number.POSITIVE_INFINITY,
  });
  t.same(describe(decoder, record).json, {
    ...{ email: 'a@b', account: 7, note: 'n', raw: 'r', labels: {}, devices: [{ id: 1 }] },
    ...{ parent: { why: 'B' }, ratio: 'Infinity' },
  });
});

t.test('knows what is declared, map keys included, at any depth', async (t) => {
  const decoder = await needDecoder(registry, 'registry:1');
  const record = Plain.toBuffer({ ...base, labels: { k: 'v' }, parent: { 'acme.Login': base } });
  t.same(describe(decoder, record).declared, [
    ['"a@b"', 'pii'],
    ['{"k":"v"}', 'health'],
    ['"k"', 'health', 'key'],
    ['"a@b"', 'pii'],
    ['{}', 'health'],
  ]);
});

t.test('longs keep all their digits', async (t) => {
  const decoder = await needDecoder(registryOf([{ text: '"long"' }], 'AVRO'), 'registry:1');
  const result = decoder.decode(Buffer.from('feffffffffffffffff01', 'hex'));
  t.match(result, { json: '9223372036854775807' });
});

t.test('logical types are written as people know them', async (t) => {
  const long = (logicalType: string): unknown => ({ type: 'long', logicalType });
  const bytes = (hex: string): Buffer => Buffer.from(hex, 'hex');
  t.equal(await roundTrip({ type: 'int', logicalType: 'date' }, 19_000), '2022-01-08');
  t.equal(await roundTrip({ type: 'int', logicalType: 'time-millis' }, 3_723_004), '01:02:03.004');
  t.equal(await roundTrip(long('time-micros'), 3_723_004_005), '01:02:03.004005');
  t.equal(await roundTrip(long('timestamp-millis'), 1_700_000_000_005), '2023-11-14T22:13:20.005Z');
  t.equal(await roundTrip(long('timestamp-micros'), -1), '1969-12-31T23:59:59.999999Z');
  t.equal(await roundTrip(long('local-timestamp-millis'), 0), '1970-01-01T00:00:00.000');
  t.equal(await roundTrip(long('local-timestamp-micros'), 1), '1970-01-01T00:00:00.000001');
  t.equal(await roundTrip(long('timestamp-nanos'), 1_000_000_001), '1970-01-01T00:00:01.000000001Z');
  t.equal(await roundTrip(long('timestamp-millis'), 9_000_000_000_000_000), 9_000_000_000_000_000);
  t.equal(await roundTrip(long('made-up'), 5), 5);
  const decimal = { type: 'bytes', logicalType: 'decimal', precision: 9, scale: 2 };
  t.equal(await roundTrip(decimal, bytes('04d2')), '12.34');
  t.equal(await roundTrip(decimal, bytes('ff')), '-0.01');
  t.equal(await roundTrip({ ...decimal, scale: undefined }, bytes('04d2')), '1234');
  t.equal(await roundTrip({ type: 'string', logicalType: 'uuid' }, 'u'), 'u');
  const fixed = (size: number, logicalType: string): unknown => ({
    type: 'fixed',
    name: 'F',
    size,
    logicalType,
  });
  t.equal(
    await roundTrip(fixed(16, 'uuid'), bytes('00112233445566778899aabbccddeeff')),
    '00112233-4455-6677-8899-aabbccddeeff',
  );
  t.equal(await roundTrip(fixed(12, 'duration'), bytes('0100000002000000dc050000')), 'P1M2DT1.5S');
  t.equal(await roundTrip(fixed(1, 'uuid'), bytes('ff')), '[BYTES]');
  t.equal(await roundTrip(['null', decimal], { bytes: bytes('04d2') }), '12.34');
});

t.test('a field of a version that nobody reviewed counts as unknown where it holds something', async (t) => {
  const fresh = { name: 'fresh', type: ['null', 'string', { type: 'map', values: 'string' }], default: null };
  const marked = { name: 'marked', type: 'string', default: '', 'confluent:tags': ['SECRET'] };
  const next = { ...schema, fields: [...schema.fields, fresh, marked] };
  const both = registryOf(
    [
      { text, subjects },
      { text: JSON.stringify(next), subjects: [{ subject: 'login-value', version: 2 }] },
    ],
    'AVRO',
  );
  const Next = avro.Type.forSchema(next as avro.Schema, { wrapUnions: true });
  const used = Next.toBuffer({
    ...base,
    fresh: { string: 'f' },
    marked: 'm',
    devices: [{ id: 1 }],
    parent: { 'acme.Stub': { why: 'A' } },
  });
  const unused = Next.toBuffer({ ...base, fresh: null, marked: 'm' });
  const reviewed = { 'login-value': 1 };
  const refusing = await needDecoder(both, 'registry:2', { reviewed });
  t.match(refusing.decode(used), { reason: 'unknown_fields' });
  t.match(describe(refusing, unused), { json: { fresh: null, marked: 'm' }, unknown: 0 });
  const dropping = await needDecoder(both, 'registry:2', { reviewed, unknownFields: 'drop' });
  t.notOk('fresh' in (describe(dropping, used).json as object));
  const scanning = await needDecoder(both, 'registry:2', { reviewed, unknownFields: 'scan' });
  t.match(describe(scanning, used), { json: { fresh: 'f' }, unknown: 1 });
});

t.test('tags of the schema’s metadata reach fields by path', async (t) => {
  const tagged = registryOf([{ text, tags: new Map([['acme.Device.id', ['PCI']]]) }], 'AVRO');
  const decoder = await needDecoder(tagged, 'registry:1');
  t.same(describe(decoder, Plain.toBuffer({ ...base, devices: [{ id: 5 }] })).declared.slice(2), [
    ['5', 'pci'],
  ]);
});

t.test('named types may come from references, with or without their namespace', async (t) => {
  const device =
    '{"type":"record","name":"Device","namespace":"acme","fields":[{"name":"id","type":"int","confluent:tags":["PII"]}]}';
  const main =
    '{"type":"record","name":"L","namespace":"acme","fields":[{"name":"a","type":"Device"},{"name":"b","type":{"type":"acme.Device"}}]}';
  const decoder = await needDecoder(
    registryOf([{ text: main, references: [{ name: 'acme.Device', text: device }] }], 'AVRO'),
    'registry:1',
  );
  const { json, declared } = describe(decoder, Buffer.from([2, 4]));
  t.same(json, { a: { id: 1 }, b: { id: 2 } });
  t.equal(declared.length, 2);
});

t.test('bytes of another form are malformed, and too much JSON is too large', async (t) => {
  const decoder = await needDecoder(registry, 'registry:1', { maxBytes: 200 });
  const record = Plain.toBuffer(base);
  for (const bytes of [Buffer.alloc(0), record.subarray(1), Buffer.concat([record, Buffer.from([0])])])
    t.match(decoder.decode(bytes), { reason: 'malformed_message' });
  t.match(decoder.decode(Plain.toBuffer({ ...base, email: 'x'.repeat(300) })), { reason: 'too_large' });
});

t.test(
  'an array or a map that says it is endless is malformed at once, and one in blocks is read',
  async (t) => {
    // A block of 2^30 items, in five bytes, and nothing behind it.
    const endless = Buffer.from('8080808008', 'hex');
    for (const type of [
      { type: 'array', items: 'long' },
      { type: 'map', values: 'string' },
      { type: 'array', items: { type: 'array', items: 'int' } },
    ]) {
      const wrapped = { type: 'record', name: 'R', fields: [{ name: 'v', type }] };
      const decoder = await needDecoder(
        registryOf([{ text: JSON.stringify(wrapped) }], 'AVRO'),
        'registry:1',
      );
      const start = performance.now();
      t.match(decoder.decode(endless), { reason: 'malformed_message' }, JSON.stringify(type));
      t.ok(performance.now() - start < 1_000);
    }
    const longs = {
      type: 'record',
      name: 'R',
      fields: [{ name: 'v', type: { type: 'array', items: 'long' } }],
    };
    const decoder = await needDecoder(registryOf([{ text: JSON.stringify(longs) }], 'AVRO'), 'registry:1');
    // Two items with the block's size before them, then one, then the end.
    const blocks = Buffer.from('030402040206 00'.replace(' ', ''), 'hex');
    t.strictSame(describe(decoder, blocks).json, { v: [1, 2, 3] });
  },
);

t.test('schemas that are none, are not whole or make much of nothing are unsupported', async (t) => {
  const nothing = { type: 'record', name: 'Empty', fields: [{ name: 'n', type: 'null' }] };
  const bad = [
    '{',
    '5',
    '"Missing"',
    '{"type":"record","name":"R"}',
    '{"type":"record","name":"R","fields":[5]}',
    '{"type":"record","fields":[]}',
    '{"type":"fixed","name":"F"}',
    '{"type":"array","items":"null"}',
    '{"type":"array","items":{"type":"fixed","name":"F","size":0}}',
    JSON.stringify({ type: 'array', items: nothing }),
    JSON.stringify([nothing, nothing]),
    '{"type":'.repeat(200) + '"int"' + '}'.repeat(200),
  ];
  for (const bad_ of bad)
    t.equal(
      await findDecoder(registryOf([{ text: bad_ }], 'AVRO'), 'registry:1'),
      'unsupported_schema',
      bad_.slice(0, 60),
    );
  t.equal(await findDecoder(registryOf([{ text: '{}' }], 'JSON'), 'registry:1'), 'unsupported_schema');
});
