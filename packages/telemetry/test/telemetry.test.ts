import t from 'tap';
import { ScrubjayError } from '@scrubjay/errors';
import {
  createHealth,
  createLogger,
  createMetrics,
  silentLogger,
  startTelemetryServer,
} from '../src/index.js';

t.test('every metric of the design is on /metrics from the start or once it happened', async (t) => {
  const metrics = createMetrics();
  const stage = metrics.stage('ingest');
  t.equal(metrics.stage('ingest'), stage);
  stage.batch(3, 100, 90, 0.2);
  stage.discarded('empty', 1);
  metrics.finding('email', 'mask', 2);
  metrics.quarantined('redactor', 'malformed_json', 1);
  metrics.lag('app', 0, 7);
  metrics.endToEnd(1.5, 3);
  metrics.ruleset('aa', 'standard', 40);
  metrics.ruleset('bb', 'standard', 41);
  metrics.ruleset('cc', 'strict', 50, 'shadow');
  metrics.rulesetReload('active', 'refused');
  metrics.shadowFinding('email', 'added', 3);
  metrics.shadowRecords(100);
  metrics.shadowError();
  metrics.shadowWithheld('removed', 1);
  metrics.circuit('s3', 'closed');
  metrics.circuit('s3', 'open');
  metrics.circuitRefused('s3');
  metrics.kmsRequest('Decrypt', 'ok');
  metrics.retry('sink', 'SJ_STORE_UNREACHABLE');
  metrics.sinkObject(1000);
  const workers = metrics.redactorWorkers();
  t.equal(metrics.redactorWorkers(), workers);
  workers.load(3, 2, 1);
  workers.frame(0.01, 0.2);
  workers.exit('timeout');
  const health = createHealth();
  const server = await startTelemetryServer({
    host: '127.0.0.1',
    port: 0,
    registry: metrics.registry,
    health,
  });
  t.teardown(() => server.close());
  const text = await (await fetch(`${server.address}/metrics`)).text();
  for (const line of [
    'scrubjay_ingest_records_total 3',
    'scrubjay_ingest_bytes_total{direction="in"} 100',
    'scrubjay_ingest_batch_seconds_count 1',
    'scrubjay_ingest_discarded_total{reason="empty"} 1',
    'scrubjay_findings_total{detector="email",action="mask"} 2',
    'scrubjay_quarantined_total{stage="redactor",reason="malformed_json"} 1',
    'scrubjay_consumer_lag_records{stream="app",partition="0"} 7',
    'scrubjay_end_to_end_latency_seconds_count 3',
    'scrubjay_ruleset_info{role="active",fingerprint="bb",policy="standard",detectors="41"} 1',
    'scrubjay_ruleset_info{role="shadow",fingerprint="cc",policy="strict",detectors="50"} 1',
    'scrubjay_ruleset_reloads_total{role="active",outcome="refused"} 1',
    'scrubjay_shadow_findings_total{detector="email",change="added"} 3',
    'scrubjay_shadow_records_total 100',
    'scrubjay_shadow_withheld_total{change="removed"} 1',
    'scrubjay_shadow_errors_total 1',
    'scrubjay_kms_requests_total{op="Decrypt",outcome="ok"} 1',
    'scrubjay_retries_total{stage="sink",code="SJ_STORE_UNREACHABLE"} 1',
    'scrubjay_circuit_state{dependency="s3"} 2',
    'scrubjay_circuit_opened_total{dependency="s3"} 1',
    'scrubjay_circuit_refused_total{dependency="s3"} 1',
    'scrubjay_sink_objects_total 1',
    'scrubjay_redactor_workers 3',
    'scrubjay_redactor_workers_busy 2',
    'scrubjay_redactor_queue_frames 1',
    'scrubjay_redactor_queue_seconds_sum 0.01',
    'scrubjay_redactor_frame_seconds_sum 0.2',
    'scrubjay_redactor_worker_exits_total{reason="timeout"} 1',
    'scrubjay_redactor_worker_exits_total{reason="memory"} 0',
    'scrubjay_leaks_detected_total 0',
  ]) {
    t.ok(text.includes(line), line);
  }
  t.notOk(text.includes('fingerprint="aa"'));
  metrics.forgetLag('app', 0);
  t.notOk((await metrics.registry.metrics()).includes('scrubjay_consumer_lag_records{'));
});

