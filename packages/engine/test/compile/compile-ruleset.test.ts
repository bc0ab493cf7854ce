import { isScrubjayError } from '@scrubjay/errors';
import t from 'tap';
import { compileRuleset } from '../../src/compile/compile-ruleset.js';
import { RulesError, type RuleProblem } from '../../src/compile/problems.js';
import { programOf } from '../../src/compile/ruleset.js';
import type { SourceText } from '../../src/types.js';
import { packText } from '../support.js';

const good = `pack: one
title: One
detectors:
  - id: first-thing
    title: First
    category: pii
    severity: high
    pattern: 'secret[0-9]+'
    examples:
      match: [secret1, secret2, {text: '{"a":"secret3"}', format: json}]
      ignore: ['{"a":1}', '{"a"', plain]
`;

function problemsOf(packs: string[], policy?: string): readonly RuleProblem[] {
  const sources: SourceText[] = packs.map((text, index) => ({ file: `pack${String(index)}.yaml`, text }));
  try {
    compileRuleset({
      packs: sources,
      ...(policy === undefined ? {} : { policy: { file: 'policy.yaml', text: policy } }),
    });
  } catch (error) {
    if (error instanceof RulesError) return error.problems;
    throw error;
  }
  return [];
}

t.test('compiles a pack with its defaults and freezes it', async (t) => {
  const ruleset = compileRuleset({ packs: [{ file: 'one.yaml', text: good }] });
  const [detector] = ruleset.detectors;
  t.match(detector, {
    id: 'first-thing',
    label: 'FIRST_THING',
    action: 'mask',
    confidence: 0.8,
    pack: 'one',
    file: 'one.yaml',
    line: 4,
  });
  t.strictSame(
    detector?.examples.map(({ expected, format }) => [expected, format]),
    [
      ['match', 'text'],
      ['match', 'text'],
      ['match', 'json'],
      ['ignore', 'json'],
      ['ignore', 'text'],
      ['ignore', 'text'],
    ],
  );
  t.ok(Object.isFrozen(ruleset));
  t.ok(Object.isFrozen(ruleset.detectors));
  t.ok(Object.isFrozen(detector));
  t.equal(ruleset.policy, undefined);
});

t.test('takes only rulesets it made', async (t) => {
  const ruleset = compileRuleset({ packs: [{ file: 'one.yaml', text: good }] });
  t.ok(programOf(ruleset));
  t.throws(() => programOf({ ...ruleset }), TypeError);
});

t.test('reports all problems of all files at once, each with file, line, detector and key', async (t) => {
  const bad = good
    .replace('severity: high', 'severity: hihg')
    .replace('title: First', 'titel: First')
    .replace('    examples:', '    action: {type: partial, keep: 3}\n    examples:');
  const problems = problemsOf([bad, 'pack: [', 'pack: two\ntitle: Two\ndetectors: []\n']);
  t.match(problems, [
    {
      file: 'pack0.yaml',
      line: 4,
      detector: 'first-thing',
      message: /^detectors\[0\]\.title: .*expected string/,
    },
    {
      file: 'pack0.yaml',
      line: 5,
      detector: 'first-thing',
      message: 'detectors[0].titel: this key is not known.',
    },
    {
      file: 'pack0.yaml',
      line: 7,
      detector: 'first-thing',
      message: /^detectors\[0\]\.severity: .*"low"\|"medium"/,
    },
    {
      file: 'pack0.yaml',
      line: 9,
      detector: 'first-thing',
      message: 'detectors[0].action.keep: this key is not known.',
    },
    { file: 'pack1.yaml', line: 1, message: /^is not valid YAML \([A-Z_]+\)\.$/ },
    { file: 'pack2.yaml', line: 3, message: /^detectors: Too small/ },
  ]);
  const error = new RulesError(problems);
  t.ok(isScrubjayError(error));
  t.equal(error.code, 'SJ_RULES_INVALID');
  t.match(error.message, /^6 problems in the rules/);
  t.match(error.message, 'pack0.yaml:7: detector first-thing: detectors[0].severity');
  t.match(error.message, 'pack1.yaml:1: is not valid YAML');
});

t.test('names the file where it is not even a mapping, or the id is missing', async (t) => {
  t.match(problemsOf(['- 1']), [{ line: 1, message: /expected object/ }]);
  t.match(problemsOf(['']), [{ line: 1, message: /expected object/ }]);
  t.match(problemsOf(['pack: p\ntitle: T\ndetectors: 5']), [{ line: 3, message: /^detectors: / }]);
  t.match(problemsOf(['pack: p\ntitle: T\ndetectors:\n  - 5']), [{ line: 4, message: /^detectors\[0\]: / }]);
  const noId = problemsOf([good.replace('id: first-thing', 'id: 7')]);
  t.equal(noId.length, 1);
  t.notOk('detector' in (noId[0] ?? {}));
  t.match(problemsOf([`${good}nonsense: 1\n`]), [{ line: 12, message: 'nonsense: this key is not known.' }]);
  t.match(problemsOf(['{[a]: 1, pack: p}']), [{ line: 1, message: /^is not valid YAML/ }]);
});

