import { execFile } from 'node:child_process';
import { chmod, mkdir, readdir, readFile, stat, symlink, writeFile } from 'node:fs/promises';
import * as fileSystem from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import t from 'tap';
import type * as KeyFile from '../src/key-file.js';
import { loadKeyFile } from '../src/key-file.js';

const key = Buffer.alloc(32, 7).toString('base64');
const sound = { version: 1, purpose: 'raw', created: '2026-01-01T00:00:00.000Z', key };

async function put(dir: string, content: unknown, mode = 0o600): Promise<void> {
  const text = typeof content === 'string' ? content : JSON.stringify(content);
  await writeFile(join(dir, 'raw.key'), text, { mode });
  await chmod(join(dir, 'raw.key'), mode);
}

t.test('the first start makes folder and file for the owner alone', async (t) => {
  const dir = join(t.testdir(), 'deep', 'keys');
  const made = await loadKeyFile(dir, 'raw', true);
  t.equal(made.length, 32);
  t.equal((await stat(dir)).mode & 0o777, 0o700);
  t.equal((await stat(join(dir, 'raw.key'))).mode & 0o777, 0o600);
  t.same(await readdir(dir), ['raw.key']);
  t.same(await loadKeyFile(dir, 'raw', true), made);
  const file = JSON.parse(await readFile(join(dir, 'raw.key'), 'utf8')) as Record<string, unknown>;
  t.match(file, { version: 1, purpose: 'raw', created: /^\d{4}-/ });
});

t.test('whatever the umask is, the owner can read the file and nobody else', async (t) => {
  const dir = join(t.testdir(), 'keys');
  await mkdir(dir, { mode: 0o700 });
  const module = fileURLToPath(new URL('../src/key-file.ts', import.meta.url));
  for (const [purpose, mask] of [
    ['raw', '0o777'],
    ['scrubbed', '0'],
  ]) {
    const script = `process.umask(${mask ?? ''});
      const { loadKeyFile } = await import(${JSON.stringify(module)});
      await loadKeyFile(${JSON.stringify(dir)}, ${JSON.stringify(purpose)}, true);`;
    await promisify(execFile)(process.execPath, [
      '--import=@scrubjay/ts-register',
      '--input-type=module',
      '-e',
      script,
    ]);
    t.equal((await stat(join(dir, `${purpose ?? ''}.key`))).mode & 0o777, 0o600);
  }
});

t.test('first starts at the same time agree on one key', async (t) => {
  const dir = join(t.testdir(), 'keys');
  const keys = await Promise.all(Array.from({ length: 20 }, () => loadKeyFile(dir, 'raw', true)));
  t.equal(new Set(keys.map((made) => Buffer.from(made).toString('hex'))).size, 1);
  t.same(await readdir(dir), ['raw.key']);
});

t.test('a file that group or others may touch is refused', async (t) => {
  const dir = t.testdir();
  await chmod(dir, 0o700);
  for (const mode of [0o644, 0o640, 0o620, 0o604, 0o601]) {
    await put(dir, sound, mode);
    await t.rejects(loadKeyFile(dir, 'raw', true), { code: 'SJ_VAULT_KEY_FILE', message: /group or others/ });
  }
  await put(dir, sound, 0o400);
  t.same(await loadKeyFile(dir, 'raw', true), new Uint8Array(32).fill(7));
});

t.test('a folder in which others may replace the file is refused', async (t) => {
  const dir = t.testdir();
  await put(dir, sound);
  await chmod(dir, 0o770);
  await t.rejects(loadKeyFile(dir, 'raw', true), { code: 'SJ_VAULT_KEY_FILE', message: /written by group/ });
});

t.test('a damaged file is refused, not replaced, and not quoted', async (t) => {
  const dir = t.testdir();
  await chmod(dir, 0o700);
  const damaged: readonly unknown[] = [
    ...['', `{"key":"${key}`, 'null', '[]', JSON.stringify(sound).padEnd(5000)],
    ...[
      { ...sound, version: 2 },
      { ...sound, key: 5 },
      { ...sound, key: key.slice(4) },
      { ...sound, key: `${key} ` },
    ],
    ...[
      { ...sound, purpose: 'scrubbed' },
      { ...sound, key: undefined },
    ],
  ];
  for (const content of damaged) {
    await put(dir, content);
    const error: unknown = await loadKeyFile(dir, 'raw', true).catch((caught: unknown) => caught);
    t.match(error, { code: 'SJ_VAULT_KEY_FILE' }, JSON.stringify(content));
    const { message, cause } = error as Error;
    t.notMatch(message + String(cause), key.slice(0, 8));
  }
});

t.test('what is no file is refused', async (t) => {
  const dir = t.testdir({ 'raw.key': {}, 'scrubbed.key': { inner: '' } });
  await chmod(dir, 0o700);
  await t.rejects(loadKeyFile(dir, 'raw', true), { code: 'SJ_VAULT_KEY_FILE', message: /no key file/ });
  await symlink('quarantine.key', join(dir, 'quarantine.key'));
  await t.rejects(loadKeyFile(dir, 'quarantine', true), {
    code: 'SJ_VAULT_KEY_FILE',
    message: /cannot be read \(ELOOP\)/,
  });
});

t.test('a folder that cannot be made is named', async (t) => {
  const file = join(t.testdir({ file: 'x' }), 'file');
  await t.rejects(loadKeyFile(join(file, 'keys'), 'raw', true), {
    code: 'SJ_VAULT_KEY_FILE',
    message: /ENOTDIR/,
  });
});

t.test('a folder that does not hold links is named', async (t) => {
  const dir = '/proc/self';
  await t.rejects(loadKeyFile(dir, 'raw', true), { code: 'SJ_VAULT_KEY_FILE', message: /cannot be created/ });
});

t.test('a file system without hard links is refused, and nothing is left behind', async (t) => {
  const dir = t.testdir();
  await chmod(dir, 0o700);
  const link = async (): Promise<never> => {
    throw Object.assign(new Error('no links here'), { code: 'EPERM' });
  };
  const mocked = await t.mockImport<typeof KeyFile>('../src/key-file.ts', {
    'node:fs/promises': { ...fileSystem, link },
  });
  await t.rejects(mocked.loadKeyFile(dir, 'raw', true), { code: 'SJ_VAULT_KEY_FILE', message: /EPERM/ });
  t.same(await readdir(dir), []);
});
