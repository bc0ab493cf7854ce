import protobuf from 'protobufjs';
import t from 'tap';
import { describe, findDecoder, needDecoder, registryOf } from '../support.js';

const text = `
syntax = "proto3";
package acme;
import "scrubjay/v1/sensitivity.proto";
import "confluent/meta.proto";
import "google/protobuf/timestamp.proto";
message Other {}
message Login {
  enum Way { UNKNOWN = 0; PASSWORD = 1; }
  message Device { string id = 1; string owner_name = 2 [(scrubjay.v1.sensitivity) = { category: CATEGORY_PII, action: ACTION_PSEUDONYMIZE }]; }
  string user_email = 1 [(scrubjay.v1.sensitivity).category = CATEGORY_PII];
  string password = 2 [debug_redact = true];
  string note = 3 [(confluent.field_meta) = { tags: ["PROD", "phi"] }];
  int64 account = 4;
  bytes raw = 5;
  map<string, string> labels = 6 [(confluent.field_meta).tags = "PII"];
  repeated Device devices = 7;
  google.protobuf.Timestamp at = 8;
  Way way = 9;
  double score = 10;
  map<int64, Device> by_id = 11;
  Login parent = 12;
  bool ok = 13;
  string shown = 14 [debug_redact = false];
}`;

const login = protobuf.parse(text, { keepCase: true }).root;
login.addJSON(protobuf.common.get('google/protobuf/timestamp.proto')?.nested ?? {});
const Login = login.lookupType('acme.Login');

function encode(value: Record<string, unknown>): Uint8Array {
  return Login.encode(Login.fromObject(value)).finish();
}

const registry = registryOf([{ text, subjects: [{ subject: 'login-value', version: 1 }] }]);

t.test('writes JSON by the mapping of Protobuf with the names of the schema', async (t) => {
  const decoder = await needDecoder(registry, 'registry:1/1');
  const { json } = describe(
    decoder,
    encode({
      account: '9007199254740993',
      at: { seconds: 1_700_000_000, nanos: 5_000_000 },
      way: 'PASSWORD',
      score: Number.NaN,
      ok: true,
      by_id: { '-5': { id: 'x' } },
      parent: { account: 1, way: 7 },
    }),
  );
  t.same(json, {
    account: '9007199254740993',
    at: '2023-11-14T22:13:20.005Z',
    way: 'PASSWORD',
    score: 'NaN',
    by_id: { '-5': { id: 'x' } },
    parent: { account: '1', way: 7 },
    ok: true,
  });
});

t.test('knows what is declared, by every kind of mark, at any depth', async (t) => {
  const decoder = await needDecoder(registry, 'registry:1/1');
  const { declared } = describe(
    decoder,
    encode({
      ...{ user_email: 'a@b', password: 'ä"', note: 'n', shown: 's' },
      labels: { k: 'v' },
      devices: [{ id: '1', owner_name: 'o' }],
      parent: { password: 'p' },
    }),
  );
  t.same(declared, [
    ['"a@b"', 'pii'],
    ['"ä\\""', ''],
    ['"n"', 'health'],
    ['{"k":"v"}', 'pii'],
    ['"k"', 'pii', 'key'],
    ['"o"', 'pii pseudonymize'],
    ['"p"', ''],
  ]);
});

t.test('bytes that are text are written as text, others are left out and counted', async (t) => {
  const decoder = await needDecoder(registry, 'registry:1/1');
  const shown = (raw: Buffer): unknown[] => {
    const { json, opaque } = describe(decoder, encode({ raw }));
    return [(json as { raw: string }).raw, opaque];
  };
  t.same(shown(Buffer.from('a@b.example')), ['a@b.example', 0]);
  t.same(shown(Buffer.from([0xff, 0xfe])), ['[BYTES]', 1]);
  t.same(shown(Buffer.from('a\0')), ['[BYTES]', 1]);
});

