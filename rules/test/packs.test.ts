import { compileRuleset, detectRecord, defaultLimits, lintRuleset, type Ruleset } from '@scrubjay/engine';
import t from 'tap';
import { packs, policies } from './load.js';

function detectorsIn(ruleset: Ruleset, text: string): string[] {
  const result = detectRecord(ruleset, Buffer.from(text), 'text', defaultLimits);
  return 'findings' in result ? result.findings.map(({ detector }) => detector) : [result.withheld];
}

t.test('every file names its schema in the first line, so that editors complete from it', (t) => {
  for (const { file, text } of packs) {
    t.match(text, /^# yaml-language-server: \$schema=\.\.\/schemas\/rules\/pack\.schema\.json\n/, file);
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

t.test('a file is named after its pack or policy', (t) => {
  for (const { file, text } of [...packs, ...policies]) {
    const name = file.replace(/^.*\//, '').replace('.yaml', '');
    t.match(text, new RegExp(`^(?:pack|policy): ${name}$`, 'm'), file);
  }
  t.end();
});

t.test('every policy compiles over the packs', (t) => {
  const sizes = policies.map((policy) => compileRuleset({ packs, policy }).detectors.length);
  t.equal(policies.length, 2);
  t.ok(
    sizes.every((size) => size >= 35),
    `${sizes.join(' and ')} detectors`,
  );
  t.end();
});

t.test('the linter warns only of patterns that a keyword or an @ makes up for', (t) => {
  const known = ['de-tax-id', 'email', 'imei', 'passport-number', 'phone-national'];
  const warned = new Set(lintRuleset(compileRuleset({ packs })).map(({ detector }) => detector));
  t.same([...warned].sort(), known);
  t.end();
});

t.test('the standard policy hides all that the minimal one does, and what names a person', (t) => {
  const line = 'user=bob@example.com password=hunter2 from 192.0.2.1';
  const [minimal, standard] = policies.map((policy) => compileRuleset({ packs, policy }));
  if (minimal === undefined || standard === undefined) throw new Error('A policy is missing.');
  t.same(detectorsIn(standard, line), ['email', 'password', 'ipv4']);
  t.same(detectorsIn(minimal, line), ['password']);
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
