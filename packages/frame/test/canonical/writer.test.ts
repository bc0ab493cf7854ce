import t from 'tap';
import { createCanonicalWriter, LineBuffer, type RecordFormat } from '../../src/index.js';
import { frameOf, lineOf } from '../frames.js';

const fingerprint = '0123456789abcdef'.repeat(4);
const observed = '2026-01-01T00:01:40.000Z';
const arrived = '2026-01-01T00:00:00.000Z';

function write(
  record: string | Buffer,
  format: RecordFormat = 'json',
): ReturnType<typeof lineOf> & { readonly object: unknown } {
  const frame = frameOf([record], { format }, { rulesetFingerprint: fingerprint });
  const written = lineOf(frame);
  return { ...written, object: JSON.parse(written.line.toString()) };
}

const common = {
  observed_time: observed,
  service: 'checkout',
  source: { stream: 'app-logs', partition: 3, offset: 100, index: 0 },
  ruleset: '0123456789ab',
};

t.test('a JSON record is the body byte for byte, with its well-known fields copied', async (t) => {
  const record =
    '{"time":"2025-12-31T23:00:00.5Z","level":40,"traceId":"ab12","span_id":"cd","n":1.50,"u":"\\u00e9"}';
  const { line, timeMs, object } = write(record);
  t.ok(line.includes(`"body":${record},`));
  t.equal(timeMs, Date.UTC(2025, 11, 31, 23, 0, 0, 500));
  t.match(object, {
    ...{ ...common, time: '2025-12-31T23:00:00.500Z', severity_text: 'warn', severity_number: 13 },
    ...{ trace_id: 'ab12', span_id: 'cd' },
  });
});

t.test('a line ends in its only newline', async (t) => {
  for (const record of ['{\n "a": 1\n}\n', '{"a":"x\\n\u2028"}', '[\n1]', 'not\njson']) {
    const { line } = write(record);
    t.equal(line.indexOf(0x0a), line.length - 1);
  }
});

t.test('a text record becomes a JSON string', async (t) => {
  const { object, timeMs } = write('ERROR "quoted"\n\tat line 2 ü', 'text');
  t.strictSame(object, { time: arrived, ...common, body: 'ERROR "quoted"\n\tat line 2 ü' });
  t.equal(timeMs, Date.parse(arrived));
});

t.test('JSON that is no object has nothing to lift', async (t) => {
  t.strictSame(write('[1,"x"]').object, { time: arrived, ...common, body: [1, 'x'] });
});

t.test('what is not JSON after all is written as text', async (t) => {
  t.strictSame(write('{"a":').object, { time: arrived, ...common, body: '{"a":' });
});

t.test(
  'fields come in order of preference, and one that does not read as its kind is passed over',
  async (t) => {
    const first = write(
      '{"ts":1767222000,"time":"[TIME]","@timestamp":"2025-01-01T00:00:00Z","lvl":"x\\ty","level":"INFO"}',
    );
    t.match(first.object, { time: '2025-12-31T23:00:00.000Z', severity_text: 'INFO', severity_number: 9 });
    const second = write('{"trace_id":"a b","trace.id":"ok","span_id":7,"log.level":"loud","time":null}');
    t.match(second.object, { time: arrived, trace_id: 'ok', severity_text: 'loud' });
    t.notMatch(second.object, { span_id: /./ });
    t.notMatch(second.object, { severity_number: Number });
  },
);

t.test('the first of two equal keys counts, and values too long are not looked at', async (t) => {
  const { object } = write(`{"level":"info","level":"error","time":"${'9'.repeat(100)}"}`);
  t.match(object, { severity_text: 'info', time: arrived });
});