t.test(
  'the policy may call a field safe or sensitive, by its path; a mark is not overruled by safe',
  async (t) => {
    const decoder = await needDecoder(registry, 'registry:1/1', {
      classify: (path) => {
        const name = path.join('.');
        if (['raw', 'account', 'password', 'parent'].includes(name)) return 'safe';
        return name === 'devices.id' ? { detector: 'device-id' } : undefined;
      },
    });
    const record = encode({
      ...{ account: 1, password: 'p', raw: Buffer.from([255]), devices: [{ id: '7' }] },
      parent: { raw: Buffer.from([254]) },
    });
    const { json, declared, opaque } = describe(decoder, record);
    t.equal((json as { raw: string }).raw, '/w==');
    t.equal((json as { parent: { raw: string } }).parent.raw, '/g==');
    t.equal(opaque, 0);
    t.same(declared, [
      ['"p"', ''],
      ['"1"', 'safe'],
      ['"/w=="', 'safe'],
      ['"7"', 'device-id'],
      ['{"raw":"/g=="}', 'safe'],
    ]);
  },
);

/** Fields 99 (text), 100 (a number), 101 and 102 (fixed), 103 (no text). */
const unknown = Buffer.from(
  `9a060361406aa00605${'a90601000000000000 00'.replace(' ', '')}b50602000000ba0601ff`,
  'hex',
);

t.test(
  'fields that the schema does not have are withheld, dropped or written, as the rule says',
  async (t) => {
    const record = Buffer.concat([encode({ ok: true }), unknown]);
    const refusing = await needDecoder(registry, 'registry:1/1');
    t.same(refusing.decode(record), { kind: 'refused', reason: 'unknown_fields' });
    const dropping = await needDecoder(registry, 'registry:1/1', { unknownFields: 'drop' });
    t.match(describe(dropping, record), { json: { ok: true }, unknown: 5, opaque: 0 });
    t.notMatch(describe(dropping, record), { json: { unknown_fields: {} } });
    const scanning = await needDecoder(registry, 'registry:1/1', { unknownFields: 'scan' });
    t.match(describe(scanning, record), {
      json: {
        ok: true,
        unknown_fields: { 99: ['a@j'], 100: ['5'], 101: ['1'], 102: ['2'], 103: ['[BYTES]'] },
      },
      ...{ unknown: 5, opaque: 1 },
    });
  },
);

t.test('unknown fields within messages and well-known types are found too', async (t) => {
  const decoder = await needDecoder(registry, 'registry:1/1', { unknownFields: 'scan' });
  const inDevice = Buffer.concat([Buffer.from([0x3a, unknown.length]), unknown]);
  t.match(describe(decoder, inDevice).json, { devices: [{ unknown_fields: { 99: ['a@j'] } }] });
  const inTime = describe(decoder, Buffer.concat([Buffer.from([0x42, unknown.length]), unknown]));
  t.equal(inTime.unknown, 5);
  t.notMatch(JSON.stringify(inTime.json), /a@j/);
});

