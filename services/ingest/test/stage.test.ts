import t from 'tap';
import { readOtlpRequest, recordAt, type FrameOutput } from '@scrubjay/frame';
import type { SourceMessage } from '@scrubjay/pipeline';
import { opentelemetry } from '@scrubjay/schemas';
import { createIngestStage } from '../src/stage.js';

const { ExportLogsServiceRequest } = opentelemetry.proto.collector.logs.v1;
const partition = { stream: 'app', partition: 3 };

interface Discard {
  readonly reason: string;
  readonly count: number;
}

async function ingest(
  values: readonly (Buffer | string | null | Partial<SourceMessage>)[],
  limits: { maxRecordBytes?: number; maxFrameBytes?: number } = {},
): Promise<{ outputs: readonly FrameOutput[]; discards: readonly Discard[] }> {
  const discards: Discard[] = [];
  const stage = createIngestStage({
    config: {
      routes: [],
      defaultService: 'unknown',
      knownServices: ['billing'],
      maxRecordBytes: 1_048_576,
      maxFrameBytes: 524_288,
      ...limits,
    },
    environment: 'test',
    now: () => 1_000,
    onDiscarded: (reason, count) => void discards.push({ reason, count }),
  });
  const messages = values.map((value, index): SourceMessage => {
    const base = { offset: BigInt(index + 10), timestampMs: 500, key: null, value: null, headers: {} };
    if (value === null) return base;
    if (typeof value === 'string') return { ...base, value: Buffer.from(value) };
    return Buffer.isBuffer(value) ? { ...base, value } : { ...base, ...value };
  });
  const outputs = await stage.process({
    partition,
    first: 10n,
    next: BigInt(10 + messages.length),
    messages,
  });
  return { outputs, discards };
}

const texts = ({ frame }: FrameOutput): string[] =>
  Array.from(frame.lengths.keys(), (index) => recordAt(frame, index).toString());

t.test('packs records of one service and format together and keeps their bytes and offsets', async (t) => {
  const { outputs } = await ingest([
    '{"a":1}',
    'plain line',
    '{"b":2}',
    '{"service":"billing"}',
    'trace\n\tat x',
  ]);
  t.strictSame(
    outputs.map((output) => [
      output.to,
      output.frame.service,
      output.frame.format,
      texts(output),
      [...output.frame.offsets],
    ]),
    [
      ['raw', 'unknown', 'json', ['{"a":1}', '{"b":2}'], [10, 12]],
      ['raw', 'unknown', 'text', ['plain line', 'trace\n\tat x'], [11, 14]],
      ['raw', 'billing', 'json', ['{"service":"billing"}'], [13]],
    ],
  );
  t.match(outputs[0]?.frame, { stream: 'app', partition: 3, environment: 'test', ingestedAtMs: 1_000 });
});

t.test('begins a new frame when one is full', async (t) => {
  const { outputs } = await ingest(['x'.repeat(3000), 'y'.repeat(3000), 'z'], { maxFrameBytes: 4096 });
  t.strictSame(
    outputs.map((output) => output.frame.lengths.length),
    [1, 2],
  );
});

t.test('leaves out what is empty, and says so', async (t) => {
  const { outputs, discards } = await ingest([null, '']);
  t.strictSame(outputs, []);
  t.strictSame(discards, [
    { reason: 'tombstone', count: 1 },
    { reason: 'empty', count: 1 },
  ]);
});

t.test('withholds whole what is too large or of no known form', async (t) => {
  const { outputs } = await ingest(
    [
      'x'.repeat(2000),
      { value: Buffer.from('cut'), oversized: true },
      { value: Buffer.from('x'), headers: { 'scrubjay-format': 'avro' } },
      { value: Buffer.from([0xff, 0xff]), headers: { 'scrubjay-format': 'otlp-protobuf' } },
      '{"resourceLogs":5}',
    ],
    { maxRecordBytes: 1024 },
  );
  t.ok(outputs.every(({ to }) => to === 'quarantine'));
  t.strictSame(
    outputs.map(({ frame }) => [frame.quarantine?.reason, frame.offsets[0]]),
    [
      ['too_large', 10],
      ['too_large', 11],
      ['unknown_format', 12],
      ['malformed_otlp', 13],
      ['malformed_otlp', 14],
    ],
  );
  t.equal(texts(outputs[0] as FrameOutput)[0], 'x'.repeat(2000));
});

const request = {
  resourceLogs: [
    {
      resource: { attributes: [{ key: 'service.name', value: { stringValue: 'cycle-api' } }] },
      scopeLogs: [
        {
          logRecords: [
            { timeUnixNano: '1767254400000000000', body: { stringValue: 'first' } },
            {
              body: { stringValue: 'second' },
              attributes: [{ key: 'user.email', value: { stringValue: 'a@example.org' } }],
            },
          ],
        },
      ],
    },
  ],
};

t.test(
  'splits an OTLP request, in both encodings alike, into canonical records of its service',
  async (t) => {
    const read = readOtlpRequest(Buffer.from(JSON.stringify(request)), 'json');
    const message = read.kind === 'request' ? read.request : {};
    const binary = Buffer.from(ExportLogsServiceRequest.encode(message).finish());
    const { outputs } = await ingest([
      JSON.stringify(request),
      { value: binary, headers: { 'scrubjay-format': 'otlp-protobuf' } },
    ]);
    t.equal(outputs.length, 1);
    const frame = (outputs[0] as FrameOutput).frame;
    t.match(frame, { service: 'cycle-api', format: 'canonical' });
    t.strictSame([...frame.offsets], [10, 10, 11, 11]);
    t.strictSame([...frame.timestampsMs], [1767254400000, 500, 1767254400000, 500]);
    const [first, second, third, fourth] = texts(outputs[0] as FrameOutput);
    t.equal(first, third);
    t.equal(second, fourth);
    t.match(JSON.parse(second ?? ''), { body: 'second', attributes: { 'user.email': 'a@example.org' } });
  },
);

t.test('withholds only the log record that cannot be written as JSON', async (t) => {
  const bytes = { key: 'blob', value: { bytesValue: Buffer.from([0xff, 0xfe]).toString('base64') } };
  const scopeLogs = [{ logRecords: [{ body: { stringValue: 'fine' } }, { attributes: [bytes] }] }];
  const { outputs } = await ingest([JSON.stringify({ resourceLogs: [{ scopeLogs }] })]);
  t.strictSame(
    outputs.map(({ to, frame }) => [to, frame.quarantine?.reason]),
    [
      ['raw', undefined],
      ['quarantine', 'unsupported_value'],
    ],
  );
});
