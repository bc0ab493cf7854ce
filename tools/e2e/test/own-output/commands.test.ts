import { writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import t from 'tap';
import { pem, record, secrets, text } from './secrets.js';
import { deadPort, fromFile, listen, Stage, writeConfig } from './stage.js';
import { writeOwnRules } from './own-rules.js';

// What the command line, the configuration and the input can have wrong.
t.setTimeout(240_000);
const stage = new Stage(t);

const run = (config: string): string[] => ['run', '--config', config];

t.test('a wrong call over secret input', async (t) => {
  await stage.shows(t, 'SJ_USAGE', ['detect', '--text-field', 'msg'], { input: `${text}\n${record}\n` });
});

t.test('a configuration that is not there', async (t) => {
  await stage.shows(t, 'SJ_CONFIG_NOT_FOUND', run(join(t.testdir({}), 'none.yaml')));
});

/** Slips of the pen that put a secret where the parser trips over it. */
const slips: Readonly<Record<string, readonly string[]>> = {
  'a quote that is missing': ['kafka:', '  sasl:', `    password: "${secrets.saslPassword}`],
  'a tab before a secret': ['kafka:', `\tsasl: ${secrets.saslPassword}`],
  'no space behind the colon': [
    `kafka: { brokers: ['a:1'], sasl: { username: u, password:${secrets.saslPassword} } }`,
  ],
  'a secret as a key': [`kafka: { brokers: ['a:1'], '${secrets.mail}': 1, ${secrets.apiKey} }`],
  'a template that was not filled in': [`kafka: { sasl: { password: {{ ${secrets.saslPassword} }} } }`],
  'a tag and an alias': [`stateDir: !${secrets.apiKey} x`, `environment: *${secrets.apiKey}`],
  'a whole record': [text],
  'a key in the middle': ['keys:', pem],
  'a key that is no text': ['schemas:', '  tags:', `    "${secrets.mail}": ${secrets.card}`],
  'a wrong type everywhere': [
    `environment: "${secrets.mail}"`,
    `transport: ${secrets.apiKey}`,
    `kafka: { brokers: ["u:${secrets.urlPassword}@a:1"], sasl: { mechanism: "${secrets.apiKey}", password: [${secrets.saslPassword}] } }`,
    `schemas: { registry: { url: "ftp://u:${secrets.urlPassword}@a" } }`,
    `store: { kind: s3, bucket: b, region: r, endpoint: "${secrets.urlPassword}", prefix: "${secrets.mail}" }`,
    `telemetry: { port: ${secrets.card} }`,
    `rules: { epoch: "${secrets.apiKey}", tenant: "${secrets.medical}" }`,
  ],
};

for (const [slip, lines] of Object.entries(slips)) {
  t.test(`a configuration with ${slip}`, async (t) => {
    const file = join(t.testdir({ 'scrubjay.yaml': `${lines.join('\n')}\n` }), 'scrubjay.yaml');
    await stage.shows(t, 'SJ_CONFIG_INVALID', ['config', 'check', '--config', file]);
  });
}

t.test('variables that are no overrides', async (t) => {
  const env = {
    SCRUBJAY_KAFKA__SASL__PASWORD: secrets.saslPassword,
    SCRUBJAY_TELEMETRY__PORT: `!${secrets.apiKey} 1`,
    SCRUBJAY_KEYS__CACHE: `{{ ${secrets.saslPassword} }: 1}`,
    SCRUBJAY_INGEST__SOURCE: `{kind: ${secrets.saslPassword}`,
  };
  await stage.shows(t, 'SJ_CONFIG_INVALID', run(writeConfig(t.testdir({}))), { env });
});

t.test('metrics at an address with a secret in it', async (t) => {
  const address = `http://127.0.0.1:${String(await deadPort())}/metrics?token=${secrets.apiKey}`;
  await stage.shows(t, 'SJ_METRICS_UNREACHABLE', ['rules', 'diff', '--live', address]);
  const withUser = `http://jane:${secrets.urlPassword}@127.0.0.1:1`;
  await stage.shows(t, 'SJ_USAGE', ['rules', 'diff', '--live', withUser]);
});

t.test('an archive that is cut off, whose name inside is a secret', async (t) => {
  const folder = t.testdir({});
  const whole = gzipSync(`${record}\n`.repeat(500));
  // The header says that a file name follows, as `gzip` writes it.
  const head = Buffer.concat([
    whole.subarray(0, 3),
    Buffer.from([8]),
    whole.subarray(4, 10),
    Buffer.from(`${secrets.mail}\0`),
  ]);
  const file = join(folder, 'app.log.gz');
  writeFileSync(file, Buffer.concat([head, whole.subarray(10, -20)]));
  await stage.shows(t, 'SJ_FILE_UNREADABLE', [
    'detect',
    file,
    '--rules',
    writeOwnRules(join(folder, 'rules')),
  ]);
  const source = { kind: 'files', paths: [file] };
  await stage.shows(t, 'SJ_FILE_UNREADABLE', run(writeConfig(folder, { ingest: { source } })));
});

t.test('a store that cannot be written', async (t) => {
  const folder = t.testdir({ taken: 'a file' });
  const store = { kind: 'folder', path: join(folder, 'taken', 'objects') };
  await stage.shows(t, 'SJ_STATE_UNWRITABLE', run(writeConfig(folder, { store, ...fromFile(folder) })));
});

t.test('a telemetry port that is taken', async (t) => {
  const port = await listen(t, createServer());
  const folder = t.testdir({});
  const config = writeConfig(folder, { telemetry: { port }, ...fromFile(folder) });
  await stage.shows(t, 'SJ_LISTEN_FAILED', run(config));
});

t.test('all codes of this file', async (t) => stage.endsComplete(t, import.meta.url));
