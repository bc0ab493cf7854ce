import { chmodSync, cpSync, statSync, writeFileSync } from 'node:fs';
import { createServer as createHttpServer } from 'node:http';
import { createServer, type AddressInfo, type Server } from 'node:net';
import { join } from 'node:path';
import { shippedRulesDir } from '@scrubjay/boot';
import t, { type Test } from 'tap';
import { failsClearly } from './one-line.js';
import { scrubjay } from '@scrubjay/testkit';

// Troubles that need no server to be had.
t.setTimeout(240_000);

/** A configuration that is sound, with sections of a test's own. */
function write(t: Test, sections: Readonly<Record<string, unknown>> = {}, folder = t.testdir({})): string {
  const config = {
    transport: 'memory',
    stateDir: join(folder, 'state'),
    keys: { provider: 'local', dir: join(folder, 'keys') },
    store: { kind: 'folder', path: join(folder, 'objects') },
    telemetry: { port: 0 },
    ingest: { source: { kind: 'stdin' } },
    ...sections,
  };
  const path = join(folder, 'scrubjay.yaml');
  writeFileSync(path, JSON.stringify(config));
  return path;
}

function run(file: string, service?: string): string[] {
  return ['run', '--config', file, ...(service === undefined ? [] : ['--service', service])];
}

async function listen(server: Server): Promise<number> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return (server.address() as AddressInfo).port;
}

/** A port where something else accepts connections and says nothing. */
async function takenPort(t: Test): Promise<number> {
  const server = createServer();
  t.teardown(() => void server.close());
  return listen(server);
}

/** A port that nothing listens on. */
async function deadPort(): Promise<number> {
  const server = createServer();
  const port = await listen(server);
  await new Promise((resolve) => server.close(resolve));
  return port;
}

const credentials = { AWS_ACCESS_KEY_ID: 'test', AWS_SECRET_ACCESS_KEY: 'test' };
const arn = 'arn:aws:kms:us-east-1:123456789012:key/11111111-2222-3333-4444-555555555555';

function kmsAt(port: number): object {
  const endpoint = `http://127.0.0.1:${String(port)}`;
  const keys = { raw: arn, scrubbed: arn, quarantine: arn, pseudonym: arn, signing: arn };
  return { provider: 'kms', region: 'us-east-1', endpoint, ...keys };
}

t.test('the configuration the other tests spoil is sound', async (t) => {
  const { code, stderr } = await scrubjay(run(write(t)), { input: 'hello\n' });
  t.equal(code, 0, stderr);
});

t.test('an unknown key is named with its section', async (t) => {
  const file = write(t, { kafka: { brokers: ['127.0.0.1:9092'], topicz: {} } });
  await failsClearly(t, run(file), { exit: 2, code: 'SJ_CONFIG_INVALID', names: [file, 'kafka', 'topicz'] });
});

t.test('a value of a wrong type is named with what is accepted', async (t) => {
  const file = write(t, { kafka: { brokers: ['127.0.0.1:9092'], partitions: 'six' } });
  const names = ['kafka.partitions', 'found text', 'expected number'];
  await failsClearly(t, run(file), { exit: 2, code: 'SJ_CONFIG_INVALID', names });
});

t.test('all problems are told at once, and no value is repeated', async (t) => {
  const sasl = { mechanism: 'plain', username: 7, password: ['hunter2'] };
  const file = write(t, { environment: 'A B', kafka: { brokers: 'nobody', sasl } });
  const names = ['environment', 'kafka.brokers', 'kafka.sasl.username', 'kafka.sasl.password'];
  const { stderr } = await failsClearly(t, run(file), { exit: 2, code: 'SJ_CONFIG_INVALID', names });
  t.notMatch(stderr, /hunter2/);
});

t.test('a file that is no YAML is named with the line', async (t) => {
  const file = join(t.testdir({ 'scrubjay.yaml': 'environment: test\nkeys: {provider\n' }), 'scrubjay.yaml');
  await failsClearly(t, run(file), { exit: 2, code: 'SJ_CONFIG_INVALID', names: [file, /line \d/] });
});

t.test('an override from the environment is held to the same rules', async (t) => {
  const override = { SCRUBJAY_TELEMETRY__PORT: 'high' };
  const expected = { exit: 2, code: 'SJ_CONFIG_INVALID', names: ['telemetry.port'] } as const;
  await failsClearly(t, run(write(t)), expected, override);
});

