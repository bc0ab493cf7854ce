import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { appendFile, chmod, mkdir, readFile, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import t from 'tap';
import { inItsOwnProcess, linesOf, readBack, scrubjay, uncovered, writeConfig } from '../support.js';

const bin = fileURLToPath(new URL('../../bin/scrubjay.js', import.meta.url));

const env = { ...process.env, ...uncovered };

/** All files below a folder, by their paths within it; none where it is missing. */
async function filesIn(dir: string): Promise<string[]> {
  const entries = await readdir(dir, { recursive: true, withFileTypes: true }).catch(() => []);
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(dir.length + 1));
}

const objectsIn = async (dir: string): Promise<string[]> =>
  (await filesIn(join(dir, 'objects'))).filter((key) => key.startsWith('logs/') && key.endsWith('.esdk'));

function idsOf(bodies: readonly unknown[]): number[] {
  return bodies.map((body) => (body as { id: number }).id).sort((a, b) => a - b);
}

const upTo = (count: number): number[] => Array.from({ length: count }, (_, id) => id);
const jsonLine = (id: number): string => `{"id":${id},"mail":"user${id}@example.com"}\n`;

t.test('reads files once, whatever is started again, and what is added to them', async (t) => {
  const dir = t.testdir({ logs: {} });
  await writeFile(join(dir, 'logs', 'a.log'), upTo(3).map(jsonLine).join(''));
  await writeFile(join(dir, 'logs', 'b.log.gz'), gzipSync([3, 4].map(jsonLine).join('')));
  // With as many redactor threads as it takes where nothing is said.
  const config = await writeConfig(dir, { redactor: {} });

  const first = await inItsOwnProcess(['run', '--config', config]);
  t.equal(first.code, 0, first.stderr);
  t.equal(first.stdout, '');
  t.match(first.stderr, /email\s*│ mask\s*│\s+5 /);
  t.match(first.stderr, /^5 messages in \(0\.00 MB\), 5 records written to 2 objects in /m);
  t.match(first.stderr, '0 empty, 0 discarded by a rule, 0 in quarantine');
  t.strictSame(idsOf(await readBack(config)), upTo(5));

  const second = await inItsOwnProcess(['run', '--config', config]);
  t.equal(second.code, 0);
  t.match(second.stderr, /^0 messages in \(0\.00 MB\), 0 records written to 0 objects in /m);

  await appendFile(join(dir, 'logs', 'a.log'), [5, 6].map(jsonLine).join(''));
  const third = await inItsOwnProcess(['run', '--config', config, '--service', 'all']);
  t.match(third.stderr, /^2 messages in .* 2 records written to 1 objects in /m);
  t.strictSame(idsOf(await readBack(config)), upTo(7));
});

t.test('goes on after kill -9, each record exactly once', async (t) => {
  const dir = t.testdir({ logs: {} });
  const count = 60_000;
  await writeFile(join(dir, 'logs', 'a.log'), upTo(count).map(jsonLine).join(''));
  // An object for each 256 KiB that are read, of which the file has ten.
  const batch = { maxBytes: 65_536, maxAgeMs: 20 };
  const config = await writeConfig(dir, {
    ingest: { source: { kind: 'files', paths: [join(dir, 'logs')] }, batch },
    redactor: { batch },
    sink: { batch },
  });
  let killed = 0;
  for (const more of [1, 2, 2]) {
    const wanted = (await objectsIn(dir)).length + more;
    const child = spawn(process.execPath, [bin, 'run', '--config', config], { stdio: 'ignore', env });
    const closed = once(child, 'close');
    while (child.exitCode === null && (await objectsIn(dir)).length < wanted) await wait(2);
    child.kill('SIGKILL');
    const [, signal] = (await closed) as [number | null, string | null];
    if (signal === 'SIGKILL') killed += 1;
  }
  t.equal(killed, 3, 'it was killed in the middle each time');
  const last = await inItsOwnProcess(['run', '--config', config]);
  t.equal(last.code, 0, last.stderr);
  t.notMatch(last.stderr, `${count} messages in`);
  t.strictSame(idsOf(await readBack(config)), upTo(count));
});

t.test('SIGTERM drains: what was taken is written, the rest stays where it is', async (t) => {
  const dir = t.testdir({});
  const config = await writeConfig(dir, {
    ingest: { source: { kind: 'stdin' } },
    telemetry: { port: 0, logLevel: 'info' },
  });
  const child = spawn(process.execPath, [bin, 'run', '--config', config], {
    stdio: ['pipe', 'ignore', 'pipe'],
    env,
  });
  const closed = once(child, 'close');
  let stderr = '';
  child.stderr.on('data', (chunk: Buffer) => (stderr += chunk.toString()));
  child.stdin.write(jsonLine(0) + jsonLine(1));
  const hasTaken = async (): Promise<boolean> => {
    const address = /"address":"([^"]+)"/.exec(stderr)?.[1];
    if (address === undefined) return false;
    return (await (await fetch(`${address}/metrics`)).text()).includes(
      '\nscrubjay_redactor_records_total 2\n',
    );
  };
  while (child.exitCode === null && !(await hasTaken())) await wait(50);
  t.strictSame(await objectsIn(dir), [], 'the batch of the sink is still open');
  child.kill('SIGTERM');
  const [code] = (await closed) as [number];
  t.equal(code, 0, stderr);
  t.match(stderr, '2 records written to 1 objects');
  t.strictSame(idsOf(await readBack(config)), [0, 1]);
});

