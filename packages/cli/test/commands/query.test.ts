import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { cp, mkdir, readdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import t from 'tap';
import { linesOf, recordsOf, scrubjay, uncovered, writeConfig } from '../support.js';

const bin = fileURLToPath(new URL('../../bin/scrubjay.js', import.meta.url));

const records = [
  { id: 0, time: '2026-01-31T09:59:59.999Z', level: 'info', msg: 'before ten' },
  { id: 1, time: '2026-01-31T10:00:00.000Z', level: 'ERROR', msg: 'ten, by jane@example.com' },
  { id: 2, time: '2026-01-31T11:30:00+01:00', level: 'warn', msg: 'half past ten \u001b[31m' },
  { id: 3, time: '2026-02-01T00:00:00.000Z', level: 'error', msg: 'midnight' },
];
const web = [{ id: 4, time: '2026-01-31T10:00:00.000Z', level: 'error', msg: 'web' }];
const asLines = (list: readonly object[]): string => list.map((one) => `${JSON.stringify(one)}\n`).join('');

t.test('query', async (t) => {
  const dir = t.testdir({ logs: { 'app.log': asLines(records), 'web.log': asLines(web) } });
  const config = await writeConfig(dir, {
    ingest: {
      source: { kind: 'files', paths: [join(dir, 'logs')] },
      routes: ['app', 'web'].map((service) => ({ stream: `${service}.log`, service })),
    },
    sink: { lateAfterHours: 8_784 },
  });
  t.equal((await scrubjay(['run', '--config', config])).code, 0);
  const query = (...args: string[]): ReturnType<typeof scrubjay> =>
    scrubjay(['query', '--config', config, ...args]);
  const idsOf = async (...args: string[]): Promise<unknown[]> => {
    const result = await query(...args);
    t.equal(result.code, 0, result.stderr);
    return recordsOf(result).map(({ body }) => (body as { id: number }).id);
  };
  const all = ['--from', '2026-01-01', '--to', '2026-12-31'];

  await t.test(
    'prints canonical records of a time range: begin inclusive, end exclusive, by hour',
    async (t) => {
      t.strictSame(await idsOf(...all), [0, 1, 2, 4, 3]);
      t.strictSame(await idsOf('--from', '2026-01-31T10', '--to', '2026-02-01'), [1, 2, 4]);
      t.strictSame(await idsOf('--from', '2026-01-31T10:30:00Z', '--to', '2026-01-31T10:30:00.001Z'), [2]);
      t.strictSame(await idsOf('--from', '2026-01-31 10:00:00.001', '--to', '2026-01-31T10:30:00Z'), []);
      t.strictSame(await idsOf('--from', '1h'), []);
    },
  );

  await t.test('prints a record as it is stored, one JSON line', async (t) => {
    const { stdout, stderr } = await query(...all, '--grep', 'by [EMAIL]');
    t.equal(linesOf(stdout).length, 1);
    t.match(JSON.parse(stdout), {
      time: '2026-01-31T10:00:00.000Z',
      severity_text: 'ERROR',
      severity_number: 17,
      service: 'app',
      body: { id: 1, level: 'ERROR', msg: 'ten, by [EMAIL]' },
      source: { stream: /^file-[0-9a-f]{12}$/, partition: 0 },
      ruleset: /^[0-9a-f]{12}$/,
    });
    t.match(stderr, /^1 records from 4 objects in .*objects\n$/);
  });

  await t.test('picks by service, severity and text, all together', async (t) => {
    t.strictSame(await idsOf(...all, '--service', 'web'), [4]);
    t.strictSame(await idsOf(...all, '--service', 'we'), []);
    t.strictSame(await idsOf(...all, '--severity', 'Error'), [1, 4, 3]);
    t.strictSame(await idsOf(...all, '--severity', 'error', '--service', 'app', '--grep', 'night'), [3]);
    t.strictSame(await idsOf(...all, '--grep', 'jane@example.com'), []);
  });

  await t.test('stops at the limit', async (t) => {
    t.strictSame(await idsOf(...all, '--limit', '2'), [0, 1]);
    t.strictSame(await idsOf(...all, '--limit', '99'), [0, 1, 2, 4, 3]);
  });

  await t.test('--format pretty is a line for a person, without control characters', async (t) => {
    const { stdout } = await query(...all, '--format', 'pretty', '--service', 'app');
    t.match(linesOf(stdout), [
      /^2026-01-31T09:59:59\.999Z INFO {2}app \{"id":0,/,
      /^2026-01-31T10:00:00\.000Z ERROR app \{"id":1,/,
      /^2026-01-31T10:30:00\.000Z WARN {2}app /,
      /^2026-02-01T00:00:00\.000Z ERROR app /,
    ]);
    t.notMatch(stdout, '\u001b');
  });

  await t.test('ends quietly when its reader has seen enough', async (t) => {
    const child = spawn(process.execPath, [bin, 'query', '--config', config, ...all], {
      stdio: ['ignore', 'pipe', 'pipe'],
      env: { ...process.env, ...uncovered },
    });
    let stderr = '';
    child.stderr.on('data', (chunk: Buffer) => (stderr += chunk.toString()));
    child.stdout.destroy();
    const [code] = (await once(child, 'close')) as [number];
    t.equal(code, 0);
    t.notMatch(stderr, 'error');
  });

  await t.test(
    'refuses times and limits that are none, and a range that ends before it begins',
    async (t) => {
      for (const [args, message] of [
        [['--from', 'yesterday'], /SJ_USAGE: --from is not a time\./],
        [['--from', '1h', '--to', '2026-13-01'], /SJ_USAGE: --to is not a time\./],
        [['--from', '2026-01-02', '--to', '2026-01-01'], /SJ_USAGE: --from lies behind --to\./],
      ] as const) {
        const { code, stdout, stderr } = await query(...args);
        t.equal(code, 2);
        t.equal(stdout, '');
        t.match(stderr, message);
      }
    },
  );

  await t.test('needs the scrubbed key, and no other', async (t) => {
    const keys = join(dir, 'keys');
    for (const key of await readdir(keys)) if (key !== 'scrubbed.key') await rm(join(keys, key));
    t.strictSame(await idsOf(...all), [0, 1, 2, 4, 3]);
    t.strictSame(await readdir(keys), ['scrubbed.key'], 'and makes none');
  });

  await t.test('refuses a wrong key, a missing one, and objects of another environment', async (t) => {
    const other = join(dir, 'other');
    await mkdir(other);
    const otherConfig = await writeConfig(other);
    t.equal((await scrubjay(['doctor', '--config', otherConfig])).code, 0);
    const key = join(other, 'keys', 'scrubbed.key');
    const config2 = await writeConfig(other, { store: { kind: 'folder', path: join(dir, 'objects') } });
    const wrong = await scrubjay(['query', '--config', config2, ...all]);
    t.equal(wrong.code, 1);
    t.equal(wrong.stdout, '');
    t.match(wrong.stderr, /^error: SJ_VAULT_OPEN_FAILED: /);

    await cp(join(dir, 'keys', 'scrubbed.key'), key);
    const stranger = await scrubjay(['query', '--config', config2, ...all], {
      env: { SCRUBJAY_ENVIRONMENT: 'production' },
    });
    t.equal(stranger.code, 1);
    t.match(stranger.stderr, 'SJ_VAULT_OPEN_FAILED');

    await rm(key);
    const missing = await scrubjay(['query', '--config', config2, ...all]);
    t.equal(missing.code, 2);
    t.match(missing.stderr, /SJ_VAULT_KEY_FILE: .*scrubbed\.key does not exist/);
    t.notOk((await readdir(join(other, 'keys'))).includes('scrubbed.key'));
  });

  await t.test('says which object cannot be opened', async (t) => {
    const objects = join(dir, 'objects', 'logs', 'service=web', 'dt=2026-01-31', 'hr=10');
    const [name = ''] = await readdir(objects);
    await writeFile(join(objects, name), 'no object');
    const { code, stderr } = await query(...all, '--service', 'web');
    t.equal(code, 1);
    t.match(stderr, `logs/service=web/dt=2026-01-31/hr=10/${name}`);
  });
});