t.test('a configuration that is not there is named', async (t) => {
  const file = join(t.testdir({}), 'none.yaml');
  await failsClearly(t, run(file), { exit: 2, code: 'SJ_CONFIG_NOT_FOUND', names: [file] });
});

t.test('a service alone cannot run over memory', async (t) => {
  const names = ['transport', 'redactor', '--service all'];
  await failsClearly(t, run(write(t), 'redactor'), { exit: 2, code: 'SJ_CONFIG_INVALID', names });
});

t.test('files cannot be read exactly once into Kafka', async (t) => {
  const file = write(t, { transport: 'kafka', kafka: { brokers: ['127.0.0.1:1'] } });
  await failsClearly(t, run(file, 'ingest'), {
    exit: 2,
    code: 'SJ_CONFIG_INVALID',
    names: ['ingest.source.kind', 'transport: memory'],
  });
});

t.test('a missing kafka section is named', async (t) => {
  const file = write(t, { transport: 'kafka' });
  await failsClearly(t, run(file, 'sink'), { exit: 2, code: 'SJ_CONFIG_INVALID', names: ['kafka'] });
});

t.test('a broker that nothing answers at is named', async (t) => {
  const broker = `127.0.0.1:${String(await deadPort())}`;
  const file = write(t, {
    transport: 'kafka',
    kafka: { brokers: [broker] },
    ingest: { source: { kind: 'kafka', topics: ['app'] } },
  });
  for (const service of ['ingest', 'redactor', 'sink', 'all']) {
    await failsClearly(t, run(file, service), { exit: 3, code: 'SJ_KAFKA_UNREACHABLE', names: [broker] });
  }
});

t.test('a broker that accepts and never answers is named', async (t) => {
  const broker = `127.0.0.1:${String(await takenPort(t))}`;
  const file = write(t, { transport: 'kafka', kafka: { brokers: [broker] } });
  await failsClearly(t, run(file, 'redactor'), { exit: 3, code: 'SJ_KAFKA_UNREACHABLE', names: [broker] });
});

t.test('a telemetry port that is taken is named', async (t) => {
  const port = await takenPort(t);
  const file = write(t, { telemetry: { port } });
  const names = ['telemetry.port', String(port)];
  await failsClearly(t, run(file), { exit: 2, code: 'SJ_LISTEN_FAILED', names });
});

t.test('a folder that cannot be written is named', async (t) => {
  // A file stands where the folder should be: that holds for root too, whom no mode keeps out.
  const folder = t.testdir({ taken: 'a file' });
  const path = join(folder, 'taken', 'objects');
  const file = write(t, { store: { kind: 'folder', path } }, folder);
  await failsClearly(t, run(file), { exit: 3, code: 'SJ_STATE_UNWRITABLE', names: [path, 'store.path'] });
});

t.test('a key file that others may read is named', async (t) => {
  const folder = t.testdir({});
  const file = write(t, {}, folder);
  t.equal((await scrubjay(run(file), { input: 'hello\n' })).code, 0, 'the first start makes the keys');
  const key = join(folder, 'keys', 'scrubbed.key');
  chmodSync(key, 0o644);
  await failsClearly(t, run(file), { exit: 2, code: 'SJ_VAULT_KEY_FILE', names: [key, 'chmod 600'] });
});

t.test('a KMS that does not answer is named', async (t) => {
  const file = write(t, { keys: kmsAt(await deadPort()) });
  const expected = { exit: 3, code: 'SJ_VAULT_UNAVAILABLE', names: [arn, 'KMS endpoint'] } as const;
  await failsClearly(t, run(file), expected, credentials);
});

t.test('a key that is disabled, or that this role may not use, is named', async (t) => {
  // moto lets disabled keys work and knows no roles: this answers as the API reference of KMS says.
  for (const type of ['DisabledException', 'AccessDeniedException', 'KMSInvalidStateException']) {
    const kms = createHttpServer((_, response) => {
      response.writeHead(400, { 'content-type': 'application/x-amz-json-1.1' });
      response.end(JSON.stringify({ __type: type, message: 'not to be repeated' }));
    });
    t.teardown(() => void kms.close());
    const file = write(t, { keys: kmsAt(await listen(kms)) });
    const expected = { exit: 3, code: 'SJ_VAULT_KEY_DENIED', names: [arn, type, 'key is enabled'] } as const;
    const { stderr } = await failsClearly(t, run(file), expected, credentials);
    t.notMatch(stderr, 'not to be repeated');
  }
});