t.test('what is wrong with a file is told without quoting it', async (t) => {
  const broken = (line: string): string => good.replace('id: first-thing', `id: first-thing\n    ${line}`);
  for (const line of [
    'keys: [a, "hunter2',
    'keys: [b] hunter2',
    '"hunter2 at home": 1',
    '{hunter2}',
    'keys: {hunter2}',
  ]) {
    const problems = problemsOf([broken(line)]);
    t.not(problems.length, 0, line);
    t.notMatch(JSON.stringify(problems), 'hunter2', line);
  }
  const examples = problemsOf([
    good.replace(/match: \[[^\]]*\]/, 'match: [{hunter2}, {"hunter2 at": home}, hunter2]'),
  ]);
  t.not(examples.length, 0);
  t.notMatch(JSON.stringify(examples), 'hunter2', 'an example that was not put in quotes');
});

t.test('wants three examples of each kind', async (t) => {
  const problems = problemsOf([good.replace(', plain]', ']')]);
  t.match(problems, [
    { line: 11, detector: 'first-thing', message: /^detectors\[0\]\.examples\.ignore: Too small/ },
  ]);
});

t.test('refuses what makes no sense together', async (t) => {
  const problems = problemsOf([
    packText([
      { id: 'nothing' },
      { id: 'both', pattern: 'a', patterns: ['b'] },
      { id: 'only-keys', keys: ['a'], keywords: { near: ['near'] }, validate: ['luhn'] },
      { id: 'bad-patterns', patterns: ['ok', 'a(', 'b*'] },
      { id: 'bad-pattern', pattern: 'a(' },
      { id: 'bad-key', keys: ['fine', '__', 'a._'] },
    ]),
  ]);
  t.match(
    problems.map(({ detector, message }) => [detector, message]),
    [
      ['nothing', 'id: it has neither a pattern nor keys.'],
      ['both', /^patterns: cannot stand beside/],
      ['only-keys', /^keywords: /],
      ['only-keys', /^validate: /],
      ['bad-patterns', /^patterns\[1\]: RE2 does not accept/],
      ['bad-patterns', /^patterns\[2\]: the pattern matches empty text/],
      ['bad-pattern', /^pattern: RE2 does not accept/],
      ['bad-key', /^keys\[1\]: /],
      ['bad-key', /^keys\[2\]: /],
    ],
  );
  t.ok(problems.every(({ line }) => line > 1));
});

t.test('refuses a validator, key or label it does not know', async (t) => {
  const problems = problemsOf([
    packText([
      { id: 'a', pattern: 'a', validate: ['lun'] },
      { id: 'b', keys: ['a..b'] },
      { id: 'c', pattern: 'c', label: 'low' },
      { id: 'd', pattern: 'd', action: 'shred' },
      { id: 'e', pattern: 'e', action: { type: 'hide' } as never },
    ]),
  ]);
  t.match(
    problems.map(({ detector, message }) => [detector, message]),
    [
      ['a', /validate\[0\]: .*"luhn"/],
      ['b', /keys\[0\]: must be a field name/],
      ['c', /label: must be capital letters/],
      ['d', /action: Invalid/],
      ['e', /action\.type: .*"partial"/],
    ],
  );
});

t.test('refuses ids and pack names that are used twice, in any file', async (t) => {
  const other = good.replace('pack: one', 'pack: two');
  t.match(problemsOf([good, other]), [
    {
      file: 'pack1.yaml',
      line: 4,
      detector: 'first-thing',
      message: 'id: first-thing is already used at pack0.yaml:4.',
    },
  ]);
  t.match(problemsOf([good, good.replaceAll('first-thing', 'second-thing')]), [
    { file: 'pack1.yaml', line: 1, message: 'pack: one is also the name of pack0.yaml.' },
  ]);
});

t.test('bounds aliases and length', async (t) => {
  const levels = Array.from({ length: 8 }, (_, level) => {
    const above = `*l${String(level - 1)}`;
    return `l${String(level)}: &l${String(level)} [${level === 0 ? '1' : Array(9).fill(above).join(',')}]`;
  });
  t.match(problemsOf([levels.join('\n')]), [
    { message: /^an alias is not defined, or aliases resolve more than 100 times/ },
  ]);
  t.match(problemsOf(['a: *nowhere']), [{ message: /alias/i }]);
  t.match(problemsOf([`#${'x'.repeat(5_000_000)}`]), [{ line: 1, message: /^is longer than/ }]);
  const withAnchor = good
    .replace('match: [secret1', 'match: [&s secret1')
    .replace(', plain]', ', *p, &q plain]');
  t.match(problemsOf([withAnchor]), [{ message: /alias/i }]);
  t.strictSame(problemsOf([good.replace('\'{"a"\', plain]', '&p b, *p, plain]')]), []);
});

t.test('finds the line of what an alias stands for as nearly as it can', async (t) => {
  const text = `pack: p\ntitle: T\ndetectors:\n  - &d {id: d, foo: 1, title: D}\n  - *d\n`;
  const problems = problemsOf([text]);
  t.ok(problems.some(({ line, message }) => line === 4 && message.startsWith('detectors[0].foo')));
  t.ok(problems.some(({ line, message }) => line === 5 && message.startsWith('detectors[1].foo')));
});

