import { createHash } from 'node:crypto';
import t, { type Test } from 'tap';
import { brokenRecords, poisonFor, secret, type Broken, type Poison } from './broken-inputs.js';
import { produceAll, withProducer } from '../src/kafka-io.js';
import { createLoad, type Load } from '../src/load.js';
import { proveNothingAtRest, proveSink } from './proof.js';
import { readQuarantine, type Withheld } from '../src/quarantine-io.js';
import { partitions, useWorld, type World } from '../src/world.js';

t.setTimeout(300_000);

const limitMs = 120_000;
const maxMessageBytes = String(25 * 1024 * 1024);

/** Stage and reason of each record, and a digest: some are long. */
function rows(withheld: readonly Withheld[]): string[] {
  return withheld
    .map(({ stage, reason, record }) => {
      const digest = createHash('sha256').update(record).digest('hex').slice(0, 12);
      return `${stage} ${reason} ${String(record.length)} bytes ${digest}`;
    })
    .sort();
}

/** Broken records with good ones before, between and behind them in every partition. */
async function produceAmidst(world: World, load: Load, broken: readonly Broken[]): Promise<void> {
  const { input } = world.topics;
  const half = load.messages.length / 2;
  await produceAll(world.kafka, input, load.messages.slice(0, half), { partitions });
  await withProducer(world.kafka, async (producer) => {
    for (const [index, { message }] of broken.entries()) {
      await producer.send({ topic: input, messages: [{ ...message, partition: index % partitions }] });
    }
    const nothing = [null, Buffer.alloc(0), Buffer.alloc(0)];
    const messages = nothing.map((value, partition) => ({ key: secret, value, partition }));
    await producer.send({ topic: input, messages });
  });
  await produceAll(world.kafka, input, load.messages.slice(half), { partitions });
}

async function poison(world: World, topic: string, poisons: readonly Poison[]): Promise<void> {
  await withProducer(world.kafka, async (producer) => {
    for (const [partition, { value }] of poisons.entries()) {
      await producer.send({ topic, messages: [{ value, partition: partition % partitions }] });
    }
  });
}

t.test('broken records end in quarantine, whole, and the good ones around them in the sink', async (t) => {
  const world = await useWorld(t);
  if (world === undefined) return;
  await world.createInput({ 'max.message.bytes': maxMessageBytes });
  const load = createLoad(1_200, 20);
  const broken = brokenRecords();
  const { ingest, redactor, sink } = await world.startAll(world.configFile());
  await produceAmidst(world, load, broken);
  await world.finished(limitMs);

  const found = rows(await readQuarantine(world));
  for (const { name, stage, reason, message } of broken) {
    const [row] = rows([{ stage, reason, record: message.value }]);
    t.ok(found.includes(row ?? ''), `${name}: ${row ?? ''}`);
  }
  t.equal(found.length, broken.length, 'nothing else is in quarantine');

  const counts = {
    ingest: await ingest.metrics(),
    redactor: await redactor.metrics(),
    sink: await sink.metrics(),
  };
  for (const { stage, reason } of broken) {
    const expected = broken.filter((other) => other.stage === stage && other.reason === reason).length;
    const counted = counts[stage].sum('scrubjay_quarantined_total', { stage, reason });
    t.equal(counted, expected, `${stage} counts ${reason}`);
  }
  t.equal(counts.sink.sum('scrubjay_quarantined_total'), 0, 'the sink withheld nothing');
  const discarded = (reason: string): number =>
    counts.ingest.sum('scrubjay_ingest_discarded_total', { reason });
  t.same([discarded('tombstone'), discarded('empty')], [1, 2], 'empty values and tombstones are counted');
  await prove(t, world, load);
});

t.test('what is no frame of ours on the topics between the services ends in quarantine, whole', async (t) => {
  const world = await useWorld(t);
  if (world === undefined) return;
  await world.createInput();
  const load = createLoad(1_200, 21);
  const { redactor, sink } = await world.startAll(world.configFile());
  const half = load.messages.length / 2;
  await produceAll(world.kafka, world.topics.input, load.messages.slice(0, half), { partitions });
  const forRedactor = await poisonFor(world, 'raw');
  const forSink = await poisonFor(world, 'scrubbed');
  await poison(world, world.topics.raw, forRedactor);
  await poison(world, world.topics.scrubbed, forSink);
  await produceAll(world.kafka, world.topics.input, load.messages.slice(half), { partitions });
  await world.finished(limitMs);

  const reason = 'frame_undecodable';
  const found = rows(await readQuarantine(world));
  for (const [stage, poisons] of [['redactor', forRedactor] as const, ['sink', forSink] as const]) {
    for (const { name, value } of poisons) {
      const [row] = rows([{ stage, reason, record: value ?? Buffer.alloc(0) }]);
      t.ok(found.includes(row ?? ''), `${name} at the ${stage}: ${row ?? ''}`);
    }
  }
  t.equal(found.length, forRedactor.length + forSink.length, 'nothing else is in quarantine');
  const countedBy = async (process: typeof sink, stage: string): Promise<number> =>
    (await process.metrics()).sum('scrubjay_quarantined_total', { stage, reason });
  t.equal(await countedBy(redactor, 'redactor'), forRedactor.length, 'the redactor counts its own');
  t.equal(await countedBy(sink, 'sink'), forSink.length, 'the sink counts its own');
  await prove(t, world, load);
});

async function prove(t: Test, world: World, load: Load): Promise<void> {
  for (const process of world.processes) {
    t.ok(process.isRunning, `${process.service} is still running`);
    t.equal((await process.get('/readyz')).status, 200, 'and ready');
  }
  t.same(
    await Promise.all(world.processes.map((process) => process.stop())),
    [0, 0, 0],
    'and ends as it should',
  );
  await proveSink(t, world, load);
  load.planted.add(secret, 'email');
  await proveNothingAtRest(t, world, load);
  const said = world.processes.flatMap(({ lines }) => lines).join('\n');
  t.notMatch(said, new RegExp(secret), 'nothing of a broken record is in what the services say');
}
