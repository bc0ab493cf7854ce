import { cp } from 'node:fs/promises';
import { join } from 'node:path';
import { shippedRulesDir } from '@scrubjay/boot';
import t, { type Test } from 'tap';
import { linesOf, scrubjay } from '../support.js';

const good = `pack: mine
title: Mine
detectors:
  - id: badge
    title: A badge
    category: pii
    severity: high
    pattern: 'B-[0-9]{4}'
    action: mask
    examples:
      match: ['B-1234', 'badge B-0001', 'x B-9999']
      ignore: ['B-12', '1234', 'b']
`;
const policy = 'policy: standard\npacks: [mine]\n';

function rulesDir(t: Pick<Test, 'testdir'>, pack: string): string {
  return t.testdir({ 'mine.yaml': pack, policies: { 'standard.yaml': policy } });
}

t.test('lint: accepts the rules that ship with Scrubjay', async (t) => {
  for (const name of ['standard', 'minimal']) {
    const { code, stdout, stderr } = await scrubjay(['rules', 'lint', '--policy', name]);
    t.equal(code, 0, stdout);
    t.match(stderr, /^\d+ detectors, \d+ warnings, ruleset [0-9a-f]{12}\n$/);
  }
});

t.test('lint: names file, line and detector of what is wrong, and exits with 2', async (t) => {
  const broken = [
    [good.replace("'B-[0-9]{4}'", "'B-[0-9'"), 'mine.yaml:8'],
    [good.replace('severity: high', 'severity: huge'), 'mine.yaml:7'],
    [good.replace('    action: mask\n', '    acton: mask\n'), 'mine.yaml:9'],
  ] as const;
  for (const [pack, place] of broken) {
    const { code, stdout, stderr } = await scrubjay(['rules', 'lint', '--rules', rulesDir(t, pack)]);
    t.equal(code, 2);
    t.equal(stdout, '');
    t.match(stderr, /^error: SJ_RULES_INVALID: /);
    t.match(stderr, place);
    t.match(stderr, 'badge');
  }
});

t.test('lint: tells what is doubtful file by file, which fails under --strict only', async (t) => {
  const dir = rulesDir(t, good.replace("'B-[0-9]{4}'", "'.*B-[0-9]{4}'"));
  const lint = await scrubjay(['rules', 'lint', '--rules', dir]);
  t.equal(lint.code, 0);
  const [file, ...problems] = linesOf(lint.stdout);
  t.match(file, /^mine\.yaml \(\d+\)$/);
  t.match(problems[0], /^ {2}mine\.yaml:\d+: warning: badge: /);
  const strict = await scrubjay(['rules', 'lint', '--strict', '--rules', dir]);
  t.equal(strict.code, 1);
  t.equal(strict.stdout, lint.stdout);
  const json = await scrubjay(['rules', 'lint', '--json', '--rules', dir]);
  t.match(JSON.parse(json.stdout), {
    fingerprint: /^[0-9a-f]{64}$/,
    errors: 0,
    warnings: problems.length,
    problems: [{ file: 'mine.yaml', line: Number, severity: 'warning', detector: 'badge' }],
  });
});

t.test('test: runs all examples that ship with Scrubjay', async (t) => {
  const { code, stdout, stderr } = await scrubjay(['rules', 'test']);
  t.equal(code, 0, stdout);
  t.equal(stdout, '');
  t.match(stderr, /^(\d+) examples of \d+ detectors: \1 passed, 0 failed\n$/);
});

t.test('test: shows the examples that fail, what was found in them and why, and exits with 1', async (t) => {
  const dir = rulesDir(t, good.replace("'B-1234'", "'C-1234'").replace("'B-12'", "'no B-1200'"));
  const { code, stdout, stderr } = await scrubjay(['rules', 'test', '--rules', dir]);
  t.equal(code, 1);
  t.strictSame(linesOf(stdout), [
    'failed mine.yaml:4: badge: match[0], read as text',
    '  expected a finding',
    '  found    nothing',
    '    C-1234',
    'failed mine.yaml:4: badge: ignore[0], read as text',
    '  expected nothing',
    '  found    a finding at bytes 3-9',
    '    no B-1200',
    '       ------',
    '    bytes 3-9 by pattern 1, confidence 0.8 ≥ 0.5: mask',
  ]);
  t.match(stderr, '6 examples of 1 detectors: 4 passed, 2 failed');
});

