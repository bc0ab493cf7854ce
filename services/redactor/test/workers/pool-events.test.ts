import t from 'tap';
import { ScrubjayError } from '@scrubjay/errors';
import { createLogger, createMetrics } from '@scrubjay/telemetry';
import { poolEvents } from '../../src/workers/pool-events.js';

t.test('what happens in a pool is counted, and logged where a worker ends', async (t) => {
  const metrics = createMetrics();
  const logs: unknown[] = [];
  const log = createLogger('redactor', 'debug', { write: (line) => void logs.push(JSON.parse(line)) });
  const events = poolEvents({ metrics, log });
  events.onLoad(3, 2, 5);
  events.onFrame(0.25, 2);
  const findings = [['word', 'added', 4]] as const;
  events.onShadow({ records: 7, findings, withheld: [['removed', 1]], errors: 2 });
  t.strictSame(logs, []);
  events.onLost('memory');
  events.onLost('timeout');
  events.onStartFailed(new ScrubjayError('SJ_INTERNAL', 'A worker ended at its start.'));
  const told = (await metrics.registry.metrics()).split('\n');
  for (const line of [
    'scrubjay_redactor_workers 3',
    'scrubjay_redactor_workers_busy 2',
    'scrubjay_redactor_queue_frames 5',
    'scrubjay_redactor_queue_seconds_sum 0.25',
    'scrubjay_redactor_frame_seconds_sum 2',
    'scrubjay_redactor_worker_exits_total{reason="crash"} 0',
    'scrubjay_redactor_worker_exits_total{reason="memory"} 1',
    'scrubjay_redactor_worker_exits_total{reason="timeout"} 1',
    'scrubjay_shadow_findings_total{detector="word",change="added"} 4',
  ])
    t.ok(told.includes(line), line);
  t.match(logs, [
    { level: 'warn', event: 'worker ended', reason: 'memory' },
    { level: 'warn', event: 'worker ended', reason: 'timeout' },
    { level: 'error', event: 'worker cannot be started', code: 'SJ_INTERNAL' },
  ]);
});
