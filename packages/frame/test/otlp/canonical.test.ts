import { opentelemetry } from '@scrubjay/schemas';
import Long from 'long';
import t from 'tap';
import { otlpToCanonical, type ExportLogsRequest } from '../../src/index.js';
import { canonicalOf, encode, recordsOf } from './requests.js';

const request: ExportLogsRequest = {
  resourceLogs: [
    {
      resource: {
        attributes: [
          { key: 'service.name', value: { stringValue: 'cart' } },
          { key: 'process.pid', value: { intValue: Long.fromNumber(42) } },
        ],
      },
      schemaUrl: 'https://r',
      scopeLogs: [
        {
          scope: { name: 'lib', version: '1', attributes: [{ key: 'k', value: { boolValue: false } }] },
          schemaUrl: 'https://s',
          logRecords: [
            {
              timeUnixNano: Long.fromString('1767225600123456789', true),
              observedTimeUnixNano: Long.fromString('1767225601000000000', true),
              severityNumber: opentelemetry.proto.logs.v1.SeverityNumber.SEVERITY_NUMBER_ERROR,
              severityText: 'ERROR',
              traceId: Buffer.from('0af7651916cd43dd8448eb211c80319c', 'hex'),
              spanId: Buffer.from('b7ad6b7169203331', 'hex'),
              flags: 0xff01,
              eventName: 'login',
              droppedAttributesCount: 2,
              body: { stringValue: 'user jane@example.org\nfailed' },
              attributes: [{ key: 'user.email', value: { stringValue: 'jane@example.org' } }],
            },
            { body: { kvlistValue: {} } },
          ],
        },
      ],
    },
  ],
};

t.test('a log record keeps all it says', async (t) => {
  const [first, second] = recordsOf(encode(request), 'protobuf');
  t.match(first, { kind: 'record', service: 'cart', timestampMs: 1767225600123 });
  t.notOk(first?.record.includes(0x0a));
  t.strictSame(JSON.parse(first?.record.toString() ?? ''), {
    time: '2026-01-01T00:00:00.123Z',
    time_ns: '2026-01-01T00:00:00.123456789Z',
    observed_time: '2026-01-01T00:00:01.000Z',
    severity_text: 'ERROR',
    severity_number: 17,
    trace_id: '0af7651916cd43dd8448eb211c80319c',
    span_id: 'b7ad6b7169203331',
    trace_flags: 1,
    event_name: 'login',
    body: 'user jane@example.org\nfailed',
    attributes: { 'user.email': 'jane@example.org' },
    dropped_attributes_count: 2,
    resource: { 'service.name': 'cart', 'process.pid': 42 },
    resource_schema_url: 'https://r',
    scope: { name: 'lib', version: '1', attributes: { k: false }, schema_url: 'https://s' },
  });
  t.match(second, { kind: 'record', timestampMs: undefined });
  t.match(JSON.parse(second?.record.toString() ?? ''), { body: {} });
});

t.test('every kind of value becomes JSON', async (t) => {
  const values = [
    [{ stringValue: '' }, ''],
    [{ boolValue: true }, true],
    [{ intValue: '-9007199254740991' }, -9007199254740991],
    [{ intValue: '9007199254740993' }, '9007199254740993'],
    [{ doubleValue: 0.5 }, 0.5],
    [{ doubleValue: 'NaN' }, 'NaN'],
    [{ doubleValue: '-Infinity' }, '-Infinity'],
    [{ bytesValue: Buffer.from('jane@example.org').toString('base64') }, 'jane@example.org'],
    [{ arrayValue: { values: [{ stringValue: 'a' }, {}] } }, ['a', null]],
    [{ arrayValue: {} }, []],
    [
      { kvlistValue: { values: [{ key: 'a', value: { intValue: 1 } }, { value: null }] } },
      { a: 1, '': null },
    ],
  ] as const;
  for (const [value, json] of values) t.strictSame(canonicalOf({ body: value }), { body: json });
});

t.test('a key that comes twice keeps both values', async (t) => {
  const attributes = [
    { key: 'mail', value: { stringValue: 'a@example.org' } },
    { key: '__proto__', value: { stringValue: 'x' } },
    { key: 'mail', value: { stringValue: 'b@example.org' } },
  ];
  const expected = JSON.parse(
    '{"attributes":{"mail":["a@example.org","b@example.org"],"__proto__":"x"}}',
  ) as unknown;
  t.strictSame(canonicalOf({ attributes }), expected);
});

t.test('bytes that rules could not see withhold the record, and it stays whole', async (t) => {
  for (const bytes of [Buffer.from([0x61, 0, 0x62]), Buffer.from([0xff, 0xfe])]) {
    const bad = { key: 'k', value: { bytesValue: bytes } };
    const [whole] = request.resourceLogs ?? [];
    const mixed = {
      resourceLogs: [
        { ...whole, scopeLogs: [{ logRecords: [{ attributes: [bad] }, { severityText: 'fine' }] }] },
      ],
    };
    const [withheld, kept] = recordsOf(encode(mixed), 'protobuf');
    t.match(withheld, { kind: 'withheld', reason: 'unsupported_value', service: 'cart' });
    t.match(kept, { kind: 'record' });
    const alone = recordsOf(withheld?.record ?? Buffer.alloc(0), 'protobuf');
    t.equal(alone.length, 1);
    t.ok(withheld?.record.includes(bytes));
    t.ok(withheld?.record.includes('service.name'));
  }
});

t.test('bytes in the resource or the scope withhold all its records', async (t) => {
  const attributes = [{ key: 'k', value: { bytesValue: 'AA==' } }];
  t.equal(canonicalOf({}, { attributes }), 'unsupported_value');
  t.equal(canonicalOf({}, undefined, { attributes }), 'unsupported_value');
});

t.test('other failures are not taken for a withheld value', async (t) => {
  const broken = {
    get body(): never {
      throw new TypeError('broken');
    },
  };
  const records = otlpToCanonical({ resourceLogs: [{ scopeLogs: [{ logRecords: [broken] }] }] });
  t.throws(() => Array.from(records), TypeError);
});

t.test('the service is a plain name or unknown', async (t) => {
  for (const name of ['jane@example.org', '4111 1111 1111 1111', '', '../x', 'x'.repeat(101)]) {
    const attributes = [{ key: 'service.name', value: { stringValue: name } }];
    const [record] = recordsOf(
      encode({ resourceLogs: [{ resource: { attributes }, scopeLogs: [{ logRecords: [{}] }] }] }),
      'protobuf',
    );
    t.equal(record?.service, undefined, name);
  }
});

t.test('the time observed stands in for a missing time, and ids that are none are absent', async (t) => {
  t.strictSame(
    canonicalOf({ observedTimeUnixNano: '1767225601000000000', traceId: '00'.repeat(16), spanId: 'ab' }),
    { time: '2026-01-01T00:00:01.000Z', observed_time: '2026-01-01T00:00:01.000Z' },
  );
});

t.test('a request may be empty', async (t) => {
  t.same(recordsOf(Buffer.alloc(0), 'protobuf'), []);
  t.same(Array.from(otlpToCanonical({})), []);
  t.same(Array.from(otlpToCanonical({ resourceLogs: [{}, { scopeLogs: [{}] }] })), []);
});
