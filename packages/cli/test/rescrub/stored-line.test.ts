import { joinQuarantineParts } from '@scrubjay/frame';
import t from 'tap';
import { readStoredLine, rewriteLine, toQuarantine } from '../../src/rescrub/stored-line.js';

const head = '"time":"2026-01-31T10:00:00.000Z","observed_time":"2026-01-31T10:00:01.000Z"';
const tail = '"source":{"stream":"app","partition":1,"offset":7,"index":0},"ruleset":"000000000000"';
const lineOf = (members: string): Buffer => Buffer.from(`{${head},"service":"a",${members},${tail}}`);
const fingerprint = 'ab'.repeat(32);

t.test('takes a line apart into what the redactor once saw', async (t) => {
  const text = readStoredLine(lineOf('"body":"a\\nb"'));
  t.match(text, {
    format: 'text',
    attributes: undefined,
    source: { stream: 'app', partition: 1, offset: 7 },
  });
  t.equal(text?.record.toString(), 'a\nb');
  const json = readStoredLine(
    lineOf('"severity_text":"info","body":{"a":1},"attributes":{"messaging.kafka.message.key":"k"}'),
  );
  t.equal(json?.format, 'json');
  t.equal(json?.record.toString(), '{"a":1}');
  t.match(json?.attributes?.toString(), /^\{"severity_text":"info","attributes":\{"messaging/);
  const otlp = readStoredLine(lineOf('"body":"x","attributes":{"user":"u"},"resource":{}'));
  t.equal(otlp?.format, 'canonical');
  t.equal(otlp?.record.toString(), '{"body":"x","attributes":{"user":"u"},"resource":{}}');
  t.equal(readStoredLine(lineOf('"body":"a\\u0000b"'))?.format, 'json', 'NUL stays an escape');
  for (const none of ['x', '{}', '[1]', '{"time":"x"}'])
    t.equal(readStoredLine(Buffer.from(none)), undefined);
});

t.test('puts a line together again with what was redacted, and names the ruleset', async (t) => {
  const json = readStoredLine(lineOf('"trace_id":"abc","body":{"traceId":"abc"}'));
  if (json === undefined) throw new Error('no line');
  const record = Buffer.from('{"traceId":"[X]"}');
  const written = rewriteLine(json, { record, attributes: json.attributes, fingerprint }).toString();
  t.notMatch(written, 'abc', 'an id that was copied from the body goes with it');
  t.match(JSON.parse(written), { service: 'a', body: { traceId: '[X]' }, ruleset: 'abababababab' });
  const otlp = readStoredLine(lineOf('"body":"x","event_name":"y"'));
  if (otlp === undefined) throw new Error('no line');
  const masked = rewriteLine(otlp, { record: Buffer.from('"[X]"'), attributes: undefined, fingerprint });
  t.match(JSON.parse(masked.toString()), { body: '[X]', source: { offset: 7 } });
  t.notMatch(masked.toString(), 'event_name');
});

t.test('a record for quarantine is whole, and has none of what the sink adds', async (t) => {
  const line = readStoredLine(lineOf('"original_time":"2099-01-01","body":{"a":1}'));
  if (line === undefined) throw new Error('no line');
  const frames = toQuarantine(line, { reason: 'too_deep', environment: 'test', service: 'a', fingerprint });
  t.match(frames, [{ format: 'canonical', stream: 'app', partition: 1, quarantine: { reason: 'too_deep' } }]);
  t.strictSame(JSON.parse(joinQuarantineParts(frames).toString()), {
    ...{ time: '2099-01-01', observed_time: '2026-01-31T10:00:01.000Z', body: { a: 1 } },
  });
});
