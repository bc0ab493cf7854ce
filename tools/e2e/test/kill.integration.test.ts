import { setTimeout as sleep } from 'node:timers/promises';
import t, { type Test } from 'tap';
import { unfinishedFlushes } from '../src/journal-io.js';
import { produceAll } from '../src/kafka-io.js';
import { createLoad, recordCount, type Load } from '../src/load.js';
import { proveSink } from './proof.js';
import type { ServiceProcess } from '@scrubjay/testkit';
import { partitions, useWorld, type Sections, type Service, type World } from '../src/world.js';

const records = recordCount();
t.setTimeout(240_000 + records * 60);
// Much of the time goes by waiting until the group and the broker have given the victim up: two tests wait at once.
t.jobs = 2;
const limitMs = 90_000 + records * 10;

/** Small frames and batches of a stage: many transactions or flushes, so that a blow meets one under way. */
const small: Readonly<Record<Service, Sections>> = {
  ingest: { ingest: { maxFrameBytes: 16_384, batch: { maxBytes: 65_536 } } },
  redactor: { ingest: { maxFrameBytes: 16_384 }, redactor: { batch: { maxBytes: 32_768 } } },
  sink: { ingest: { maxFrameBytes: 16_384 }, sink: { batch: { maxBytes: 131_072, maxAgeMs: 200 } } },
};

interface Blow {
  readonly victim: Service;
  /** How often. */
  readonly times: number;
  /** What the process has to have done since its start: drawn anew for each blow. */
  readonly when: { readonly metric: string; readonly above: (load: Load) => number };
  /** Ends the process and says what its exit code should be. */
  readonly strike: (t: Test, process: ServiceProcess) => Promise<void>;
  /** What it left undone, where that can be seen. */
  readonly leftBehind?: (world: World) => Promise<number>;
}

async function kill(t: Test, process: ServiceProcess): Promise<void> {
  await process.kill();
  t.equal(await process.exited, null, 'it was killed');
}

async function stopAtOnce(t: Test, process: ServiceProcess): Promise<void> {
  process.signal('SIGTERM');
  await sleep(10);
  process.signal('SIGTERM');
  const started = performance.now();
  t.equal(await process.exited, 1, 'it ended by itself before its work was done');
  t.ok(performance.now() - started < 5_000, 'at once');
  t.notOk(
    process.lines.some((line) => /^\s+at |node:internal/.test(line)),
    'without a stack trace',
  );
}

/** Between a sixth and a third of all records. */
const someRecords = (load: Load): number => load.logRecords * (1 / 6 + Math.random() / 6);
/** So few that no restart sees the last of them. */
const someObjects = (): number => Math.random() * 40;

const blows: Readonly<Record<string, Blow>> = {
  'SIGKILL of the redactor': {
    victim: 'redactor',
    times: 1,
    when: { metric: 'scrubjay_redactor_records_total', above: someRecords },
    strike: kill,
  },
  'SIGKILL of ingest': {
    victim: 'ingest',
    times: 1,
    when: { metric: 'scrubjay_ingest_records_total', above: someRecords },
    strike: kill,
  },
  'SIGKILL of the sink, three times, between the objects of a flush': {
    victim: 'sink',
    times: 3,
    when: { metric: 'scrubjay_sink_objects_total', above: someObjects },
    strike: kill,
    leftBehind: unfinishedFlushes,
  },
  'a second SIGTERM to the redactor': {
    victim: 'redactor',
    times: 1,
    when: { metric: 'scrubjay_redactor_records_total', above: someRecords },
    strike: stopAtOnce,
  },
};

for (const [index, [name, blow]] of Object.entries(blows).entries()) {
  t.test(`${name} in the middle, and a restart: every record exactly once`, { buffered: true }, async (t) => {
    const world = await useWorld(t);
    if (world === undefined) return;
    const load = createLoad(records, 10 + index);
    await world.createInput();
    await endure(t, world, load, blow);
    await world.finished(limitMs);
    const stopped = world.processes.filter((process) => process.isRunning).map((process) => process.stop());
    t.same(await Promise.all(stopped), [0, 0, 0], 'SIGTERM ends each service with exit code 0');
    const { objects } = await proveSink(t, world, load);
    t.comment(`${String(objects)} objects`);
    if (!t.passing()) t.comment(world.log());
  });
}

/** Strikes each time when some of the records are through, and starts the service again at once. */
async function endure(
  t: Test,
  world: World,
  load: Load,
  { victim, times, when, strike, leftBehind }: Blow,
): Promise<void> {
  const configFile = world.configFile({ kafka: { sessionTimeoutMs: 6_000 }, ...small[victim] });
  let struck = (await world.startAll(configFile))[victim];
  const producing = produceAll(world.kafka, world.topics.input, load.messages, { partitions });
  let undone = 0;
  for (let time = 0; time < times; time += 1) {
    const enough = when.above(load);
    await until(async () => (await struck.metrics()).sum(when.metric) > enough);
    await strike(t, struck);
    undone += (await leftBehind?.(world)) ?? 0;
    struck = await world.start(victim, configFile);
    t.notOk((await world.lags())[victim].isDone, 'in the middle of its work');
  }
  if (leftBehind !== undefined) t.ok(undone > 0, `${String(undone)} flushes were left unfinished`);
  await producing;
}

async function until(holds: () => Promise<boolean>): Promise<void> {
  const deadline = Date.now() + limitMs;
  while (!(await holds())) {
    if (Date.now() > deadline) throw new Error('What the test waits for did not happen in time.');
    await sleep(20);
  }
}