t.test('a field of a version that nobody reviewed counts as unknown, unless it is marked', async (t) => {
  const next = text.replace(
    'bool ok = 13;',
    'bool ok = 13; string fresh = 20; string marked = 21 [debug_redact = true];',
  );
  const both = registryOf([
    { text, subjects: [{ subject: 'login-value', version: 1 }] },
    { text: next, subjects: [{ subject: 'login-value', version: 2 }] },
  ]);
  const NextLogin = protobuf
    .parse(next.replace(/import.*timestamp.*/, '').replace(/google.*at = 8;/, ''), { keepCase: true })
    .root.lookupType('acme.Login');
  const record = Buffer.from(NextLogin.encode({ ok: true, marked: 'm', fresh: 'f' }).finish());
  const known = Buffer.from(NextLogin.encode({ ok: true, marked: 'm' }).finish());
  const reviewed = { 'login-value': 1 };
  const refusing = await needDecoder(both, 'registry:2/1', { reviewed });
  t.same(refusing.decode(record), { kind: 'refused', reason: 'unknown_fields' });
  t.match(describe(refusing, known), { json: { ok: true, marked: 'm' }, unknown: 0 });
  const dropping = await needDecoder(both, 'registry:2/1', { reviewed, unknownFields: 'drop' });
  t.same(describe(dropping, record), {
    json: { ok: true, marked: 'm' },
    declared: [['"m"', '']],
    unknown: 1,
    opaque: 0,
  });
  const scanning = await needDecoder(both, 'registry:2/1', { reviewed, unknownFields: 'scan' });
  t.match(describe(scanning, record), { json: { fresh: 'f' }, unknown: 1 });
  const classified = await needDecoder(both, 'registry:2/1', {
    reviewed,
    classify: ([name]) => (name === 'fresh' ? 'safe' : undefined),
  });
  t.match(describe(classified, record), { unknown: 0 });
  const unreviewed = await needDecoder(both, 'registry:2/1');
  t.match(describe(unreviewed, record), { unknown: 0 });
  const gone = await needDecoder(both, 'registry:2/1', { reviewed: { 'login-value': 9 } });
  t.same(gone.decode(known), { kind: 'refused', reason: 'unknown_fields' });
});

t.test(
  'messages are counted without enums, and without those of references in the same package',
  async (t) => {
    const main =
      'syntax = "proto3"; package p; import "b.proto"; message A { B b = 1; enum E { Z = 0; } message In { string s = 1; } } message C { string c = 1; }';
    const other = registryOf([
      {
        text: main,
        references: [{ name: 'b.proto', text: 'syntax = "proto3"; package p; message B { string x = 1; }' }],
      },
    ]);
    const s = Buffer.from('0a0178', 'hex');
    t.same(describe(await needDecoder(other, 'registry:1/0.0'), s).json, { s: 'x' });
    t.same(describe(await needDecoder(other, 'registry:1/1'), s).json, { c: 'x' });
    t.same(describe(await needDecoder(other, 'registry:1/0'), Buffer.from('0a030a0178', 'hex')).json, {
      b: { x: 'x' },
    });
    for (const place of ['', '/2', '/0.1', '/1.0'])
      t.equal(await findDecoder(other, `registry:1${place}`), 'unsupported_schema', place);
  },
);

t.test('tags of the schema’s metadata reach fields by path with wildcards', async (t) => {
  const tagged = registryOf([
    {
      text,
      tags: new Map([
        ['acme.*.Device.i?', ['PII']],
        ['**.shown', ['PCI']],
      ]),
    },
  ]);
  const decoder = await needDecoder(tagged, 'registry:1/1');
  t.same(describe(decoder, encode({ devices: [{ id: '1' }], shown: 's' })).declared, [
    ['"1"', 'pii'],
    ['"s"', 'pci'],
  ]);
});

t.test('bytes of another form are malformed, and too much JSON is too large', async (t) => {
  const decoder = await needDecoder(registry, 'registry:1/1', { maxBytes: 50 });
  for (const hex of ['0aff', '0a02c328', 'ff', '0b', '42080800'.padEnd(12, 'f')])
    t.match(decoder.decode(Buffer.from(hex, 'hex')), { kind: 'refused', reason: 'malformed_message' }, hex);
  t.match(decoder.decode(Buffer.from(encode({ note: 'x'.repeat(60) }))), { reason: 'too_large' });
  t.match(decoder.decode(Buffer.from(encode({ at: { seconds: '99999999999999' } }))), {
    reason: 'malformed_message',
  });
});

t.test('a schema that is no Protobuf, or lacks a reference, is unsupported', async (t) => {
  for (const bad of ['message {', 'syntax = "proto3"; message M { Missing m = 1; }', '{"type":"string"}'])
    t.equal(await findDecoder(registryOf([{ text: bad }]), 'registry:1/0'), 'unsupported_schema');
  t.equal(await findDecoder(registry, 'registry:2/0'), 'unknown_schema');
  t.equal(await findDecoder(registry, 'login'), 'unknown_schema');
});
