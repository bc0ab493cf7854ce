import { uniqueName } from '@scrubjay/testkit';
import t from 'tap';
import { withAdmin } from '../src/kafka-io.js';
import { failsClearly } from './one-line.js';
import { scrubjay } from '@scrubjay/testkit';
import { awsEnvironment, useWorld, type Sections, type Service, type World } from '../src/world.js';

// Troubles that only a real server can make. Every service is tried that would meet them.
t.setTimeout(300_000);

const unknownKey = 'arn:aws:kms:us-east-1:123456789012:key/11111111-2222-3333-4444-555555555555';

function run(world: World, service: Service, sections: Sections): string[] {
  return ['run', '--service', service, '--config', world.configFile(sections)];
}

t.test('a KMS key that is not there is named', async (t) => {
  const world = await useWorld(t);
  if (world === undefined) return;
  const cases: readonly (readonly [Service, string])[] = [
    ['ingest', 'raw'],
    ['redactor', 'pseudonym'],
    ['sink', 'scrubbed'],
    ['sink', 'quarantine'],
    ['sink', 'signing'],
  ];
  for (const [service, purpose] of cases) {
    const names = [purpose, unknownKey, 'NotFoundException', 'key id'];
    const args = run(world, service, { keys: { [purpose]: unknownKey } });
    await failsClearly(t, args, { exit: 3, code: 'SJ_VAULT_KEY_DENIED', names }, awsEnvironment);
  }
});

t.test('a pseudonym key that is no HMAC key is named', async (t) => {
  const world = await useWorld(t);
  if (world === undefined) return;
  const { raw } = world.keys;
  const deriving = { exit: 3, code: 'SJ_VAULT_KEY_DENIED', names: ['pseudonym', raw] } as const;
  await failsClearly(t, run(world, 'redactor', { keys: { pseudonym: raw } }), deriving, awsEnvironment);
});

t.test('a signing key that does not sign is named', async (t) => {
  const world = await useWorld(t);
  if (world === undefined) return;
  const { raw } = world.keys;
  const signing = { exit: 3, code: 'SJ_VAULT_KEY_DENIED', names: ['signing', raw] } as const;
  await failsClearly(t, run(world, 'sink', { keys: { signing: raw } }), signing, awsEnvironment);
});

t.test('a bucket that is not there is named', async (t) => {
  const world = await useWorld(t);
  if (world === undefined) return;
  const bucket = uniqueName('none');
  const args = run(world, 'sink', { store: { bucket } });
  const names = [`s3://${bucket}/`, 'bucket exists'];
  await failsClearly(t, args, { exit: 3, code: 'SJ_STORE_DENIED', names }, awsEnvironment);
});

t.test('topics that are missing are named', async (t) => {
  const world = await useWorld(t);
  if (world === undefined) return;
  const { input, raw, scrubbed, quarantine } = world.topics;
  const code = 'SJ_KAFKA_TOPIC_MISSING';
  const args = run(world, 'redactor', { kafka: { createTopics: false } });
  const names = [raw, scrubbed, quarantine, 'kafka.createTopics'];
  await failsClearly(t, args, { exit: 3, code, names }, awsEnvironment);
  const created = await withAdmin(world.kafka, (admin) => admin.listTopics());
  t.notOk(created.includes(raw), 'and were not created');
  await failsClearly(t, run(world, 'ingest', {}), { exit: 3, code, names: [input] }, awsEnvironment);
});

t.test('more replicas than there are brokers is told', async (t) => {
  const world = await useWorld(t);
  if (world === undefined) return;
  const args = run(world, 'redactor', { kafka: { replicationFactor: 3 } });
  const expected = { exit: 3, code: 'SJ_KAFKA_FAILED', names: [/REPLICATION/] } as const;
  await failsClearly(t, args, expected, awsEnvironment);
});

t.test('doctor finds nothing to mend where all is well', async (t) => {
  const world = await useWorld(t);
  if (world === undefined) return;
  const { code, stdout, stderr } = await scrubjay(['doctor', '--config', world.configFile()], {
    env: awsEnvironment,
  });
  t.equal(code, 0, stdout + stderr);
  t.notMatch(stdout, /FAIL/);
  for (const name of [
    'configuration',
    'rules',
    'key raw',
    'key pseudonym',
    'key signing',
    'kafka',
    'store',
  ]) {
    t.match(stdout, new RegExp(`ok .*${name}`));
  }
});