t.test('reads standard input to its end', async (t) => {
  const dir = t.testdir({});
  const config = await writeConfig(dir, { ingest: { source: { kind: 'stdin' }, defaultService: 'piped' } });
  const { code, stderr } = await inItsOwnProcess(['run', '--config', config], {
    input: 'plain jane@example.com\n\n{"id":1}\n',
  });
  t.equal(code, 0, stderr);
  t.match(stderr, '3 messages in');
  t.match(stderr, '1 empty, 0 discarded by a rule, 0 in quarantine');
  t.strictSame(await readBack(config), ['plain [EMAIL]', { id: 1 }]);
  t.match(await objectsIn(dir), [/^logs\/service=piped\/dt=\d{4}-\d\d-\d\d\/hr=\d\d\/stdin-/]);
});

t.test(
  'puts what it cannot judge into quarantine, encrypted, and leaves nothing else of it anywhere',
  async (t) => {
    const dir = t.testdir({ logs: {} });
    const secret = 'hunter2-jane@example.com';
    const lines = [
      Buffer.from(`{"password":"${secret}"`),
      Buffer.concat([Buffer.from(secret), Buffer.from([0xff])]),
      Buffer.from(`${secret}\0`),
      Buffer.from(`{"a":"${'x'.repeat(3_000_000)}${secret}"}`),
      Buffer.from(`{"resourceLogs":[{"scopeLogs":"${secret}"}]}`),
      Buffer.from('{"id":0}'),
    ];
    await writeFile(
      join(dir, 'logs', 'a.log'),
      Buffer.concat(lines.flatMap((line) => [line, Buffer.from('\n')])),
    );
    const config = await writeConfig(dir);
    const { code, stderr } = await inItsOwnProcess(['run', '--config', config]);
    t.equal(code, 0, stderr);
    t.match(stderr, '6 messages in');
    t.match(stderr, '1 records written to 1 objects');
    t.match(stderr, '5 in quarantine (');
    for (const reason of [
      'too_large at ingest: 1',
      'malformed_otlp at ingest: 1',
      'malformed_json at redactor: 1',
    ])
      t.match(stderr, reason);
    t.strictSame(await readBack(config), [{ id: 0 }]);
    const stored = await filesIn(dir);
    const reasons = stored
      .filter((path) => path.startsWith('objects/quarantine/'))
      .map((path) => path.split('/')[3]);
    t.strictSame([...new Set(reasons)].sort(), [
      'reason=invalid_utf8',
      'reason=malformed_json',
      'reason=malformed_otlp',
      'reason=nul_bytes',
      'reason=too_large',
    ]);
    for (const path of stored.filter((name) => !name.startsWith('logs/')))
      t.notOk((await readFile(join(dir, path))).includes(secret), path);
    t.notMatch(stderr, secret);
  },
);

t.test('starts nothing where something is wrong, and says in one line what to mend', async (t) => {
  const dir = t.testdir({ logs: { 'a.log': 'a\n' }, rules: {}, broken: { 'positions.json': '{' } });
  const missing = join(dir, 'missing.log');
  const cases = [
    [{ ingest: undefined }, 2, /SJ_CONFIG_INVALID: ingest: found nothing/],
    [{ ingest: { source: { kind: 'files', paths: [missing] } } }, 2, /SJ_FILE_UNREADABLE: .*missing\.log/],
    [{ rules: { dir: join(dir, 'rules') } }, 2, /SJ_RULES_NOT_FOUND: .*rules/],
    [{ stateDir: join(dir, 'broken') }, 2, /SJ_STATE_DAMAGED: .*positions\.json/],
    [{ store: { kind: 'folder', path: join(dir, 'logs', 'a.log') } }, 3, /SJ_STATE_UNWRITABLE: .*a\.log/],
    [{ transport: 'kafka' }, 2, /SJ_CONFIG_INVALID: /],
  ] as const;
  for (const [sections, exitCode, message] of cases) {
    const config = await writeConfig(dir, sections);
    const { code, stdout, stderr } = await inItsOwnProcess(['run', '--config', config]);
    t.equal(code, exitCode, stderr);
    t.equal(stdout, '');
    t.equal(linesOf(stderr).length, 1, stderr);
    t.match(stderr, message);
  }
  t.strictSame(await objectsIn(dir), []);
});

t.test('one service alone cannot be joined by memory', async (t) => {
  const config = await writeConfig(t.testdir({}));
  const { code, stderr } = await scrubjay(['run', '--config', config, '--service', 'redactor']);
  t.equal(code, 2);
  t.match(stderr, 'transport: memory joins all services in one process, not redactor alone.');
});

t.test('does not start with a key that others can read, and leaves it as it is', async (t) => {
  const dir = t.testdir({ logs: { 'a.log': 'a\n' } });
  await mkdir(join(dir, 'keys'), { mode: 0o700 });
  const key = join(dir, 'keys', 'scrubbed.key');
  await writeFile(key, 'x');
  await chmod(key, 0o644);
  const { code, stderr } = await scrubjay(['run', '--config', await writeConfig(dir)]);
  t.equal(code, 2);
  t.match(stderr, /SJ_VAULT_KEY_FILE: .*scrubbed\.key .*chmod 600/);
  t.equal(await readFile(key, 'utf8'), 'x');
});
