import t from 'tap';
import { generate } from '../../src/generate.js';
import { otlpRequestOf } from '../../src/records/otlp.js';

const records = [...generate({ seed: 51, count: 500, mix: { otlp: 1 }, startTimeMs: 1_767_254_400_000 })];

void t.test('a record is one ExportLogsServiceRequest with an id per log record', (t) => {
  for (const record of records) {
    const [resource] = otlpRequestOf(record).resourceLogs;
    t.match(resource?.resource.attributes[0], {
      key: 'service.name',
      value: { stringValue: record.service },
    });
    const logs = resource?.scopeLogs[0]?.logRecords ?? [];
    t.same(
      logs.map((log) => log.attributes[0]),
      record.ids.map((id) => ({ key: 'event_id', value: { stringValue: id } })),
    );
  }
  t.ok(records.some((record) => record.ids.length === 1) && records.some((record) => record.ids.length > 2));
  t.end();
});

void t.test('64-bit integers are strings, ids are hex', (t) => {
  const [first] = records;
  const log = first && otlpRequestOf(first).resourceLogs[0]?.scopeLogs[0]?.logRecords[0];
  t.equal(log?.timeUnixNano, '1767254400000000000');
  t.match(log?.traceId, /^[0-9a-f]{32}$/);
  t.match(log?.spanId, /^[0-9a-f]{16}$/);
  t.notOk(records.some(({ text }) => /"intValue":[^"]/.test(text)));
  t.end();
});

void t.test('all kinds of AnyValue occur', (t) => {
  const all = records.map((record) => record.text).join('\n');
  for (const name of ['stringValue', 'boolValue', 'intValue', 'doubleValue', 'arrayValue', 'kvlistValue']) {
    t.ok(all.includes(`{"${name}":`), name);
  }
  t.ok(all.includes('"value":{}'), 'the empty one too');
  t.end();
});
