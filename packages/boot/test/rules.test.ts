import { join } from 'node:path';
import { defaultLimits, detectRecord } from '@scrubjay/engine';
import t from 'tap';
import { loadRuleset, readPacks, readRules, shippedRulesDir } from '../src/rules.js';

const pack = (id: string): string =>
  JSON.stringify({
    pack: id,
    title: 'T',
    detectors: [
      {
        id: `${id}-d`,
        title: 'T',
        category: 'pii',
        severity: 'low',
        pattern: 'x[0-9]',
        action: 'mask',
        examples: { match: ['x1', 'x2', 'x3'], ignore: ['a', 'b', 'c'] },
      },
    ],
  });

t.test('reads the packs of a folder in the order of their names, and one policy', async (t) => {
  const dir = t.testdir({
    'b.yaml': pack('b'),
    'a.yml': pack('a'),
    'notes.md': 'no pack',
    policies: { 'both.yaml': 'policy: both\npacks: [a, b]\n', 'one.yaml': 'policy: one\npacks: [b]\n' },
  });
  const { packs, policy } = await readRules('one', dir);
  t.strictSame(
    packs.map(({ file }) => file),
    ['a.yml', 'b.yaml'],
  );
  t.strictSame(policy, { file: 'one.yaml', text: 'policy: one\npacks: [b]\n' });
  const ids = async (name: string): Promise<string[]> =>
    (await loadRuleset({ policy: name, dir })).detectors.map(({ id }) => id);
  t.strictSame(await ids('both'), ['a-d', 'b-d']);
  t.strictSame(await ids('one'), ['b-d']);
});

t.test('reads what ships with Scrubjay where no folder is named', async (t) => {
  const ruleset = await loadRuleset({ policy: 'standard' });
  t.ok(ruleset.detectors.length >= 30);
  t.equal(
    (await loadRuleset({ policy: 'standard', dir: shippedRulesDir() })).fingerprint,
    ruleset.fingerprint,
  );
});

t.test('reads the allow lists of a folder, for the policy to name', async (t) => {
  const list = (value: string): string =>
    `allowList: mine\ntitle: T\nentries: [{categories: [pii], values: [${value}], reason: for the test}]\n`;
  const policy = 'policy: p\npacks: [a]\nallowLists: [mine]\n';
  const dir = t.testdir({
    'a.yaml': pack('a'),
    allow: { 'mine.yaml': list('x1'), 'notes.md': 'no list' },
    policies: { 'p.yaml': policy },
  });
  const { allowLists } = await readRules('p', dir);
  t.strictSame(
    allowLists.map(({ file }) => file),
    ['mine.yaml'],
  );
  const ruleset = await loadRuleset({ policy: 'p', dir });
  const result = detectRecord(ruleset, Buffer.from('x1 x2'), 'text', defaultLimits);
  t.match(result, { findings: [{ detector: 'a-d', start: 3, end: 5 }] });
  const without = t.testdir({ 'a.yaml': pack('a'), policies: { 'p.yaml': policy } });
  t.strictSame((await readRules('p', without)).allowLists, []);
  await t.rejects(loadRuleset({ policy: 'p', dir: without }), { code: 'SJ_RULES_INVALID' });
});

t.test('an allow folder that is none is an error', async (t) => {
  const dir = t.testdir({
    'a.yaml': pack('a'),
    allow: 'a file',
    policies: { 'p.yaml': 'policy: p\npacks: [a]\n' },
  });
  await t.rejects(readRules('p', dir), { code: 'SJ_RULES_NOT_FOUND', message: /allow/ });
});

t.test('names the path that it cannot read', async (t) => {
  const dir = t.testdir({ empty: {}, nopolicy: { 'a.yaml': pack('a') }, bad: { 'a.yaml': {} } });
  const code = 'SJ_RULES_NOT_FOUND';
  const saying = (path: string): { code: string; message: string } => ({
    code,
    message: `No rules can be read at ${join(dir, path)}.`,
  });
  await t.rejects(readPacks(join(dir, 'missing')), saying('missing'));
  await t.rejects(readRules('p', join(dir, 'empty')), saying('empty/*.yaml'));
  await t.rejects(readRules('p', join(dir, 'nopolicy')), saying('nopolicy/policies/p.yaml'));
  await t.rejects(readRules('p', join(dir, 'bad')), saying('bad/a.yaml'));
});

t.test('a policy is a name, not a way to other files', async (t) => {
  const dir = t.testdir({ 'a.yaml': pack('a'), 'p.yaml': 'policy: p\npacks: [a]\n', policies: {} });
  for (const policy of ['../p', './p', '', '.', 'a/b', '/etc/passwd'])
    await t.rejects(readRules(policy, dir), { code: 'SJ_RULES_NOT_FOUND' }, policy);
});

t.test('hands on what the compiler refuses, by file and line', async (t) => {
  const dir = t.testdir({
    'a.yaml': 'pack: a\ntitle: T\n',
    policies: { 'p.yaml': 'policy: p\npacks: [a]\n' },
  });
  await t.rejects(loadRuleset({ policy: 'p', dir }), { code: 'SJ_RULES_INVALID', message: /a\.yaml:1/ });
});
