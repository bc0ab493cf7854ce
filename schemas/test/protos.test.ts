import { opentelemetry, scrubjay } from '@scrubjay/schemas';
import Long from 'long';
import { fileURLToPath } from 'node:url';
import protobuf from 'protobufjs';
import t from 'tap';

const root = fileURLToPath(new URL('..', import.meta.url));
const { Frame } = scrubjay.v1;
const { ExportLogsServiceRequest } = opentelemetry.proto.collector.logs.v1;

function load(...files: string[]): protobuf.Root {
  const loaded = new protobuf.Root();
  const bundled = fileURLToPath(new URL('.', import.meta.resolve('protobufjs/package.json')));
  loaded.resolvePath = (_origin, target) => (target.startsWith('google/') ? bundled : root) + target;
  return loaded.loadSync(files);
}

t.test('decoding a frame copies none of its record bytes', async (t) => {
  const message = Buffer.from(Frame.encode({ version: 1, records: Buffer.from('one\ntwo\n') }).finish());
  const { records } = Frame.decode(message);
  t.equal(records.buffer, message.buffer);
  t.equal(Buffer.from(records.buffer, records.byteOffset, records.length).toString(), 'one\ntwo\n');
  message.fill(0x78, message.indexOf('one'), message.indexOf('one') + 3);
  t.equal(Buffer.from(records).toString(), 'xxx\ntwo\n');
});

t.test('OTLP times in nanoseconds survive exactly', async (t) => {
  const nanos = '1763910000123456789';
  const request = {
    resourceLogs: [{ scopeLogs: [{ logRecords: [{ timeUnixNano: Long.fromString(nanos, true) }] }] }],
  };
  const decoded = ExportLogsServiceRequest.decode(ExportLogsServiceRequest.encode(request).finish());
  const time = decoded.resourceLogs[0]?.scopeLogs?.[0]?.logRecords?.[0]?.timeUnixNano;
  t.equal(time?.toString(), nanos);
});

t.test('a string that is not UTF-8 is refused, not mended', async (t) => {
  const message = Buffer.from(Frame.encode({ version: 1, service: 'ab' }).finish());
  message[message.indexOf('ab')] = 0xff;
  t.throws(() => Frame.decode(message));
});

t.test('an application schema can mark a field as sensitive', async (t) => {
  const loaded = load('scrubjay/v1/sensitivity.proto');
  const source = `syntax = "proto3"; package app; import "scrubjay/v1/sensitivity.proto";
    message Login { string email = 1 [(scrubjay.v1.sensitivity) = { category: CATEGORY_PII }]; string page = 2; }`;
  protobuf.parse(source, loaded);
  loaded.resolveAll();
  const login = loaded.lookupType('app.Login');
  t.match(JSON.stringify(login.fields['email']?.parsedOptions), 'CATEGORY_PII');
  t.notOk(login.fields['page']?.parsedOptions);
  const extension = loaded.lookup('.scrubjay.v1.sensitivity');
  t.ok(extension instanceof protobuf.Field);
  t.equal((extension as protobuf.Field).id, 50727);
  t.equal((extension as protobuf.Field).extend, 'google.protobuf.FieldOptions');
});
