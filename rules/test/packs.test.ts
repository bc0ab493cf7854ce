import { compileRuleset, detectRecord, defaultLimits, lintRuleset, type Ruleset } from '@scrubjay/engine';
import t from 'tap';
import { allowLists, packs, policies } from './load.js';

function detectorsIn(ruleset: Ruleset, text: string): string[] {
  const result = detectRecord(ruleset, Buffer.from(text), 'text', defaultLimits);
  return 'findings' in result ? result.findings.map(({ detector }) => detector) : [result.withheld];
}

t.test('every file names its schema in the first line, so that editors complete from it', (t) => {
  for (const { file, text } of packs) {
    t.match(text, /^# yaml-language-server: \$schema=\.\.\/schemas\/rules\/pack\.schema\.json\n/, file);
  }
  for (const { file, text } of allowLists) {
    t.match(
      text,
      /^# yaml-language-server: \$schema=\.\.\/\.\.\/schemas\/rules\/allow-list\.schema\.json\n/,
      file,
    );
  }
  for (const { file, text } of policies) {
    t.match(
      text,
      /^# yaml-language-server: \$schema=\.\.\/\.\.\/schemas\/rules\/policy\.schema\.json\n/,
      file,
    );
  }
  t.end();
});

t.test('a file is named after its pack, policy or allow list', (t) => {
  for (const { file, text } of [...packs, ...policies, ...allowLists]) {
    const name = file.replace(/^.*\//, '').replace('.yaml', '');
    t.match(text, new RegExp(`^(?:pack|policy|allowList): ${name}$`, 'm'), file);
  }
  t.end();
});

t.test('every policy compiles over the packs', (t) => {
  const rulesets = policies.map((policy) => compileRuleset({ packs, policy, allowLists }));
  t.same(rulesets.map(({ policy }) => policy).sort(), ['minimal', 'standard', 'strict']);
  for (const { policy, detectors } of rulesets) {
    t.ok(detectors.length >= 100, `${policy} has ${String(detectors.length)} detectors`);
  }
  t.end();
});

t.test('the linter finds nothing to warn of in the packs of secrets, cards and devices', (t) => {
  const own = packs.filter(({ file }) => /(?:secret|pci|network)\.yaml$/.test(file));
  t.equal(own.length, 3);
  const warned = lintRuleset(compileRuleset({ packs: own })).map(({ detector }) => detector);
  t.same([...new Set(warned)], []);
  t.end();
});

t.test('the standard policy hides all that the minimal one does, and what names a person', (t) => {
  const line = 'user=bob@example.com password=hunter2 from 192.0.2.1';
  const [minimal, standard, strict] = policies.map((policy) => compileRuleset({ packs, policy, allowLists }));
  if (minimal === undefined || standard === undefined || strict === undefined)
    throw new Error('A policy is missing.');
  t.same(detectorsIn(standard, line), ['email', 'password', 'ipv4']);
  t.same(detectorsIn(minimal, line), ['password']);
  t.same(detectorsIn(strict, line), ['email', 'password', 'ipv4']);
  t.end();
});

t.test('passwords are hidden whole, with what stands in them', (t) => {
  const ruleset = compileRuleset({ packs });
  const values = ['a&b', 'a,b;c', 'p@ss/w:rd', 'a\\b', "it's"];
  for (const value of values) {
    const line = `level=info password=${value} tries=1`;
    const result = detectRecord(ruleset, Buffer.from(line), 'text', defaultLimits);
    const finding = 'findings' in result ? result.findings[0] : undefined;
    const rest = finding === undefined ? line : line.slice(0, finding.start) + line.slice(finding.end);
    t.equal(rest, 'level=info password= tries=1', value);
  }
  for (const value of ['a"b\\c', 'x y', '{"k":1}', "o'neill, \\"]) {
    const body = JSON.stringify({ password: value, n: 1 });
    for (const [line, after] of [
      [`body=${body}`, '","n":1}'],
      [`body=${JSON.stringify(body)}`, '\\",\\"n\\":1}"'],
    ] as const) {
      const result = detectRecord(ruleset, Buffer.from(line), 'text', defaultLimits);
      const finding = 'findings' in result ? result.findings[0] : undefined;
      t.ok(finding !== undefined && finding.start <= line.indexOf(':') + 3, line);
      t.equal(line.slice(finding?.end), after, line);
    }
  }
  t.end();
});

/** All packs, and one allow list for everything it speaks of. */
function allowing(list: string): Ruleset {
  const names = packs.map(({ file }) => file.replace(/^.*\//, '').replace('.yaml', ''));
  const text = JSON.stringify({ policy: 'test', packs: names, allowLists: [list] });
  return compileRuleset({ packs, allowLists, policy: { file: 'test.yaml', text } });
}

t.test('the list of test cards lets each of its numbers stand, and no other', (t) => {
  const all = compileRuleset({ packs });
  const ruleset = allowing('test-cards');
  const [list] = allowLists.filter(({ file }) => file.includes('test-cards'));
  const numbers = [...(list?.text ?? '').matchAll(/'(\d{13,19})'/g)].map(([, number = '']) => number);
  t.ok(numbers.length >= 30);
  // Those of a rare length have a detector of their own.
  const hasCard = (rules: Ruleset, number: string): boolean =>
    detectorsIn(rules, `card ${number} ok`).some((id) => /^card-number(?:-rare)?$/.test(id));
  for (const number of numbers) {
    t.ok(hasCard(all, number), `${number} is a card number`);
    t.notOk(hasCard(ruleset, number), number);
  }
  t.ok(detectorsIn(ruleset, 'card 4539578763621486 ok').includes('card-number'));
  t.end();
});

t.test('the lists of addresses let these stand, and no others', (t) => {
  const documentation = allowing('documentation');
  for (const text of [
    'from 192.0.2.7',
    'from 2001:db8::7',
    'to bob@mail.example.com',
    'if 00:00:5e:00:53:af',
  ])
    t.same(detectorsIn(documentation, text), [], text);
  for (const text of [
    'from 8.8.8.8',
    'from 2a00:1450:4001:82a::200e',
    'to bob@gmail.com',
    'if 00:1b:44:11:3a:b7',
  ])
    t.equal(detectorsIn(documentation, text).length, 1, text);
  const networks = allowing('private-networks');
  for (const text of [
    'from 10.1.2.3',
    'from 172.31.255.255',
    'from 127.0.0.1',
    'from fe80::1',
    'from fd12:3456::1',
  ])
    t.same(detectorsIn(networks, text), [], text);
  for (const text of ['from 172.32.0.1', 'from 11.1.2.3', 'from 192.0.2.7'])
    t.same(detectorsIn(networks, text), ['ipv4'], text);
  t.end();
});