const policy = `policy: strict
packs: [fake]
disable: [b]
actions:
  pci: drop
  c: {type: partial, keepLast: 2}
maskedNumber: zero
`;
const pack = packText([
  { id: 'a', pattern: 'a', category: 'pci' },
  { id: 'b', pattern: 'b' },
  { id: 'c', pattern: 'c', category: 'pci', action: 'discard' },
]);

t.test('applies a policy: order, omissions, actions', async (t) => {
  const other = packText([{ id: 'z', pattern: 'z' }], 'other');
  const compile = (text: string) =>
    compileRuleset({
      packs: [
        { file: 'a', text: pack },
        { file: 'o', text: other },
      ],
      policy: { file: 'p', text },
    });
  const ruleset = compile(policy);
  t.equal(ruleset.policy, 'strict');
  t.match(ruleset.detectors, [
    { id: 'a', action: 'drop' },
    { id: 'c', action: 'partial', keepLast: 2 },
  ]);
  t.equal(ruleset.detectors.length, 2);
  t.equal(programOf(ruleset).maskedNumber, 'zero');
  const ordered = compile('policy: x\npacks: [other, fake]\n');
  t.strictSame(
    ordered.detectors.map(({ id }) => id),
    ['z', 'a', 'b', 'c'],
  );
  t.equal(programOf(ordered).maskedNumber, 'null');
});

t.test('refuses a policy that speaks of what is not there', async (t) => {
  const bad =
    'policy: x\npacks: [fake, nope,\n  fake]\ndisable:\n  - q\nactions:\n  a: mask\n  zz: mask\n  health: drop\n';
  t.match(problemsOf([pack], bad), [
    { file: 'policy.yaml', line: 2, message: 'packs: there is no pack nope.' },
    { file: 'policy.yaml', line: 3, message: 'packs: fake stands here twice.' },
    { file: 'policy.yaml', line: 5, message: 'disable: there is no detector q.' },
    { file: 'policy.yaml', line: 8, message: 'actions: zz is neither a detector nor a category.' },
  ]);
  t.match(problemsOf([pack], 'policy: x\npacks: []\n'), [{ line: 2, message: /^packs: Too small/ }]);
  t.match(
    problemsOf(['pack: ['], 'policy: x\npacks: [fake]\n'),
    [{ file: 'pack0.yaml' }],
    'one mistake is one problem',
  );
});

t.test('refuses a ruleset without detectors: everything would pass', async (t) => {
  t.match(problemsOf([pack], 'policy: x\npacks: [fake]\ndisable: [a, b, c]\n'), [
    { file: 'policy.yaml', message: /no detector is left/ },
  ]);
  t.match(problemsOf([]), [{ file: 'rules', message: /no detector is left/ }]);
});

t.test('finds mistakes in detectors that the policy disables', async (t) => {
  const broken = packText([
    { id: 'a', pattern: 'a' },
    { id: 'b', pattern: 'b(' },
  ]);
  t.match(problemsOf([broken], 'policy: x\npacks: [fake]\ndisable: [b]\n'), [{ detector: 'b' }]);
});

t.test('applies the allow lists that the policy names, and checks all of them', async (t) => {
  const list = (name: string, entry: string): SourceText => ({
    file: `${name}.yaml`,
    text: `allowList: ${name}\ntitle: T\nentries:\n  - ${entry}\n`,
  });
  const mine = list('mine', '{detectors: [a], values: [x], reason: for the test}');
  const compile = (policyText: string, allowLists: SourceText[]): ReturnType<typeof compileRuleset> =>
    compileRuleset({
      packs: [{ file: 'a', text: pack }],
      policy: { file: 'p', text: policyText },
      allowLists,
    });
  const named = programOf(compile('policy: p\npacks: [fake]\nallowLists: [mine]\n', [mine]));
  t.match(named.detectors[0]?.allow, [{ place: { list: 'mine', file: 'mine.yaml', line: 4 } }]);
  t.strictSame(named.detectors[1]?.allow, []);
  t.strictSame(programOf(compile('policy: p\npacks: [fake]\n', [mine])).detectors[0]?.allow, []);
  const bad = [
    list('mine', '{detectors: [a], networks: [1.2.3.4/99], reason: for the test}'),
    list('other', '{detectors: [zz], values: [x], reason: for the test}'),
    list('other', '{detectors: [a], values: [x], reason: for the test}'),
  ];
  try {
    compile('policy: p\npacks: [fake]\nallowLists: [mine,\n  none]\n', bad);
    t.fail('it must be refused');
  } catch (error) {
    t.strictSame(
      (error as RulesError).problems.map(({ file, line, message }) => `${file}:${String(line)} ${message}`),
      [
        'mine.yaml:4 entries[0].networks[0]: is no network.',
        'other.yaml:1 allowList: other is also the name of other.yaml.',
        'other.yaml:4 entries[0].detectors: there is no detector zz.',
        'p:4 allowLists: there is no allow list none.',
      ],
    );
  }
});
