import t, { type Test } from 'tap';
import { produceAll } from '../src/kafka-io.js';
import { createLoad, recordCount, type Load } from '../src/load.js';
import { Leaks } from '../src/leaks.js';
import { proveKeys, proveNothingAtRest, proveSearch, proveSink } from './proof.js';
import type { Metrics } from '@scrubjay/testkit';
import { partitions, useWorld, type Service } from '../src/world.js';

const records = recordCount();
t.setTimeout(120_000 + records * 20);

t.test(
  'records of all formats go through three services exactly once, and nothing planted is left',
  async (t) => {
    const world = await useWorld(t);
    if (world === undefined) return;
    const load = createLoad(records, 1);
    await world.createInput();
    const configFile = world.configFile();
    const { ingest, redactor, sink } = await world.startAll(configFile);

    const started = performance.now();
    const producing = produceAll(world.kafka, world.topics.input, load.messages, { partitions });
    await producing;
    const produced = performance.now();
    await world.finished(60_000 + records * 10);
    const seconds = (performance.now() - started) / 1000;
    t.comment(
      `${String(load.messages.length)} messages, ${String(load.logRecords)} log records, ${(load.bytes / 1e6).toFixed(1)} MB: ` +
        `produced in ${((produced - started) / 1000).toFixed(1)} s, all in S3 after ${seconds.toFixed(1)} s ` +
        `(${(load.bytes / 1e6 / seconds).toFixed(1)} MB/s, ${(load.logRecords / seconds).toFixed(0)} records/s)`,
    );

    const metrics: Record<Service, Metrics> = {
      ingest: await ingest.metrics(),
      redactor: await redactor.metrics(),
      sink: await sink.metrics(),
    };
    for (const service of [ingest, redactor, sink]) {
      t.equal((await service.get('/readyz')).status, 200, `${service.service} is ready`);
      t.equal((await service.get('/livez')).status, 200, `${service.service} is alive`);
    }
    const stopped = await Promise.all([ingest.stop(), redactor.stop(), sink.stop()]);
    t.same(stopped, [0, 0, 0], 'SIGTERM ends each service with exit code 0');

    const { objects } = await proveSink(t, world, load);
    checkMetrics(t, metrics, load, objects);
    await proveSearch(t, world, load);
    await proveNothingAtRest(t, world, load);
    await proveKeys(t, world);

    const leaks = new Leaks(load);
    for (const { lines } of world.processes) leaks.look(lines.join('\n'));
    for (const { text } of Object.values(metrics)) leaks.look(text);
    t.same(leaks.report(), {}, 'nothing planted is in what the services write about themselves');
  },
);

function checkMetrics(
  t: Test,
  { ingest, redactor, sink }: Record<Service, Metrics>,
  load: Load,
  objects: number,
): void {
  const { messages, logRecords, bytes } = load;
  t.equal(ingest.sum('scrubjay_ingest_records_total'), messages.length, 'ingest counts messages');
  t.equal(redactor.sum('scrubjay_redactor_records_total'), logRecords, 'the redactor counts log records');
  t.equal(sink.sum('scrubjay_sink_records_total'), logRecords, 'so does the sink');
  t.equal(ingest.sum('scrubjay_ingest_bytes_total', { direction: 'in' }), bytes, 'ingest counts bytes');
  t.ok(redactor.sum('scrubjay_findings_total') >= load.planted.size / 4, 'findings are counted');
  t.ok(
    sink.sum('scrubjay_end_to_end_latency_seconds_count') === logRecords &&
      sink.sum('scrubjay_end_to_end_latency_seconds_sum') > 0,
    'the latency of each record is observed',
  );
  t.equal(sink.sum('scrubjay_sink_objects_total'), objects, 'the sink counts its objects');
  t.same(redactor.values('scrubjay_ruleset_info', { policy: 'standard' }), [1], 'the ruleset is named');
  for (const [service, metrics] of Object.entries({ ingest, redactor, sink })) {
    for (const direction of ['in', 'out']) {
      const through = metrics.sum(`scrubjay_${service}_bytes_total`, { direction });
      t.ok(through > 0, `${service} counts bytes ${direction}`);
    }
    t.ok(metrics.sum(`scrubjay_${service}_batch_seconds_count`) > 0, `${service} times its batches`);
    t.equal(metrics.values('scrubjay_consumer_lag_records').length, partitions, `${service} knows its lag`);
    t.ok(metrics.sum('scrubjay_kms_requests_total', { outcome: 'ok' }) > 0, `${service} called KMS`);
    t.equal(metrics.sum('scrubjay_quarantined_total'), 0, `${service} put nothing in quarantine`);
    t.equal(metrics.sum('scrubjay_leaks_detected_total'), 0, `${service} knows of no leak`);
    t.ok(metrics.has('scrubjay_retries_total'), `${service} counts retries`);
  }
}
