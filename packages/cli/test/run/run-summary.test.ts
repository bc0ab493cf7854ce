import { createMetrics } from '@scrubjay/telemetry';
import t from 'tap';
import { readSummary } from '../../src/run/run-summary.js';

const about = { seconds: 1, place: 'p', fingerprint: 'f' };

t.test('reads what the metrics say', async (t) => {
  const metrics = createMetrics();
  metrics.stage('ingest').batch(10, 1000, 900, 0.1);
  metrics.stage('ingest').discarded('empty', 1);
  metrics.stage('ingest').discarded('tombstone', 2);
  metrics.stage('redactor').discarded('rule', 3);
  metrics.stage('sink').batch(4, 400, 500, 0.1);
  metrics.sinkObject(77);
  metrics.finding('email', 'mask', 5);
  metrics.quarantined('redactor', 'too_deep', 1);
  t.strictSame(await readSummary(metrics, about), {
    ...about,
    input: 10,
    inputBytes: 1000,
    written: 4,
    objects: 1,
    empty: 3,
    discarded: 3,
    findings: [{ detector: 'email', action: 'mask', count: 5 }],
    quarantined: [{ stage: 'redactor', reason: 'too_deep', count: 1 }],
  });
});

t.test('a stage that never ran counts nothing', async (t) => {
  t.match(await readSummary(createMetrics(), about), { input: 0, inputBytes: 0, written: 0, findings: [] });
});