t.test('an object store that does not answer is named', async (t) => {
  const address = `127.0.0.1:${String(await deadPort())}`;
  const endpoint = `http://${address}`;
  const store = { kind: 's3', bucket: 'nowhere', region: 'us-east-1', endpoint, forcePathStyle: true };
  const expected = { exit: 3, code: 'SJ_STORE_UNREACHABLE', names: ['s3://nowhere/', address] } as const;
  await failsClearly(t, run(write(t, { store })), expected, credentials);
});

t.test('a pack with a mistake is named with file, line and detector, and nothing starts', async (t) => {
  const folder = t.testdir({});
  const dir = join(folder, 'rules');
  const isRules = (path: string): boolean => path.endsWith('.yaml') || statSync(path).isDirectory();
  cpSync(shippedRulesDir(), dir, { recursive: true, filter: isRules });
  const file = write(t, { rules: { dir } }, folder);
  t.equal((await scrubjay(run(file), { input: 'hello\n' })).code, 0, 'a copy of the rules is sound');
  const detector = ['  - id: broken', '    title: Broken', '    category: pii', '    severity: high'];
  const rest = [
    "    pattern: '(['",
    '    action: mask',
    '    examples: { match: [a, b, c], ignore: [d, e, f] }',
  ];
  writeFileSync(
    join(dir, 'own.yaml'),
    ['pack: own', 'title: Own', 'detectors:', ...detector, ...rest, ''].join('\n'),
  );
  const policy = ['policy: standard', 'title: Own', 'packs: [own]', ''].join('\n');
  writeFileSync(join(dir, 'policies', 'standard.yaml'), policy);
  const names = [/own\.yaml:\d+/, 'broken'];
  await failsClearly(t, run(file), { exit: 2, code: 'SJ_RULES_INVALID', names });
});

t.test('a policy that is not there is named', async (t) => {
  const names = ['none.yaml'];
  const file = write(t, { rules: { policy: 'none' } });
  await failsClearly(t, run(file), { exit: 2, code: 'SJ_RULES_NOT_FOUND', names });
  await failsClearly(t, ['redact', '--policy', 'none'], { exit: 2, code: 'SJ_RULES_NOT_FOUND', names });
});

t.test('an input that cannot be read is named', async (t) => {
  const input = join(t.testdir({}), 'none.log');
  await failsClearly(t, ['redact', input], { exit: 2, code: 'SJ_FILE_UNREADABLE', names: [input] });
  const file = write(t, { ingest: { source: { kind: 'files', paths: [input] } } });
  await failsClearly(t, run(file), { exit: 2, code: 'SJ_FILE_UNREADABLE', names: [input] });
});

t.test('a wrong call shows what is accepted', async (t) => {
  for (const args of [
    ['run'],
    ['run', '--config', 'x', '--service', 'nobody'],
    ['nothing'],
    ['redact', '--nothing'],
  ]) {
    const { code, stderr } = await scrubjay(args);
    t.equal(code, 2, args.join(' '));
    t.match(stderr, /^error: .*\n\(run with --help/);
  }
});

t.test('doctor tells of every trouble at once, and exits by the gravest', async (t) => {
  const broker = `127.0.0.1:${String(await deadPort())}`;
  const folder = t.testdir({ taken: 'a file' });
  const path = join(folder, 'taken', 'objects');
  const troubles = {
    kafka: { brokers: [broker] },
    store: { kind: 'folder', path },
    rules: { policy: 'none' },
  };
  const { code, stdout, stderr } = await scrubjay(['doctor', '--config', write(t, troubles, folder)]);
  t.equal(code, 3);
  t.match(stdout, /FAIL.* rules: SJ_RULES_NOT_FOUND: .*none\.yaml/);
  t.match(stdout, /ok.* key raw: /);
  t.match(stdout, new RegExp(`FAIL.* kafka: SJ_KAFKA_UNREACHABLE: .*${broker}`));
  t.match(stdout, /FAIL.* store: SJ_STATE_UNWRITABLE: .*taken\/objects/);
  t.notMatch(stdout + stderr, /\n\s+at /, 'no stack trace');
});
