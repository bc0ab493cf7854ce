import { mkdir, readFile, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import t, { type Test } from 'tap';
import { packOf, rulesFolder } from '../rules/rule-files.js';
import { linesOf, scrubjay } from '../support.js';

const active = packOf(`id: word, pattern: 'a[0-9]'`);
const candidate = packOf(`id: word, pattern: 'a[0-9]+'`);

interface Folders {
  readonly dir: string;
  readonly run: (...args: readonly string[]) => ReturnType<typeof scrubjay>;
  readonly pack: (folder: string) => Promise<string>;
}

function folders(t: Pick<Test, 'testdir'>): Folders {
  const dir = t.testdir({
    rules: rulesFolder(active),
    candidate: { ...rulesFolder(candidate), '.hidden': 'x' },
    'app.log': 'x a12\n',
    'empty.log': '',
  });
  return {
    dir,
    run: (...args) => scrubjay(['rules', ...args], { cwd: dir }),
    pack: (folder) => readFile(join(dir, folder, 'mine.yaml'), 'utf8'),
  };
}

const saved = ['--save', 'diff.json'];
const promote = ['promote', 'candidate', '--to', 'rules'];
const reviewed = [...promote, '--reviewed', 'diff.json'];

t.test('puts a reviewed candidate in the place of the active rules, and back again', async (t) => {
  const { dir, run, pack } = folders(t);
  await run('diff', 'rules', 'candidate', '--corpus', 'app.log', ...saved);
  const done = await run(...reviewed);
  t.equal(done.code, 0, done.stderr);
  const [before, now] = linesOf(done.stdout);
  t.match(before, /^before [0-9a-f]{64}$/);
  t.match(now, /^now {4}[0-9a-f]{64}$/);
  t.equal(await pack('rules'), candidate);
  t.equal(await pack('rules.previous'), active);
  t.notOk((await readdir(join(dir, 'rules'))).includes('.hidden'));
  t.match(JSON.parse(await readFile(join(dir, 'rules.previous.json'), 'utf8')), {
    policy: 'standard',
    fingerprint: before?.slice('before '.length),
  });
  for (const expected of [active, candidate]) {
    const back = await run('promote', '--rollback', '--to', 'rules');
    t.equal(back.code, 0, back.stderr);
    t.equal(await pack('rules'), expected);
  }
  t.strictSame((await readdir(dir)).filter((name) => name.startsWith('rules')).sort(), [
    'rules',
    'rules.previous',
    'rules.previous.json',
  ]);
});

t.test('refuses what nobody has looked at, unless a reason is given, which is kept', async (t) => {
  const { dir, run, pack } = folders(t);
  const refused = async (what: string): Promise<void> => {
    const { code, stderr } = await run(...reviewed);
    t.equal(code, 1, what);
    t.match(stderr, 'error: SJ_RULES_NOT_PROMOTED: ');
    t.match(stderr, what);
  };
  const { code, stderr } = await run(...promote);
  t.equal(code, 1);
  t.match(stderr, 'Nobody has looked');
  await run('diff', 'rules', 'candidate', '--corpus', 'empty.log', ...saved);
  await refused('on no record at all');
  await run('diff', 'candidate', 'rules', '--corpus', 'app.log', ...saved);
  await refused('to other rules than the active ones');
  await run('diff', 'rules', 'rules', '--corpus', 'app.log', ...saved);
  await refused('of another candidate');
  t.equal(await pack('rules'), active);
  const forced = await run(...promote, '--force', 'incident 7: tokens in the logs');
  t.equal(forced.code, 0, forced.stderr);
  t.match(JSON.parse(await readFile(join(dir, 'rules.previous.json'), 'utf8')), {
    reason: 'incident 7: tokens in the logs',
  });
});

t.test('refuses a candidate that does not compile or whose examples fail', async (t) => {
  const { dir, run, pack } = folders(t);
  const place = join(dir, 'candidate', 'mine.yaml');
  await writeFile(place, packOf(`id: word, pattern: 'b[0-9]'`));
  const failing = await run(...promote, '--force', 'no matter what');
  t.equal(failing.code, 1);
  t.match(failing.stderr, '3 failed examples');
  await writeFile(place, packOf(`id: word, pattern: 'a['`));
  t.equal((await run(...promote, '--force', 'no matter what')).code, 2);
  await writeFile(place, candidate);
  await writeFile(join(dir, 'candidate', 'policies', 'other.yaml'), 'policy: other\npacks: [missing]\n');
  t.equal((await run(...promote, '--force', 'no matter what')).code, 2, 'every policy must compile');
  t.equal(await pack('rules'), active);
});

t.test('one promotion at a time; a folder that was cut off is named', async (t) => {
  const { dir, run, pack } = folders(t);
  await mkdir(join(dir, 'rules.next'));
  const { code, stderr } = await run(...promote, '--force', 'a reason');
  t.equal(code, 1);
  t.match(stderr, 'rules.next exists.');
  t.equal(await pack('rules'), active);
});

t.test('goes back only to what was replaced', async (t) => {
  const { dir, run, pack } = folders(t);
  const nothing = await run('promote', '--rollback', '--to', 'rules');
  t.equal(nothing.code, 1);
  t.match(nothing.stderr, 'No previous rules are kept');
  await run(...promote, '--force', 'a reason');
  await writeFile(join(dir, 'rules.previous', 'mine.yaml'), packOf(`id: word, pattern: 'a'`));
  const changed = await run('promote', '--rollback', '--to', 'rules');
  t.equal(changed.code, 1);
  t.match(changed.stderr, 'is not what it was');
  t.equal(await pack('rules'), candidate);
  t.equal((await run('promote', '--rollback', '--to', 'rules', '--force', 'mended by hand')).code, 0);
  await writeFile(join(dir, 'rules.previous.json'), 'x');
  t.match((await run('promote', '--rollback', '--to', 'rules')).stderr, 'cannot be understood');
});

t.test('takes the folder from the configuration, and begins one that does not exist', async (t) => {
  const { dir, run, pack } = folders(t);
  await writeFile(
    join(dir, 'scrubjay.yaml'),
    JSON.stringify({ rules: { dir: join(dir, 'first') }, keys: { provider: 'local', dir: 'keys' } }),
  );
  const { code, stdout, stderr } = await run('promote', 'candidate', '--config', 'scrubjay.yaml');
  t.equal(code, 0, stderr);
  t.match(stdout, /^before none\n/);
  t.equal(await pack('first'), candidate);
});

t.test('the same rules need no review', async (t) => {
  const { dir, run, pack } = folders(t);
  await writeFile(join(dir, 'candidate', 'mine.yaml'), active.replace('title: Mine', 'title: Ours'));
  t.equal((await run(...promote)).code, 0);
  t.match(await pack('rules'), 'title: Ours');
});

t.test('says how it is called', async (t) => {
  const { dir, run } = folders(t);
  await mkdir(join(dir, 'package'));
  await writeFile(join(dir, 'package', 'package.json'), '{}');
  await writeFile(join(dir, 'other.json'), '{}');
  for (const [args, said] of [
    [['promote'], 'takes a folder, or --rollback'],
    [['promote', 'candidate', '--rollback'], 'takes a folder, or --rollback'],
    [[...promote, '--force', ' '], '--force needs a reason'],
    [['promote', 'candidate'], 'not said which rules'],
    [['promote', 'rules', '--to', './rules/'], 'holds the active rules already'],
    [['promote', 'candidate', '--to', 'package'], 'belongs to an installed package'],
    [[...promote, '--reviewed', 'other.json'], 'other.json is not what rules diff saves'],
    [[...promote, '--reviewed', 'app.log'], 'app.log is not what rules diff saves'],
    [[...promote, '--reviewed', 'missing.json'], 'missing.json cannot be read'],
  ] as const) {
    const { code, stderr } = await run(...args);
    t.equal(code, 2, stderr);
    t.match(stderr, said);
  }
});
