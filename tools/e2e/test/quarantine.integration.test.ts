import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { scrubjay, type Finished } from '@scrubjay/testkit';
import type { Message } from 'kafkajs';
import t, { type Test } from 'tap';
import { produceAll, withAdmin, withProducer } from '../src/kafka-io.js';
import { exact, IdCount, scrubbedObjects } from '../src/store-io.js';
import { awsEnvironment, environment, partitions, useWorld, type World } from '../src/world.js';

t.setTimeout(400_000);

const limitMs = 120_000;
const bin = fileURLToPath(new URL('../../../packages/cli/bin/scrubjay.js', import.meta.url));
const email = 'withheld.person@planted.example';
/** Deeper than the default limit of the redactor, and not than the one that a test mends it to. */
const depth = 100;
const mended = { redactor: { maxDepth: 200 }, ingest: { maxRecordBytes: 300_000 } };
const narrow = { ingest: { maxRecordBytes: 100_000 } };
/** Every record is looked at once more: what a mended redactor may pass is no leak. */
const sink = { batch: { maxAgeMs: 1_000 }, audit: { sampleRate: 1, maxMsPerFlush: 60_000 } };

function idOf(number: number): string {
  return `evt-quarantine-${String(number)}-`;
}

/** Records that the redactor withholds until it is allowed more depth. */
function deepRecords(from: number, to: number): Message[] {
  return Array.from({ length: to - from }, (_, index) => {
    const id = idOf(from + index);
    const value = `{"id":"${id}","user":${'['.repeat(depth)}"${email}"${']'.repeat(depth)}}`;
    return { value, headers: { 'scrubjay-service': 'billing' } };
  });
}

function command(config: string, ...args: string[]): Promise<Finished> {
  return scrubjay(['quarantine', ...args, '--config', config], { env: awsEnvironment });
}

/** A configuration file for the tool, with a topic of its own for what was replayed. */
function toolConfig(world: World, sections: Readonly<Record<string, object>> = {}): string {
  const topics = { ...world.topics, replayed: `${world.groupPrefix}.replayed`, input: undefined };
  const { kafka, ingest } = world.config(sections) as { kafka: object; ingest: object };
  return world.configFile({ ...sections, ingest, kafka: { ...kafka, topics } });
}

interface Listed {
  readonly id: string;
  readonly stage: string | null;
  readonly reason: string | null;
  readonly service: string | null;
  readonly parts: number;
  readonly isComplete: boolean | null;
  readonly opened?: { readonly recordBytes: number };
}

async function list(t: Test, config: string, ...args: string[]): Promise<readonly Listed[]> {
  const all = ['--format', 'json', '--limit', '100000'];
  const { code, stdout, stderr } = await command(config, 'list', ...all, ...args);
  t.equal(code, 0, stderr);
  t.notMatch(stdout + stderr, email, 'a listing shows no content');
  return stdout
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as Listed);
}

function countsOf(listed: readonly Listed[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const { stage, reason } of listed) {
    const name = `${String(stage)} ${String(reason)}`;
    counts[name] = (counts[name] ?? 0) + 1;
  }
  return counts;
}

async function proveExact(t: Test, world: World, ids: ReadonlySet<string>): Promise<void> {
  const count = new IdCount(/evt-quarantine-\d+-/g);
  let content = '';
  for await (const { plain } of scrubbedObjects(world.store, world.vault, environment)) {
    count.add(plain);
    content += plain.toString('latin1');
  }
  for await (const { key } of world.store.list('incidents/')) t.fail(`the auditor held an object: ${key}`);
  t.same(count.compare(ids), exact, 'each record is in the objects once');
  t.notMatch(content, email, 'and redacted');
}

function idsUpTo(count: number): Set<string> {
  return new Set(Array.from({ length: count }, (_, number) => idOf(number)));
}

async function restart(world: World, service: 'ingest' | 'redactor', config: string): Promise<void> {
  const running = world.processes.find((one) => one.service === service && one.isRunning);
  await running?.stop();
  await world.start(service, config);
}

