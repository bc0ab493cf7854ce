import { readdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { isScrubjayError } from '@scrubjay/errors';
import t from 'tap';
import { createProgram } from '../../src/program.js';
import { linesOf, readBack, scrubjay, writeConfig } from '../support.js';

const email = 'jane@example.com';
const deep = `{"a":${'['.repeat(100)}"${email}"${']'.repeat(100)},"time":"2026-01-31T10:00:00Z"}`;
const input = ['{"a":1}', deep, `{"cut":"${email}`, `{"resourceLogs":"${email}"}`];

interface Said {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs a command in this process, where starting another one would take most of the time. */
async function say(args: readonly string[]): Promise<Said> {
  const said = { stdout: '', stderr: '' };
  const streams = ['stdout', 'stderr'] as const;
  const writes = streams.map((name) => process[name].write.bind(process[name]));
  for (const name of streams) {
    process[name].write = (chunk: string | Uint8Array): boolean => {
      said[name] += typeof chunk === 'string' ? chunk : Buffer.from(chunk).toString();
      return true;
    };
  }
  let code: number;
  try {
    await (await createProgram(args)).parseAsync(['node', 'scrubjay', ...args]);
    code = Number(process.exitCode ?? 0);
  } catch (error) {
    code = isScrubjayError(error) ? error.exitCode : 2;
    if (isScrubjayError(error)) said.stderr += error.toLine();
  } finally {
    streams.forEach((name, index) => {
      const write = writes[index];
      if (write !== undefined) process[name].write = write;
    });
    process.exitCode = 0;
  }
  return { code, ...said };
}

t.test('quarantine', async (t) => {
  const dir = t.testdir({ logs: { 'app.log': `${input.join('\n')}\n` } });
  const config = await writeConfig(dir);
  t.equal((await scrubjay(['run', '--config', config])).code, 0);
  const run = (...args: string[]): Promise<Said> => say(['quarantine', ...args, '--config', config]);
  const list = async (...args: string[]): Promise<{ id: string; reason: string; opened?: object }[]> => {
    const { code, stdout, stderr } = await run('list', '--format', 'json', ...args);
    t.equal(code, 0, stderr);
    t.notMatch(stdout + stderr, email);
    return linesOf(stdout).map((line) => JSON.parse(line) as { id: string; reason: string });
  };
  const reasons = async (...args: string[]): Promise<string[]> =>
    (await list(...args)).map(({ reason }) => reason).sort();

  await t.test('lists by reason, stage and time', async (t) => {
    t.strictSame(await reasons(), ['malformed_json', 'malformed_otlp', 'too_deep']);
    t.strictSame(
      await reasons('--reason', 'too_deep', 'malformed_otlp', '--from', '1h', '--service', 'unknown'),
      [...['malformed_otlp', 'too_deep']],
    );
    t.strictSame(await reasons('--to', '1h'), []);
    t.match(await list('--open', '--reason', 'too_deep'), [{ opened: { recordBytes: deep.length } }]);
    const table = await run('list', '--limit', '2');
    t.match(table.stdout, /… and 1 older$/m);
    t.match(table.stdout, /too_deep +│ redactor │ unknown │ +1 │/);
    t.match(table.stderr, /^3 records in quarantine\/ in .*objects$/m);
  });

  await t.test('shows what is known of a record, and its content only when told to', async (t) => {
    const [one] = await list('--reason', 'too_deep');
    const shown = await run('show', one?.id ?? '');
    t.match(JSON.parse(shown.stdout), {
      id: one?.id,
      reason: 'too_deep',
      time: /^20/,
      recordBytes: deep.length,
    });
    t.notMatch(shown.stdout + shown.stderr, email);
    t.match(shown.stderr, /^opened with the quarantine key: quarantine\/.*-0$/m);
    const revealed = await run('show', one?.id ?? '', '--reveal');
    t.match(revealed.stdout, deep);
    t.match(revealed.stderr, /, with its content$/m);
    const [otlp] = await list('--stage', 'ingest');
    const hex = await run('show', otlp?.id ?? '', '--reveal', '--as', 'hex');
    t.match(hex.stdout, /^00000000 {2}7b 22 72/m);
    t.equal(hex.stdout.split(/^00000000 /m).length, 3, 'with what came with it');
    const missing = await run('show', 'quarantine/none');
    t.equal(missing.code, 1);
    t.match(missing.stderr, 'SJ_QUARANTINE_MISSING');
  });

  await t.test('replays what was chosen, once it can be', async (t) => {
    t.equal((await run('replay')).code, 2, 'nothing that was not asked for');
    await writeConfig(dir, { redactor: { maxDepth: 200, workers: 0 } });
    const [one] = await list('--reason', 'too_deep');
    const dry = await run('replay', '--id', one?.id ?? '', '--dry-run');
    t.equal(dry.code, 0, dry.stderr);
    t.match(dry.stdout, /would be replayed/);
    const done = await run('replay', '--id', one?.id ?? '');
    t.equal(done.code, 0, done.stderr);
    t.match(done.stderr, /^1 records replayed from/m);
    t.strictSame(await reasons(), ['malformed_json', 'malformed_otlp']);
    const bodies = (await readBack(config)) as { a?: unknown; time?: string }[];
    t.equal(bodies.filter(({ time }) => time === '2026-01-31T10:00:00Z').length, 1);
    t.notMatch(JSON.stringify(bodies), email);
    const gone = await run('replay', '--id', one?.id ?? '');
    t.equal(gone.code, 1);
    t.match(gone.stdout, /^not found: quarantine\//m, 'a record is replayed once');
  });

  await t.test('says what is wrong with its arguments', async (t) => {
    const wrong = [
      ['--reason', 'none'],
      ['--limit', '0'],
      ['--from', 'x'],
      ['--from', '1h', '--to', '2h'],
    ];
    for (const args of wrong) t.equal((await run('list', ...args)).code, 2, args.join(' '));
  });

  await t.test(
    'listing needs no key, opening needs that of quarantine alone, and none is made',
    async (t) => {
      const keys = join(dir, 'keys');
      for (const key of await readdir(keys)) if (key !== 'quarantine.key') await rm(join(keys, key));
      t.equal((await list('--open')).length, 2);
      const replayed = await run('replay', '--all');
      t.equal(replayed.code, 2);
      t.match(replayed.stderr, 'SJ_VAULT_KEY_FILE');
      await rm(join(keys, 'quarantine.key'));
      t.equal((await list()).length, 2);
      t.match((await run('list', '--open')).stderr, 'SJ_VAULT_KEY_FILE');
      t.strictSame(await readdir(keys), []);
    },
  );

  await t.test('an object that is none of ours is listed, and cannot be shown', async (t) => {
    await scrubjay(['run', '--config', config]);
    await writeFile(join(dir, 'objects', 'quarantine', 'notes.txt'), 'mine');
    t.ok((await list()).some(({ id }) => id === 'quarantine/notes.txt'));
    t.match((await run('show', 'quarantine/notes.txt')).stderr, 'SJ_VAULT_OPEN_FAILED');
  });
});
