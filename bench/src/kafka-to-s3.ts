/**
 * Kafka → S3 on real servers: three services and the broker on this machine. Prints a Markdown table and one JSON line.
 * `node bench/dist/kafka-to-s3.js [records] [rounds]`
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { createLoad, partitions, produceAll, useWorld, type Load, type WorldOwner } from '@scrubjay/e2e';

interface Round {
  readonly seconds: number;
  readonly mbPerSecond: number;
  readonly recordsPerSecond: number;
  readonly memcpyMbPerSecond: number;
  /** CPU seconds and peak resident megabytes of each service. */
  readonly services: Readonly<Record<string, { readonly cpu: number; readonly rss: number }>>;
}

const [records = 100_000, rounds = 3] = process.argv.slice(2).map(Number);
const teardowns: (() => Promise<void>)[] = [];
const results: Round[] = [];
try {
  for (let round = 0; round < rounds; round += 1) results.push(await measure(createLoad(records, round + 1)));
} finally {
  for (const teardown of teardowns.reverse()) await teardown();
}
report(results);

/** The input waits in Kafka; timed is from all services running to every record durable and committed. */
async function measure(load: Load): Promise<Round> {
  const folder = await mkdtemp(join(tmpdir(), 'scrubjay-bench-'));
  teardowns.push(() => rm(folder, { recursive: true, force: true }));
  const world = await useWorld(ownerOf(folder));
  if (world === undefined) throw new Error('There are no servers.');
  await world.createInput();
  await produceAll(world.kafka, world.topics.input, load.messages, { partitions });
  const configFile = world.configFile({ sink: { batch: { maxAgeMs: 1_000 } } });
  const processes = await world.startAll(configFile);
  const started = performance.now();
  await world.finished(600_000);
  const seconds = (performance.now() - started) / 1000;
  const services: Record<string, { cpu: number; rss: number }> = {};
  for (const [name, one] of Object.entries(processes)) {
    const metrics = await one.metrics();
    const cpu = metrics.sum('process_cpu_seconds_total');
    services[name] = { cpu, rss: metrics.sum('process_resident_memory_bytes') / 1e6 };
    await one.stop();
  }
  const megabytes = load.bytes / 1e6;
  return {
    seconds,
    mbPerSecond: megabytes / seconds,
    recordsPerSecond: load.logRecords / seconds,
    memcpyMbPerSecond: memcpySpeed(load),
    services,
  };
}

/** Stands where a test would: keeps what is to be torn down, and ends with the reason where there is no server. */
function ownerOf(folder: string): WorldOwner {
  return {
    testdir: () => folder,
    teardown: (action) => void teardowns.push(action),
    plan: (_count, reason = '') => stop(reason),
    fail: stop,
  };
}

function stop(reason: string): never {
  throw new Error(reason);
}

/** The same bytes, copied once: what this machine does at best. */
function memcpySpeed(load: Load): number {
  const all = Buffer.concat(load.messages.map(({ value }) => Buffer.from(value ?? '')));
  const copy = Buffer.alloc(all.length);
  const start = process.hrtime.bigint();
  all.copy(copy);
  return (all.length * 1000) / Number(process.hrtime.bigint() - start);
}

function report(all: readonly Round[]): void {
  const line = (text: string): void => void process.stdout.write(`${text}\n`);
  line(
    `${records} records, ${rounds} rounds, ${cpus().length} × ${cpus()[0]?.model ?? 'CPU'}, Node ${process.versions.node}`,
  );
  line('');
  line('| round | seconds | MB/s | records/s | memcpy MB/s | CPU s (ingest, redactor, sink) | RSS MB |');
  line('| --- | --- | --- | --- | --- | --- | --- |');
  all.forEach(({ seconds, mbPerSecond, recordsPerSecond, memcpyMbPerSecond, services }, index) => {
    const each = Object.values(services);
    const cpu = each.map((one) => one.cpu.toFixed(1)).join(', ');
    const rss = each.map((one) => one.rss.toFixed(0)).join(', ');
    const speeds = [seconds, mbPerSecond].map((value) => value.toFixed(1)).join(' | ');
    line(
      `| ${index + 1} | ${speeds} | ${recordsPerSecond.toFixed(0)} | ${memcpyMbPerSecond.toFixed(0)} | ${cpu} | ${rss} |`,
    );
  });
  line('');
  line(JSON.stringify({ records, rounds: all }));
}
