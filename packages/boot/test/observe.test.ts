import { ScrubjayError } from '@scrubjay/errors';
import { quarantineFrames, type FrameInput, type FrameOutput, type WithheldRecord } from '@scrubjay/frame';
import type { StageBatch } from '@scrubjay/pipeline';
import { createHealth, createMetrics } from '@scrubjay/telemetry';
import t from 'tap';
import {
  countQuarantined,
  frameBytesOut,
  frameMeasure,
  messageMeasure,
  observeRunner,
  observeStage,
} from '../src/observe.js';
import { KeptLog, frameOf } from './doubles.js';

const partition = { stream: 'app', partition: 0 };
const batch: StageBatch<FrameInput> = {
  partition,
  first: 0n,
  next: 2n,
  messages: [
    { offset: 0n, frame: frameOf('abc') },
    { offset: 1n, frame: frameOf('de') },
  ],
};

t.test('counts records, bytes and time of a stage, and tells of its outputs', async (t) => {
  const metrics = createMetrics();
  const told: (readonly FrameOutput[])[] = [];
  const outputs: FrameOutput[] = [{ to: 'scrubbed', frame: frameOf('[ABCDE]') }];
  const stage = observeStage('redactor', { process: async () => outputs }, metrics, {
    ...frameMeasure,
    bytesOut: frameBytesOut,
    onOutputs: (all) => told.push(all),
  });
  t.equal(await stage.process(batch), outputs);
  t.strictSame(told, [outputs]);
  const text = await metrics.registry.metrics();
  for (const line of [
    'scrubjay_redactor_records_total 2',
    'scrubjay_redactor_bytes_total{direction="in"} 7',
    'scrubjay_redactor_bytes_total{direction="out"} 8',
    'scrubjay_redactor_batch_seconds_count 1',
  ])
    t.match(text, `\n${line}\n`);
});

t.test('counts the bytes of an input that the stage gave away', async (t) => {
  const metrics = createMetrics();
  const giving = {
    async process({ messages }: StageBatch<FrameInput>): Promise<FrameOutput[]> {
      for (const { frame } of messages) {
        const { buffer } = frame.records;
        structuredClone(buffer, { transfer: [buffer as ArrayBuffer] });
      }
      return [];
    },
  };
  const measure = { ...frameMeasure, bytesOut: frameBytesOut };
  const records = Buffer.from(new TextEncoder().encode('abc\n').buffer);
  const messages = [{ offset: 0n, frame: frameOf('abc', { records }) }];
  await observeStage('redactor', giving, metrics, measure).process({ ...batch, messages });
  t.equal(records.length, 0);
  t.match(await metrics.registry.metrics(), '\nscrubjay_redactor_bytes_total{direction="in"} 4\n');
});

t.test('counts nothing of a batch that failed', async (t) => {
  const metrics = createMetrics();
  const failing = { process: async (): Promise<never> => Promise.reject(new Error('failed')) };
  const stage = observeStage('redactor', failing, metrics, { ...frameMeasure, bytesOut: frameBytesOut });
  await t.rejects(stage.process(batch), { message: 'failed' });
  t.match(await metrics.registry.metrics(), '\nscrubjay_redactor_records_total 0\n');
});

t.test('a message is one record, of as many bytes as its value', async (t) => {
  const message = {
    offset: 0n,
    timestampMs: 0,
    key: Buffer.from('key'),
    value: Buffer.from('abc'),
    headers: {},
  };
  t.equal(messageMeasure.records(), 1);
  t.equal(messageMeasure.bytesIn(message), 3);
  t.equal(messageMeasure.bytesIn({ ...message, value: null }), 0);
});

t.test('counts a record in quarantine once, however many parts it has', async (t) => {
  const metrics = createMetrics();
  const withheld: WithheldRecord = {
    ...partition,
    stage: 'ingest',
    reason: 'too_large',
    record: Buffer.alloc(100),
    offset: 1n,
    timestampMs: 0,
    ingestedAtMs: 0,
    environment: 'test',
    service: 's',
    format: 'binary',
    schemaId: '',
  };
  const parts = quarantineFrames(withheld, 30).map((frame): FrameOutput => ({ to: 'quarantine', frame }));
  t.equal(parts.length, 4);
  countQuarantined('ingest', [...parts, { to: 'raw', frame: frameOf('a') }], metrics);
  const text = await metrics.registry.metrics();
  t.match(text, '\nscrubjay_quarantined_total{stage="ingest",reason="too_large"} 1\n');
});

t.test('a runner is not ready while it retries, and ready again after a batch', async (t) => {
  const [metrics, health, log] = [createMetrics(), createHealth(), new KeptLog()];
  health.report('start', undefined);
  const observer = observeRunner('sink', metrics, health, log);
  observer.onRetry?.(new ScrubjayError('SJ_STORE_UNREACHABLE', 'S3 at x does not answer.'));
  t.equal(health.troubles.get('sink'), 'SJ_STORE_UNREACHABLE');
  t.match(log.lines, [
    {
      level: 'warn',
      event: 'trying again',
      fields: { stage: 'sink', code: 'SJ_STORE_UNREACHABLE', message: /^S3 at x/ },
    },
  ]);
  observer.onBatchDone?.({ partition, messages: 1, bytes: 2, seconds: 0.1 });
  t.equal(health.troubles.size, 0);
  observer.onLag?.(partition, 9);
  const text = await metrics.registry.metrics();
  t.match(text, '\nscrubjay_retries_total{stage="sink",code="SJ_STORE_UNREACHABLE"} 1\n');
  t.match(text, '\nscrubjay_consumer_lag_records{stream="app",partition="0"} 9\n');
});
