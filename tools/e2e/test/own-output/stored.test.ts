import { generateKeyPairSync } from 'node:crypto';
import { cpSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { createVault } from '@scrubjay/boot';
import { createObjectSealer, type ObjectSealer } from '@scrubjay/sink';
import { scrubjay } from '@scrubjay/testkit';
import t, { type Test } from 'tap';
import { isClean, pem, record, secretEnvironment, secrets, text } from './secrets.js';
import { ownPack, writeOwnRules } from './own-rules.js';
import { fromFile, Stage, writeConfig } from './stage.js';

// What lies in the store, the state folder and the key folder, and is not as it should be.
t.setTimeout(240_000);
const stage = new Stage(t);
const day = { dt: '2026-01-31', hr: '10' } as const;
const query = ['--from', '2026-01-01', '--to', '2026-12-31'] as const;

/** What an embedded run made that wrote one record and withheld another: each test has a copy. */
const made = await makeStore(t.testdir({}));

async function makeStore(folder: string): Promise<string> {
  const config = writeConfig(folder, fromFile(folder, `${record}\n{"broken":"${secrets.mail}\n`));
  const { code, stderr } = await stage.runs(t, ['run', '--config', config]);
  t.equal(code, 0, stderr);
  return folder;
}

async function useStore(t: Test): Promise<{ folder: string; config: string; sealer: ObjectSealer }> {
  const folder = t.testdir({});
  cpSync(made, folder, { recursive: true });
  const config = writeConfig(folder, fromFile(folder));
  const keys = { provider: 'local', dir: join(folder, 'keys'), cache: bounds } as const;
  const vault = await createVault(keys, ['scrubbed', 'quarantine'], { create: false });
  t.teardown(() => vault.close());
  return { folder, config, sealer: createObjectSealer(vault, 'test') };
}
const bounds = { maxAgeSeconds: 300, maxMessages: 1_000, maxBytes: 1_000_000 } as const;

function put(folder: string, key: string, body: Buffer | string): void {
  const path = join(folder, 'objects', key);
  mkdirSync(join(path, '..'), { recursive: true });
  writeFileSync(path, body);
}

function objectsOf(folder: string): string[] {
  const names = readdirSync(join(folder, 'objects', 'logs'), { recursive: true, encoding: 'utf8' });
  return names.filter((name) => name.endsWith('.esdk')).map((name) => join('logs', name));
}

t.test('objects that were replaced', async (t) => {
  const { folder, config, sealer } = await useStore(t);
  const key = `logs/service=app/dt=${day.dt}/hr=${day.hr}/x-0-00000000000000000000.ndjson.gz.esdk`;
  const reading = ['query', '--config', config, ...query];
  put(folder, key, `${record}\n${text}`);
  await stage.shows(t, 'SJ_VAULT_OPEN_FAILED', reading);
  put(folder, key, await sealer.sealObject(gzipSync(`${text}\n`)));
  await stage.shows(t, 'SJ_FRAME_INVALID', reading);
  put(folder, key, await sealer.sealObject(Buffer.from(record)));
  await stage.shows(t, 'SJ_FRAME_INVALID', reading);
});

t.test('a rescrub that redacts what was stored, then meets what was not written so', async (t) => {
  const { folder, config, sealer } = await useStore(t);
  const rules = join(folder, 'newer');
  writeOwnRules(
    rules,
    ownPack.map((line) => line.replaceAll('planted', 'kestrel')),
  );
  const rescrub = ['rescrub', '--config', config, '--rules', rules, '--from', '2000-01-01'];
  const dry = await stage.runs(t, [...rescrub, '--dry-run', '--json']);
  t.match(dry.stdout, '"changed":1,');
  const { stdout } = await stage.runs(t, rescrub);
  t.match(stdout, '1 objects looked at, 1 changed');
  const [object] = objectsOf(folder);
  if (object === undefined) throw new Error('There is no object.');
  put(folder, object, await sealer.sealObject(gzipSync(`${record}\n`)));
  t.match((await stage.runs(t, rescrub)).stdout, 'LEFT altered');
  const amendment = `manifests/_rescrub/${'0'.repeat(20)}.json.esdk`;
  put(folder, amendment, record);
  await stage.shows(t, 'SJ_VAULT_OPEN_FAILED', rescrub);
  const envelope = JSON.stringify({ payloadType: 't', payload: record, signatures: [{ sig: record }] });
  for (const content of [text, record, envelope]) {
    put(folder, amendment, await sealer.sealManifest(Buffer.from(content)));
    await stage.shows(t, 'SJ_SIGNATURE_INVALID', rescrub);
  }
});

t.test('a record that is not in quarantine', async (t) => {
  const { folder, config } = await useStore(t);
  put(folder, 'quarantine/other', record);
  await stage.shows(t, 'SJ_QUARANTINE_MISSING', ['quarantine', 'show', 'none', '--config', config]);
  const listed = await stage.runs(t, ['quarantine', 'list', '--open', '--config', config]);
  t.match(listed.stdout, 'malformed_json');
});

t.test('an incident, a journal and a manifest that hold something else', async (t) => {
  const { folder, config, sealer } = await useStore(t);
  put(folder, `incidents/dt=${day.dt}/x.json.esdk`, await sealer.sealIncident(Buffer.from(text)));
  await stage.shows(t, 'SJ_INTERNAL', ['incidents', 'show', 'x', '--config', config]);
  put(folder, '_scrubjay/replay', await sealer.sealJournal(Buffer.from(text)));
  put(folder, '_scrubjay/journal/x-0', await sealer.sealJournal(Buffer.from(record)));
  put(folder, 'manifests/x-0/x.json.esdk', await sealer.sealManifest(Buffer.from(record)));
  await stage.shows(t, 'SJ_STATE_DAMAGED', ['verify', '--config', config]);
});

t.test('positions that are none', async (t) => {
  const folder = t.testdir({ state: { 'positions.json': text }, logs: { 'app.log': `${record}\n` } });
  const source = { kind: 'files', paths: [join(folder, 'logs')] };
  await stage.shows(t, 'SJ_STATE_DAMAGED', ['run', '--config', writeConfig(folder, { ingest: { source } })]);
});

t.test('key files that hold something else, or are cut off', async (t) => {
  const { folder, config } = await useStore(t);
  const path = join(folder, 'keys', 'scrubbed.key');
  const whole = readFileSync(path, 'utf8');
  for (const content of [
    pem,
    text,
    record,
    JSON.stringify({ version: 1, purpose: 'scrubbed', key: secrets.dataKey }),
  ]) {
    writeFileSync(path, content);
    await stage.shows(t, 'SJ_VAULT_KEY_FILE', ['query', '--config', config, ...query]);
  }
  writeFileSync(path, whole.slice(0, -20));
  const { stdout, stderr } = await stage.shows(t, 'SJ_VAULT_KEY_FILE', [
    'query',
    '--config',
    config,
    ...query,
  ]);
  const { key } = JSON.parse(whole) as { readonly key: string };
  t.notMatch(stdout + stderr, key.slice(0, 12), 'nor a part of the key itself');
});

t.test('nothing lies in the clear in state, keys and temporary files', async (t) => {
  const folder = t.testdir({ tmp: {}, logs: { 'app.log': `${record}\n${text}\n` } });
  const source = { kind: 'files', paths: [join(folder, 'logs')] };
  const config = writeConfig(folder, { ingest: { source } });
  const env = { ...secretEnvironment, TMPDIR: join(folder, 'tmp') };
  const { code, stdout, stderr } = await scrubjay(['run', '--config', config], { env });
  t.equal(code, 0, stderr);
  isClean(t, stdout + stderr, 'what the run says');
  t.strictSame(readdirSync(join(folder, 'tmp')), [], 'no temporary file is left');
  for (const place of ['state', 'objects']) {
    const entries = readdirSync(join(folder, place), { recursive: true, withFileTypes: true });
    const files = entries
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name));
    t.not(files.length, 0, `${place} has files`);
    for (const file of files) isClean(t, Buffer.concat([Buffer.from(file), readFileSync(file)]), place);
  }
});

t.test('a public key that is none', async (t) => {
  const { folder, config } = await useStore(t);
  const file = join(folder, 'verify.pem');
  for (const content of [pem.slice(0, 150), record]) {
    writeFileSync(file, content);
    await stage.shows(t, 'SJ_USAGE', ['verify', '--config', config, '--public-key', file]);
  }
});

t.test('manifests that another key signed', async (t) => {
  const { folder, config } = await useStore(t);
  const { publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const file = join(folder, 'other.pem');
  writeFileSync(file, publicKey.export({ type: 'spki', format: 'pem' }));
  const verified = await stage.runs(t, ['verify', '--config', config, '--public-key', file]);
  t.match(verified.stdout, 'manifest_unsigned');
});

t.test('all codes of this file', async (t) => stage.endsComplete(t, import.meta.url));
