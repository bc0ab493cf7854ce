import { chmod, mkdir, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join } from 'node:path';
import t from 'tap';
import { linesOf, scrubjay, writeConfig } from '../support.js';

/** A port that nobody listens on. */
async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  return typeof address === 'object' && address !== null ? address.port : 0;
}

t.test('names every part that it has tried, and exits with 0 when all are well', async (t) => {
  const dir = t.testdir({});
  const config = await writeConfig(dir);
  const { code, stdout, stderr } = await scrubjay(['doctor', '--config', config]);
  t.equal(code, 0, stdout);
  t.equal(stderr, '');
  t.match(linesOf(stdout), [
    /^ok +configuration$/,
    /^ok +rules: policy standard, \d+ detectors, ruleset [0-9a-f]{12}$/,
    ...['raw', 'scrubbed', 'quarantine', 'pseudonym', 'signing'].map(
      (key) => new RegExp(`^ok +key ${key}: `),
    ),
    new RegExp(`^ok +store: ${join(dir, 'objects')}$`),
  ]);
});

t.test('names every part that fails, with its mend, and exits with the gravest code', async (t) => {
  const dir = t.testdir({ objects: 'a file, not a folder', keys: {} });
  await mkdir(join(dir, 'keys'), { recursive: true });
  await chmod(join(dir, 'keys'), 0o700);
  await writeFile(join(dir, 'keys', 'scrubbed.key'), 'damaged', { mode: 0o600 });
  const broker = `127.0.0.1:${await freePort()}`;
  const config = await writeConfig(dir, {
    kafka: { brokers: [broker], connectionTimeoutMs: 500, requestTimeoutMs: 1000 },
    rules: { policy: 'missing' },
  });
  const { code, stdout, stderr } = await scrubjay(['doctor', '--config', config]);
  t.equal(code, 3, stdout);
  t.equal(stderr, '');
  const failed = linesOf(stdout).filter((line) => line.startsWith('FAIL'));
  t.match(failed, [
    /^FAIL rules: SJ_RULES_NOT_FOUND: .*missing\.yaml/,
    /^FAIL key scrubbed: SJ_VAULT_KEY_FILE: .*scrubbed\.key/,
    new RegExp(`^FAIL kafka: SJ_KAFKA_UNREACHABLE: .*${broker}`),
    /^FAIL store: SJ_\w+: .*objects/,
  ]);
  t.equal(failed.length, 4);
});

t.test('exits with 2 where only something of ours is to be mended', async (t) => {
  const config = await writeConfig(t.testdir({}), { rules: { policy: 'missing' } });
  const { code, stdout } = await scrubjay(['doctor', '--config', config]);
  t.equal(code, 2);
  t.equal(linesOf(stdout).filter((line) => line.startsWith('FAIL')).length, 1);
});

t.test('a configuration that is not valid is told as everywhere', async (t) => {
  const config = await writeConfig(t.testdir({}), { transport: 'pigeon' });
  const { code, stdout, stderr } = await scrubjay(['doctor', '--config', config]);
  t.equal(code, 2);
  t.equal(stdout, '');
  t.match(stderr, 'error: SJ_CONFIG_INVALID: ');
});
