import t from 'tap';
import { readOtlpRequest } from '../../src/index.js';
import { canonicalOf, jsonOf } from './requests.js';

function reasonOf(bytes: Buffer): string {
  const read = readOtlpRequest(bytes, 'json');
  return read.kind === 'withheld' ? read.reason : 'none';
}

t.test('the example of the specification is read', async (t) => {
  const record = canonicalOf(
    {
      ...{
        timeUnixNano: '1544712660300000000',
        observedTimeUnixNano: '1544712660300000000',
        severityNumber: 10,
      },
      ...{
        severityText: 'Information',
        traceId: '5B8EFFF798038103D269B633813FC60C',
        spanId: 'EEE19B7EC3C1B174',
      },
      body: { stringValue: 'Example log record' },
      attributes: [
        { key: 'int.attribute', value: { intValue: '10' } },
        { key: 'double.attribute', value: { doubleValue: 637.704 } },
        {
          key: 'map.attribute',
          value: { kvlistValue: { values: [{ key: 'k', value: { stringValue: 'v' } }] } },
        },
      ],
    },
    {
      attributes: [{ key: 'service.name', value: { stringValue: 'my.service' } }],
      droppedAttributesCount: 1,
    },
    { name: 'my.library', version: '1.0.0', droppedAttributesCount: 0 },
  );
  t.match(record, {
    ...{
      time: '2018-12-13T14:51:00.300Z',
      severity_number: 10,
      trace_id: '5b8efff798038103d269b633813fc60c',
    },
    ...{
      span_id: 'eee19b7ec3c1b174',
      body: 'Example log record',
      scope: { name: 'my.library', version: '1.0.0' },
    },
    attributes: { 'int.attribute': 10, 'double.attribute': 637.704, 'map.attribute': { k: 'v' } },
    resource: { 'service.name': 'my.service' },
  });
});

t.test('unknown fields and nulls are ignored, as OTLP demands', async (t) => {
  t.strictSame(canonicalOf({ body: { stringValue: 'x', newValue: 1 }, severityText: null, later: {} }), {
    body: 'x',
  });
  t.equal(reasonOf(Buffer.from('{"other":1}')), 'none');
  const urls = { resourceLogs: [{ schemaUrl: 'r', scopeLogs: [{ schemaUrl: 's', logRecords: null }] }] };
  t.equal(reasonOf(Buffer.from(JSON.stringify(urls))), 'none');
});

t.test('numbers may be strings and strings numbers, where the mapping says so', async (t) => {
  const record = {
    timeUnixNano: 1767225600000,
    severityNumber: '9',
    flags: 1,
    body: { doubleValue: '-1.5e3' },
  };
  t.match(canonicalOf(record), {
    time: '1970-01-01T00:29:27.225Z',
    severity_number: 9,
    trace_flags: 1,
    body: -1500,
  });
  t.match(canonicalOf({ body: { intValue: 7 } }), { body: 7 });
  t.match(canonicalOf({ body: { bytesValue: 'w7x-' } }), { body: 'ü~' });
});

t.test('a wrong type anywhere withholds the request', async (t) => {
  const wrong: readonly unknown[] = [
    ...['text', 5, null, { body: 'x' }, { body: { stringValue: 1 } }, { body: { boolValue: 'true' } }],
    ...[
      { body: { intValue: 1.5 } },
      { body: { intValue: '9223372036854775808' } },
      { body: { intValue: 'x' } },
    ],
    ...[
      { body: { intValue: 2 ** 53 } },
      { body: { doubleValue: 'one' } },
      { body: { doubleValue: null, boolValue: 0 } },
    ],
    ...[
      { body: { bytesValue: '***' } },
      { body: { stringValue: 'a', intValue: 1 } },
      { body: { arrayValue: [] } },
    ],
    ...[{ attributes: {} }, { attributes: [5] }, { attributes: [{ key: 5 }] }, { severityNumber: 'ERROR' }],
    ...[{ severityNumber: -1 }, { flags: '4294967296' }, { timeUnixNano: '-1' }],
    ...[{ timeUnixNano: '18446744073709551616' }, { traceId: 'xyz' }, { spanId: 'abc' }, { severityText: 9 }],
  ];
  for (const logRecord of wrong)
    t.equal(reasonOf(jsonOf(logRecord)), 'malformed_otlp', JSON.stringify(logRecord));
});

t.test('what is not JSON, or not UTF-8, is malformed', async (t) => {
  const invalid = Buffer.from(jsonOf({ severityText: 'ab' }));
  invalid[invalid.indexOf('ab')] = 0xff;
  for (const bytes of [Buffer.from('{'), Buffer.from('[]'), invalid])
    t.equal(reasonOf(bytes), 'malformed_otlp');
});

t.test('values nested too deep withhold the request', async (t) => {
  const nest = (depth: number): unknown =>
    depth === 0 ? { stringValue: 'x' } : { kvlistValue: { values: [{ key: 'k', value: nest(depth - 1) }] } };
  t.equal(reasonOf(jsonOf({ body: nest(30) })), 'none');
  t.equal(reasonOf(jsonOf({ body: nest(31) })), 'too_deep');
  t.equal(reasonOf(jsonOf({ attributes: [{ key: 'a', value: nest(31) }] })), 'too_deep');
});

t.test('a record at the limit of depth can still be put into quarantine', async (t) => {
  const nest = (depth: number): unknown =>
    depth === 0
      ? { bytesValue: 'AA==' }
      : { kvlistValue: { values: [{ key: 'k', value: nest(depth - 1) }] } };
  t.equal(canonicalOf({ attributes: [{ key: 'a', value: nest(30) }] }), 'unsupported_value');
});
