import { scrubjay, type Finished } from '@scrubjay/testkit';
import t from 'tap';
import { produceAll } from '../src/kafka-io.js';
import { exact, IdCount, scrubbedObjects } from '../src/store-io.js';
import { awsEnvironment, environment, partitions, useWorld, type World } from '../src/world.js';

t.setTimeout(300_000);

const limitMs = 120_000;
const total = 600;
/** Known to the policy `standard`, and to `minimal` not. */
const account = 'DE89370400440532013000';
const idOf = (number: number): string => `evt-rescrub-${String(number)}-`;

async function incidentsOf(config: string): Promise<readonly string[]> {
  const { code, stdout, stderr } = await command(config, 'incidents', 'list');
  if (code !== 0) throw new Error(stderr);
  return stdout
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => line.split('  ')[1] ?? '');
}

function command(config: string, ...args: string[]): Promise<Finished> {
  return scrubjay([...args, '--config', config], { env: awsEnvironment });
}

interface Found {
  readonly ids: IdCount;
  readonly accounts: number;
}

async function readObjects(world: World): Promise<Found> {
  const ids = new IdCount(/evt-rescrub-\d+-/g);
  let accounts = 0;
  for await (const { plain } of scrubbedObjects(world.store, world.vault, environment)) {
    ids.add(plain);
    accounts += plain.toString('latin1').split(account).length - 1;
  }
  return { ids, accounts };
}

async function countHeld(world: World): Promise<number> {
  const keys = new Set<string>();
  for await (const { key } of world.store.list('held/')) keys.add(key);
  return keys.size;
}

t.test(
  'on Kafka, S3 and KMS: what a poor policy let through is released and rescrubbed under a better one',
  async (t) => {
    const world = await useWorld(t);
    if (world === undefined) return;
    await world.createInput();
    const ingest = world.config()['ingest'] as object;
    // The auditor sees that bank accounts come through, and withholds whichever flush has such a canary in it.
    const canaries = { intervalSeconds: 5, kinds: ['iban'] };
    const running = await world.startAll(
      world.configFile({ rules: { policy: 'minimal' }, ingest: { ...ingest, canaries } }),
    );
    const messages = Array.from({ length: total }, (_, number) => ({
      value: JSON.stringify({ id: idOf(number), msg: `paid from ${account}` }),
      headers: { 'scrubjay-service': 'billing' },
    }));
    await produceAll(world.kafka, world.topics.input, messages.slice(0, total / 2), { partitions });
    await world.finished(limitMs);
    await produceAll(world.kafka, world.topics.input, messages.slice(total / 2), { partitions });
    await world.finished(limitMs);
    for (const service of Object.values(running)) t.equal(await service.stop(), 0);
    const before = await readObjects(world);
    const withheld = await countHeld(world);
    t.ok(withheld > 0, `${String(withheld)} objects are withheld`);

    const config = world.configFile();
    const early = await command(config, 'verify');
    t.equal(early.code, 0, early.stdout);
    for (const id of await incidentsOf(config)) {
      const released = await command(config, 'incidents', 'release', id);
      t.equal(released.code, 0, `${released.stdout}${released.stderr}`);
    }
    t.equal(await countHeld(world), 0, 'nothing is withheld any more');
    const dry = await command(config, 'rescrub', '--from', '1d', '--dry-run');
    t.equal(dry.code, 0, `${dry.stdout}${dry.stderr}`);
    const rescrubbed = await command(config, 'rescrub', '--from', '1d');
    t.equal(rescrubbed.code, 0, `${rescrubbed.stdout}${rescrubbed.stderr}`);

    const after = await readObjects(world);
    t.same(
      after.ids.compare(new Set(messages.map((_, number) => idOf(number)))),
      exact,
      'each record is there once',
    );
    t.equal(after.accounts, 0, `no account is left of ${String(before.accounts)} that could be read`);
    const verified = await command(config, 'verify', '--open');
    t.equal(verified.code, 0, verified.stdout);
    const again = await command(config, 'rescrub', '--from', '1d');
    t.match(again, { code: 0, stdout: /, 0 changed, / }, 'a second run changes nothing');
  },
);