t.test('what a shadow counted is forgotten once either ruleset changes', async (t) => {
  const metrics = createMetrics();
  metrics.ruleset('aa', 'p', 1);
  metrics.ruleset('bb', 'p', 1, 'shadow');
  const told = async (): Promise<string[]> =>
    (await metrics.registry.metrics())
      .split('\n')
      .filter((line) => /^scrubjay_shadow_(records|findings)/.test(line));
  for (const role of ['active', 'shadow'] as const) {
    metrics.shadowFinding('email', 'added', 1);
    metrics.shadowRecords(2);
    t.strictSame(await told(), [
      'scrubjay_shadow_findings_total{detector="email",change="added"} 1',
      'scrubjay_shadow_records_total 2',
    ]);
    metrics.ruleset('cc', 'p', 1, role);
    t.strictSame(await told(), ['scrubjay_shadow_records_total 0']);
  }
});

t.test('readiness follows the troubles, liveness the process', async (t) => {
  const health = createHealth();
  const server = await startTelemetryServer({
    host: '127.0.0.1',
    port: 0,
    registry: createMetrics().registry,
    health,
  });
  t.teardown(() => server.close());
  const ask = async (path: string): Promise<[number, string]> => {
    const response = await fetch(server.address + path);
    return [response.status, await response.text()];
  };
  t.strictSame(await ask('/readyz'), [503, 'start: starting\n']);
  health.report('start', undefined);
  t.strictSame(await ask('/readyz'), [200, 'ok\n']);
  t.strictSame(await ask('/livez'), [200, 'ok\n']);
  health.report('kafka', 'no broker answers');
  t.strictSame(await ask('/readyz'), [503, 'kafka: no broker answers\n']);
  health.report('kafka', undefined);
  health.die();
  t.strictSame(await ask('/livez'), [503, 'not alive\n']);
  t.strictSame(await ask('/readyz'), [503, 'not alive\n']);
  await t.rejects(
    startTelemetryServer({
      host: '127.0.0.1',
      port: server.port,
      registry: createMetrics().registry,
      health,
    }),
    { code: 'SJ_LISTEN_FAILED', message: /telemetry\.port/ },
  );
});

t.test('log lines carry our own words, short fields, and of foreign errors only the name', async (t) => {
  const lines: Record<string, unknown>[] = [];
  const log = createLogger('sink', 'debug', {
    write: (line: string) => void lines.push(JSON.parse(line) as never),
  });
  log.error('flush failed', new ScrubjayError('SJ_STORE_DENIED', 'Bucket b refuses.'), {
    offset: 12n,
    gone: undefined,
  });
  log.error('crash', new Error('card 4111111111111111'));
  log.warn('w', { long: 'x'.repeat(500) });
  log.info('i', { n: 1 });
  log.debug('d');
  log.info('i2');
  log.warn('w2');
  t.match(lines[0], {
    level: 'error',
    service: 'sink',
    event: 'flush failed',
    code: 'SJ_STORE_DENIED',
    offset: '12',
  });
  t.match(lines[1], { event: 'crash', error: 'Error' });
  t.notMatch(JSON.stringify(lines), '4111');
  t.equal(String(lines[2]?.['long']).length, 200);
  t.equal(lines.length, 7);
  silentLogger.error('nothing', new Error('x'));
});

t.test('what the auditor sees is counted', async (t) => {
  const metrics = createMetrics();
  metrics.leak(2);
  metrics.audited('leak', 1);
  metrics.canaries('scrubbed', 4);
  metrics.heldObjects(3);
  const text = await metrics.registry.metrics();
  for (const line of [
    'scrubjay_leaks_detected_total 2',
    'scrubjay_audited_records_total{outcome="leak"} 1',
    'scrubjay_canaries_total{outcome="scrubbed"} 4',
    'scrubjay_sink_held_objects_total 3',
  ]) {
    t.ok(text.split('\n').includes(line), line);
  }
});
