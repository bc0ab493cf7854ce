import fc from 'fast-check';
import Long from 'long';
import t from 'tap';
import { otlpToCanonical, readOtlpRequest, type ExportLogsRequest } from '../../src/index.js';
import { encode } from './requests.js';

t.test('damaged protobuf is malformed', async (t) => {
  const bytes = encode({ resourceLogs: [{ scopeLogs: [{ logRecords: [{ severityText: 'ab' }] }] }] });
  t.match(readOtlpRequest(bytes.subarray(0, -1), 'protobuf'), { kind: 'withheld', reason: 'malformed_otlp' });
  bytes[bytes.indexOf('ab')] = 0xff;
  t.match(
    readOtlpRequest(bytes, 'protobuf'),
    { kind: 'withheld', reason: 'malformed_otlp' },
    'invalid UTF-8',
  );
});

t.test('protobuf nested too deep is told apart', async (t) => {
  // Field 6 of ArrayValue within AnyValue, by hand: the encoder has the same limit as the decoder.
  let value: Buffer = Buffer.alloc(0);
  const wrap = (tag: number, inner: Buffer): Buffer => {
    const length = inner.length < 0x80 ? [inner.length] : [(inner.length & 0x7f) | 0x80, inner.length >> 7];
    return Buffer.concat([Buffer.from([tag, ...length]), inner]);
  };
  for (let depth = 0; depth < 60; depth++) value = wrap(0x2a, wrap(0x0a, value));
  const bytes = wrap(0x0a, wrap(0x12, wrap(0x12, wrap(0x2a, value))));
  t.match(readOtlpRequest(bytes, 'protobuf'), { kind: 'withheld', reason: 'too_deep' });
});

t.test('protobuf and JSON say the same', async (t) => {
  const shared = { severityText: 'INFO', flags: 1, attributes: [{ key: 'a', value: { stringValue: 'b' } }] };
  const request: ExportLogsRequest = {
    resourceLogs: [
      {
        scopeLogs: [
          { logRecords: [{ ...shared, timeUnixNano: Long.fromString('1767225600123456789', true) }] },
        ],
      },
    ],
  };
  const json = {
    resourceLogs: [{ scopeLogs: [{ logRecords: [{ ...shared, timeUnixNano: '1767225600123456789' }] }] }],
  };
  const first = readOtlpRequest(encode(request), 'protobuf');
  const second = readOtlpRequest(Buffer.from(JSON.stringify(json)), 'json');
  t.ok(first.kind === 'request' && second.kind === 'request');
  if (first.kind !== 'request' || second.kind !== 'request') return;
  t.same(Array.from(otlpToCanonical(first.request)), Array.from(otlpToCanonical(second.request)));
});

t.test('no input makes it throw', async () => {
  const inputs = fc.oneof(
    fc.uint8Array({ maxLength: 200 }),
    fc.json().map((text) => Buffer.from(text)),
  );
  fc.assert(
    fc.property(inputs, fc.constantFrom('json' as const, 'protobuf' as const), (bytes, encoding) => {
      const read = readOtlpRequest(Buffer.from(bytes), encoding);
      if (read.kind === 'request') Array.from(otlpToCanonical(read.request));
    }),
    { numRuns: 2000 },
  );
});