t.test('a time that cannot be true gives way to that of the transport, then to that of ingest', async (t) => {
  t.equal(write('{"time":"1999-12-31T23:59:59Z"}').timeMs, Date.parse(arrived));
  t.equal(write('{"time":"2026-01-03T00:00:00Z"}').timeMs, Date.parse(arrived));
  const unknown = { ...frameOf(['{}']), timestampsMs: new Float64Array([0]) };
  t.equal(lineOf(unknown).timeMs, Date.parse(observed));
  t.equal(lineOf(unknown, 0, { observedAtMs: 1.8e12 }).timeMs, 1.8e12);
});

t.test('a canonical record keeps its fields', async (t) => {
  const record =
    '{"time":"2025-12-31T23:00:00.000Z","severity_number":9,\n"body":"x","attributes":{"user.email":"[EMAIL]"}}';
  const { object } = write(record, 'canonical');
  t.strictSame(object, {
    ...{ time: '2025-12-31T23:00:00.000Z', ...common, severity_number: 9, body: 'x' },
    attributes: { 'user.email': '[EMAIL]' },
  });
});

t.test('a canonical record keeps the time it was observed at elsewhere', async (t) => {
  const record = '{"observed_time":"2025-12-31T23:00:01.000Z"}';
  t.match(write(record, 'canonical').object, { time: arrived, observed_time: '2025-12-31T23:00:01.000Z' });
  t.strictSame(write('{}', 'canonical').object, { time: arrived, ...common });
});

t.test('a canonical time that cannot be true stays under another name', async (t) => {
  const { object, timeMs } = write('{"time":"1970-01-01T00:00:00.000Z","body":1}', 'canonical');
  t.match(object, { time: arrived, original_time: '1970-01-01T00:00:00.000Z', body: 1 });
  t.equal(timeMs, Date.parse(arrived));
});

t.test('what ingest does not make of OTLP is written as text, so that nothing of it is lost', async (t) => {
  for (const record of ['[MASKED]', '{"ruleset":"x"}', '{"time":5}', '{"time":"a","time":"b"}']) {
    t.strictSame(write(record, 'canonical').object, { time: arrived, ...common, body: record });
  }
});

t.test('records of unknown form are not written', async (t) => {
  t.throws(() => createCanonicalWriter(frameOf(['x'], { format: 'binary' })), { code: 'SJ_INTERNAL' });
});

t.test('lines stand behind one another, each with its own fields', async (t) => {
  const records = [
    '{"level":"info","trace_id":"t1"}',
    '{"time":"2025-12-31T00:00:00Z"}',
    JSON.stringify('x'.repeat(100_000)),
  ];
  const writer = createCanonicalWriter(frameOf(records));
  const lines = new LineBuffer();
  for (let index = 0; index < records.length; index += 1) {
    writer.read(index);
    writer.write(lines);
  }
  const written = lines.content().toString().trimEnd().split('\n');
  t.match(JSON.parse(written[0] ?? ''), { severity_text: 'info', trace_id: 't1', source: { index: 0 } });
  t.strictSame(Object.keys(JSON.parse(written[1] ?? '') as object), [
    ...['time', 'observed_time', 'service', 'body', 'source', 'ruleset'],
  ]);
  t.match(JSON.parse(written[2] ?? ''), { body: 'x'.repeat(100_000), source: { offset: 102, index: 2 } });
});

t.test('bytes that are no UTF-8 become marks, in text alone', async (t) => {
  t.match(write(Buffer.from([0x61, 0xff, 0x22, 0x0a]), 'text').object, { body: 'a\ufffd"\n' });
});

t.test('there is no line beyond the last record', async (t) => {
  t.throws(() => createCanonicalWriter(frameOf(['x'])).read(1), RangeError);
});

t.test('a time beyond the year 9999 is written as Date writes it', async (t) => {
  const late = 2 ** 48;
  const frame = { ...frameOf(['x'], { format: 'text' }), timestampsMs: new Float64Array([late]) };
  const { line } = lineOf(frame, 0, { observedAtMs: late });
  t.match(JSON.parse(line.toString()), { time: new Date(late).toISOString() });
});