t.test('what was withheld goes on its way exactly once, after what was wrong is mended', async (t) => {
  const world = await useWorld(t);
  if (world === undefined) return;
  await world.createInput();
  await world.startAll(world.configFile({ sink, ingest: { ...ingestOf(world), ...narrow.ingest } }));
  const deep = deepRecords(0, 60);
  const long = { value: `${idOf(60)} ${'long '.repeat(50_000)} ${email}` };
  const broken = { value: `{"user":"${email}","next":` };
  await produceAll(world.kafka, world.topics.input, [...deep, long, broken], { partitions });
  await world.finished(limitMs);
  await withProducer(world.kafka, (producer) =>
    producer.send({ topic: world.topics.raw, messages: [{ value: 'no frame', partition: 0 }] }),
  );
  await withProducer(world.kafka, (producer) =>
    producer.send({ topic: world.topics.scrubbed, messages: [{ value: 'no frame', partition: 0 }] }),
  );
  // A message of nobody on the quarantine topic itself.
  await withProducer(world.kafka, (producer) =>
    producer.send({ topic: world.topics.quarantine, messages: [{ value: email, partition: 1 }] }),
  );
  await world.finished(limitMs);
  const expected = {
    'redactor too_deep': 60,
    'ingest too_large': 1,
    'redactor malformed_json': 1,
    'redactor frame_undecodable': 1,
    'sink frame_undecodable': 1,
    'null null': 1,
  };

  const keyless = toolConfig(world, { keys: { quarantine: world.keys.raw, raw: undefined } });
  t.same(countsOf(await list(t, keyless)), expected, 'without the key it is counted by reason');
  const refused = await command(keyless, 'list', '--open', '--format', 'json');
  t.notMatch(refused.stdout, /"opened"/, 'and with another key nothing is opened');

  const config = toolConfig(world, mended);
  const opened = await list(t, config, '--open', '--reason', 'too_large');
  t.match(opened, [{ service: 'unknown', isComplete: true, opened: { recordBytes: long.value.length } }]);
  const [one] = await list(t, config, '--reason', 'malformed_json');
  const shown = await command(config, 'show', one?.id ?? '');
  t.match(JSON.parse(shown.stdout), {
    id: one?.id,
    reason: 'malformed_json',
    recordBytes: broken.value.length,
  });
  t.notMatch(shown.stdout + shown.stderr, email, 'no content without --reveal');
  const revealed = await command(config, 'show', one?.id ?? '', '--reveal');
  t.match(revealed.stdout, `{"user":"${email}","next":`);
  t.match(revealed.stderr, /^opened with the quarantine key: .*, with its content/m);
  t.equal((await command(config, 'show', `${world.topics.quarantine}/0/999999`)).code, 1);

  const dry = await command(config, 'replay', '--all', '--dry-run');
  t.match(dry.stdout, /would be replayed +│ too_deep +│ +│ +60/);
  t.same(countsOf(await list(t, config)), expected, 'a dry run changes nothing');

  await restart(world, 'redactor', world.configFile({ redactor: mended.redactor }));
  const first = await command(config, 'replay', '--reason', 'too_deep', '--reason', 'too_large');
  t.equal(first.code, 0, first.stderr);
  t.match(first.stdout, /replayed +│ too_deep +│ +│ +60/);
  await world.finished(limitMs);
  await proveExact(t, world, idsUpTo(61));

  const again = await command(config, 'replay', '--all');
  t.match(again.stdout, /61 records had been replayed before/);
  t.match(again.stdout, /left: sealed +│ frame_undecodable +│ +│ +2/);
  t.match(again.stdout, /left: unreadable/);
  t.equal(again.code, 1, 'what cannot be opened is a failure');
  await world.finished(limitMs);
  await proveExact(t, world, idsUpTo(61));
  const left = countsOf(await list(t, config));
  t.same(
    left,
    {
      'redactor malformed_json': 1,
      'redactor frame_undecodable': 1,
      'sink frame_undecodable': 1,
      'null null': 1,
    },
    'what fails again is in quarantine again, once, and its poison stays',
  );
});

function ingestOf(world: World): object {
  return (world.config() as { ingest: object }).ingest;
}

t.test('a replay that is killed again and again neither loses nor repeats a record', async (t) => {
  const world = await useWorld(t);
  if (world === undefined) return;
  const total = 3_000;
  await world.createInput();
  await world.startAll(world.configFile({ sink }));
  await produceAll(world.kafka, world.topics.input, deepRecords(0, total), { partitions });
  await world.finished(limitMs);
  await restart(world, 'redactor', world.configFile({ redactor: mended.redactor }));
  const config = toolConfig(world);
  let killed = 0;
  while (!(await replayAndKill(world, config))) killed += 1;
  t.ok(killed > 0, `killed ${String(killed)} times, each time after a transaction of this very run`);
  await world.finished(limitMs);
  await proveExact(t, world, idsUpTo(total));
  t.same(countsOf(await list(t, config)), {}, 'nothing is left');
});

/** Kills a replay a moment after it committed its first transaction. Whether it had ended before the blow. */
async function replayAndKill(world: World, config: string): Promise<boolean> {
  const before = await replayedSoFar(world);
  const child = spawn(process.execPath, [bin, 'quarantine', 'replay', '--all', '--config', config], {
    env: { ...process.env, ...awsEnvironment },
    stdio: 'ignore',
  });
  const exited = once(child, 'exit') as Promise<[number | null]>;
  void killOnceMoved(world, child, before);
  const [code] = await exited;
  return code === 0;
}

async function killOnceMoved(world: World, child: ChildProcess, before: number): Promise<void> {
  while (child.exitCode === null && (await replayedSoFar(world)) === before) await sleep(10);
  await sleep(Math.random() * 100);
  child.kill('SIGKILL');
}

/** Where the topic of what was replayed ends, as far as transactions were committed. */
async function replayedSoFar(world: World): Promise<number> {
  const topic = `${world.groupPrefix}.replayed`;
  return withAdmin(world.kafka, async (admin) => {
    if (!(await admin.listTopics()).includes(topic)) return 0;
    const [end] = await admin.fetchTopicOffsets(topic);
    return Number(end?.high ?? 0);
  });
}
