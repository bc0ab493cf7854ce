import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import t from 'tap';

const run = promisify(execFile);
const main = fileURLToPath(new URL('../dist/main.js', import.meta.url));
const bin = fileURLToPath(new URL('../../../packages/cli/bin/scrubjay.js', import.meta.url));
const truth = fileURLToPath(new URL('../../samples/data/truth.ndjson', import.meta.url));

interface Truth {
  readonly planted: readonly {
    readonly value: string;
    readonly written?: string;
    readonly searchable?: false;
  }[];
}

t.test('npm start runs the samples to their end, and the query line that it prints works', async (t) => {
  const cwd = t.testdir();
  const env = { ...process.env, NO_COLOR: '1' };
  const { stdout } = await run(process.execPath, [main], { cwd, env });
  t.match(stdout, /5561 messages in .* records written to \d+ objects/);
  t.match(stdout, /0 empty, 0 discarded by a rule, 0 in quarantine/);
  const planted = readFileSync(truth, 'utf8')
    .trimEnd()
    .split('\n')
    .flatMap((line) => (JSON.parse(line) as Truth).planted)
    .filter(({ searchable }) => searchable !== false)
    .flatMap(({ value, written }) => [value, written ?? value]);
  t.ok(planted.length > 3_000);
  const after = stdout.split('\n').filter((line) => line.trimStart().startsWith('+'));
  t.ok(after.length >= 10);

  const [query] = /scrubjay (query .*) --limit 5/.exec(stdout) ?? [];
  t.type(query, 'string');
  const args = (query ?? '').replace('scrubjay ', '').replace(' --limit 5', '').split(' ');
  const all = await run(process.execPath, [bin, ...args, '--format', 'json'], {
    cwd,
    env,
    maxBuffer: 1 << 26,
  });
  t.equal(all.stdout.trimEnd().split('\n').length, 6021);
  const shown = all.stdout + after.join('\n');
  t.strictSame(
    planted.filter((value) => shown.includes(value)).slice(0, 5),
    [],
    'nothing that was planted is left',
  );
});

t.test('npm start with a file of the user takes that file alone', async (t) => {
  const cwd = t.testdir({ 'my app.log': 'a ada@example.org\nb\n\n{"password":"hunter2hunter2"}\n' });
  const { stdout } = await run(process.execPath, [main, 'my app.log'], {
    cwd,
    env: { ...process.env, NO_COLOR: '1' },
  });
  t.match(stdout, /4 messages in .* 3 records written/);
  t.match(stdout, '1 empty');
  t.match(stdout, '+ a [EMAIL]');
});

t.test('a file that is not there is one clear line and exit code 2', async (t) => {
  const failed = run(process.execPath, [main, 'no-such.log'], { cwd: t.testdir() });
  await t.rejects(failed, { code: 2, stderr: /^error: SJ_FILE_UNREADABLE: .*no-such\.log.*\n$/ });
});
