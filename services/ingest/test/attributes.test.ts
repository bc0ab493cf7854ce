import { attributesAt, recordAt, type FrameOutput } from '@scrubjay/frame';
import type { SourceMessage, StageBatch } from '@scrubjay/pipeline';
import t from 'tap';
import { messageOf, withheldAttributes } from '../src/attributes.js';
import { createIngestStage } from '../src/stage.js';

function stageFor(maxRecordBytes: number): ReturnType<typeof createIngestStage> {
  return createIngestStage({
    config: {
      ...{ routes: [], defaultService: 'unknown', knownServices: [] },
      ...{ maxRecordBytes, maxFrameBytes: 65_536 },
    },
    environment: 'test',
    now: () => 5,
    onDiscarded: () => undefined,
  });
}

function batchOf(message: Partial<SourceMessage>): StageBatch<SourceMessage> {
  const whole = { offset: 7n, timestampMs: 3, key: null, value: null, headers: {}, ...message };
  return { partition: { stream: 'app', partition: 0 }, first: 7n, next: 8n, messages: [whole] };
}

async function process(message: Partial<SourceMessage>): Promise<readonly FrameOutput[]> {
  return stageFor(1024).process(batchOf(message));
}

/** The message that a withheld record came in. */
function back({ frame }: FrameOutput): SourceMessage | undefined {
  return messageOf({ offset: 7n, timestampMs: 3, value: recordAt(frame, 0) }, attributesAt(frame, 0));
}

t.test('what is withheld keeps all that it came with, so that it can be taken in again', async (t) => {
  const headers: [string, Buffer][] = [
    ['scrubjay-format', Buffer.from('cobol')],
    ['scrubjay-service', Buffer.from('billing')],
    ['__value_schema_id', Buffer.from([0, 1, 2])],
    ['trace', Buffer.from('t1')],
  ];
  const message = {
    key: Buffer.from('k'),
    value: Buffer.from('x'),
    headers: Object.fromEntries(headers.map(([name, value]) => [name, value.toString()])),
    rawHeaders: headers,
  };
  const [withheld, ...others] = await process(message);
  t.equal(others.length, 0);
  t.match(withheld, {
    to: 'quarantine',
    frame: { format: 'binary', quarantine: { reason: 'unknown_format' } },
  });
  t.strictSame(withheld && back(withheld), { offset: 7n, timestampMs: 3, ...message });
});

t.test('a file that a line came from is known again', async (t) => {
  const [withheld] = await process({
    value: Buffer.from('{"resourceLogs":1}'),
    headers: { 'scrubjay-file': 'a.log' },
  });
  t.match(withheld && back(withheld), { headers: { 'scrubjay-file': 'a.log' }, key: null });
});

t.test('a part of a longer line is never taken for a record', async (t) => {
  const [withheld] = await process({ value: Buffer.from('half'), oversized: true });
  t.match(withheld?.frame.quarantine, { reason: 'too_large' });
  t.equal(withheld && back(withheld), undefined);
});

t.test('log records of a request are withheld in the form that they have by then', async (t) => {
  // 1e20 is longer once it is written as canonical JSON.
  const doubles = Array.from({ length: 200 }, () => ({ doubleValue: 'NUMBER' }));
  const logRecords = [
    { attributes: [{ key: 'b', value: { bytesValue: '//4=' } }] },
    { body: { arrayValue: { values: doubles } } },
  ];
  const json = JSON.stringify({ resourceLogs: [{ scopeLogs: [{ logRecords }] }] });
  const value = Buffer.from(json.replaceAll('"NUMBER"', '1e20'));
  const outputs = await stageFor(value.length).process(batchOf({ value }));
  const [bytes, long] = outputs.filter(({ to }) => to === 'quarantine');
  t.match(bytes, { frame: { format: 'binary', quarantine: { reason: 'unsupported_value' } } });
  t.equal(bytes && back(bytes)?.headers['scrubjay-format'], 'otlp-protobuf');
  t.match(long, { frame: { format: 'canonical', quarantine: { reason: 'too_large' } } });
  t.match(JSON.parse(recordAt(long?.frame ?? never(), 0).toString()), { body: [1e20] });
});

function never(): never {
  throw new Error('nothing was withheld');
}

t.test('a message with nothing beside its value has no attributes', (t) => {
  const message = { offset: 7n, timestampMs: 3, key: null, value: Buffer.from('x'), headers: {} };
  t.equal(withheldAttributes(message, { isCut: false }), undefined);
  t.match(messageOf(message, undefined), { key: null, headers: {}, rawHeaders: [] });
  t.end();
});
