import { readFile, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import t, { type Test } from 'tap';
import { packOf, rulesFolder } from '../rules/rule-files.js';
import { linesOf, scrubjay } from '../support.js';

const active = packOf(
  `id: word, pattern: 'a[0-9]+'`,
  `id: old, pattern: 'old[0-9]'`,
  `id: gone, pattern: 'gone'`,
);
const candidate = packOf(
  `id: word, pattern: 'a[0-9]+', action: drop`,
  `id: new, pattern: 'new[0-9]'`,
  `id: gone, pattern: 'gone', action: discard`,
);
const log = ['x a1 old1 new1', 'a2', 'nothing', '{"k":', 'so gone it is', ''].join('\n');

interface Folders {
  readonly dir: string;
  readonly diff: (...args: readonly string[]) => ReturnType<typeof scrubjay>;
}

function folders(t: Pick<Test, 'testdir'>): Folders {
  const dir = t.testdir({
    active: rulesFolder(active),
    candidate: rulesFolder(candidate),
    'app.log': log,
  });
  return {
    dir,
    diff: (...args) => scrubjay(['rules', 'diff', ...args], { cwd: dir }),
  };
}

t.test('shows what would change, in samples from which both rulesets took what they find', async (t) => {
  const { diff } = folders(t);
  const { code, stdout, stderr } = await diff('active', 'candidate', '--corpus', 'app.log', '--samples', '1');
  t.equal(code, 0);
  const lines = linesOf(stdout);
  t.match(lines[0], /^A active \(policy standard, ruleset [0-9a-f]{12}\)$/);
  t.match(lines[1], /^B candidate \(policy standard, ruleset [0-9a-f]{12}\)$/);
  t.match(stdout, /│ word +│ +2 │ +2 │ +0 │ +0 │ +2 │/);
  t.match(stdout, /│ new +│ +0 │ +1 │ +0 │ +1 │ +0 │/);
  t.match(stdout, /│ old +│ +1 │ +0 │ +1 │ +0 │ +0 │/);
  t.match(stdout, 'record 0: word changed\n    x [WORD] [OLD] [NEW]\n      ~~~~~~\n');
  t.match(stdout, 'record 0: new only in B\n    x [WORD] [OLD] [NEW]\n                   +++++\n');
  t.match(stdout, 'record 4: gone changed\n    (not shown: a rule discards this record)\n');
  t.notOk(/a1|old1|new1|so gone/.test(stdout));
  t.equal(
    stderr,
    '5 records compared: 1 findings only in A, 1 only in B, 3 changed; withheld: 0 only by A, 0 only by B, 1 by both\n',
  );
});

t.test('the exit code tells differences only where asked', async (t) => {
  const { diff } = folders(t);
  t.equal((await diff('active', 'candidate', '--corpus', 'app.log', '--exit-code')).code, 1);
  const same = await diff('active', 'active', '--corpus', 'app.log', '--exit-code');
  t.equal(same.code, 0);
  t.match(same.stderr, 'no differences');
});

t.test('prints and saves the same counts as JSON', async (t) => {
  const { dir, diff } = folders(t);
  const { stdout } = await diff(
    'active',
    'candidate',
    '--corpus',
    'app.log',
    '--json',
    '--save',
    'diff.json',
  );
  const { samples, ...report } = JSON.parse(stdout) as Record<string, unknown>;
  t.strictSame(JSON.parse(await readFile(join(dir, 'diff.json'), 'utf8')), report);
  t.match(report, {
    kind: 'scrubjay-rules-diff',
    source: 'corpus',
    records: 5,
    withheld: { added: 0, removed: 0, both: 1 },
    detectors: [
      { detector: 'word', before: 2, after: 2, added: 0, removed: 0, changed: 2 },
      { detector: 'gone', before: 1, after: 1, added: 0, removed: 0, changed: 1 },
      { detector: 'new', before: 0, after: 1, added: 1, removed: 0, changed: 0 },
      { detector: 'old', before: 1, after: 0, added: 0, removed: 1, changed: 0 },
    ],
  });
  t.match(samples, [
    { record: 0, detector: 'word', change: 'changed', text: 'x [WORD] [OLD] [NEW]', start: 2, end: 8 },
  ]);
});

t.test('compares policies by name, or one folder under two', async (t) => {
  const { dir, diff } = folders(t);
  await writeFile(
    join(dir, 'active', 'policies', 'less.yaml'),
    'policy: less\npacks: [mine]\ndisable: [old]\n',
  );
  for (const args of [
    ['standard', 'less', '--rules', 'active'],
    ['--policy-a', 'standard', '--policy-b', 'less', '--rules', 'active'],
    ['active', '--policy-a', 'standard', '--policy-b', 'less'],
  ]) {
    const { stderr } = await diff(...args, '--corpus', 'app.log');
    t.match(stderr, '1 findings only in A, 0 only in B, 0 changed', args.join(' '));
  }
});

t.test('says what is missing', async (t) => {
  const { diff } = folders(t);
  for (const [args, code] of [
    [['active', 'candidate'], 'SJ_USAGE: rules diff needs logs'],
    [['active', '--corpus', 'app.log'], 'SJ_USAGE: rules diff compares two'],
    [['active', 'missing', '--corpus', 'app.log'], 'SJ_RULES_NOT_FOUND'],
    [
      ['active', 'candidate', '--corpus', 'app.log', '--save', 'no/such/file'],
      'SJ_USAGE: Nothing can be written',
    ],
    [['active', 'candidate', '--live', 'http://127.0.0.1:1'], 'SJ_USAGE: With --live'],
    [['--live', 'not a url'], 'SJ_USAGE'],
  ] as const) {
    const result = await diff(...args);
    t.equal(result.code, 2, code);
    t.match(result.stderr, `error: ${code}`);
  }
  const { code, stderr } = await diff('--live', 'http://127.0.0.1:1');
  t.equal(code, 3);
  t.match(stderr, 'error: SJ_METRICS_UNREACHABLE: ');
});

t.test('reads what redactors count of their shadow', async (t) => {
  const metrics = [
    'scrubjay_ruleset_info{role="active",fingerprint="aaaaaaaaaaaabbbb",policy="standard",detectors="2"} 1',
    'scrubjay_ruleset_info{role="shadow",fingerprint="ccccccccccccdddd",policy="strict",detectors="2"} 1',
    'scrubjay_shadow_findings_total{detector="word",change="added"} 3',
    'scrubjay_shadow_records_total 50',
    'scrubjay_shadow_errors_total 2',
  ].join('\n');
  const server = createServer((_, response) => void response.end(metrics)).listen(0, '127.0.0.1');
  await once(server, 'listening');
  t.teardown(() => server.close());
  const address = `127.0.0.1:${(server.address() as AddressInfo).port}`;
  const { code, stdout, stderr } = await scrubjay(['rules', 'diff', '--live', address, '--exit-code']);
  t.equal(code, 1);
  t.match(
    stdout,
    'A active (policy standard, ruleset aaaaaaaaaaaa)\nB shadow (policy strict, ruleset cccccccccccc)\n',
  );
  t.match(stdout, /│ word +│ +0 │ +3 │ +0 │/);
  t.match(stderr, '2 comparisons failed');
  t.match(stderr, '50 records compared: 0 findings only in A, 3 only in B, 0 changed');
});