t.test('test: says which check refused an example', async (t) => {
  const pack = good.replace('    action: mask\n', '    validate: [luhn]\n');
  const { stdout } = await scrubjay(['rules', 'test', '--rules', rulesDir(t, pack)]);
  t.match(stdout, '    B-1234\n    ~~~~~~\n    bytes 0-6 by pattern 1: refused: not a valid value (luhn)\n');
});

t.test('test: runs the examples of some packs or detectors, and knows a typing error', async (t) => {
  const second = good.replace('pack: mine', 'pack: other').replace('id: badge', 'id: token');
  const dir = t.testdir({
    'mine.yaml': good,
    'other.yaml': second.replace("'B-1234'", "'C-1234'"),
    policies: { 'standard.yaml': 'policy: standard\npacks: [mine, other]\n' },
  });
  const run = (...args: string[]): ReturnType<typeof scrubjay> =>
    scrubjay(['rules', 'test', '--rules', dir, ...args]);
  t.equal((await run('--pack', 'mine')).code, 0);
  t.match((await run('--detector', 'badge')).stderr, '6 examples of 1 detectors: 6 passed');
  t.equal((await run('--pack', 'mine', 'other')).code, 1);
  const json = await run('--detector', 'token', '--json');
  t.equal(json.code, 1);
  t.match(JSON.parse(json.stdout), {
    detectors: 1,
    examples: 6,
    passed: 5,
    failed: 1,
    failures: [
      {
        detector: 'token',
        pack: 'other',
        file: 'other.yaml',
        line: 4,
        expected: 'match',
        index: 0,
        found: [],
      },
    ],
  });
  for (const args of [
    ['--pack', 'mien'],
    ['--detector', 'bagde'],
  ]) {
    const { code, stderr } = await run(...args);
    t.equal(code, 2);
    t.match(stderr, /^error: SJ_USAGE: The policy has no (pack|detector) /);
  }
});

t.test('list: shows the detectors of a policy, for people and as JSON', async (t) => {
  const dir = rulesDir(t, good);
  const table = await scrubjay(['rules', 'list', '--rules', dir]);
  t.equal(table.code, 0);
  t.match(table.stdout, /│ badge +│ pii +│ high +│ mask +│ A badge +│/);
  const json = await scrubjay(['rules', 'list', '--json', '--rules', dir]);
  t.match(JSON.parse(json.stdout), {
    policy: 'standard',
    fingerprint: /^[0-9a-f]{64}$/,
    detectors: [
      { id: 'badge', title: 'A badge', category: 'pii', severity: 'high', action: 'mask', pack: 'mine' },
    ],
  });
});

t.test('list: the shipped standard policy has at least 120 detectors, in all categories', async (t) => {
  const { stdout } = await scrubjay(['rules', 'list', '--json']);
  const { detectors } = JSON.parse(stdout) as { detectors: { id: string; category: string }[] };
  t.ok(detectors.length >= 120);
  t.strictSame([...new Set(detectors.map(({ category }) => category))].sort(), [
    'health',
    'network',
    'pci',
    'pii',
    'secret',
  ]);
  t.equal(new Set(detectors.map(({ id }) => id)).size, detectors.length);
});

t.test('says where no rules are', async (t) => {
  const dir = t.testdir({ copy: {}, empty: {} });
  await cp(join(shippedRulesDir(), 'policies'), join(dir, 'empty', 'policies'), { recursive: true });
  for (const [args, place] of [
    [['--rules', join(dir, 'missing')], 'missing'],
    [['--rules', join(dir, 'empty')], 'empty'],
    [['--policy', 'unheard-of'], 'policies/unheard-of.yaml'],
  ] as const) {
    const { code, stderr } = await scrubjay(['rules', 'list', ...args]);
    t.equal(code, 2);
    t.match(stderr, 'error: SJ_RULES_NOT_FOUND: ');
    t.match(stderr, place);
  }
});
