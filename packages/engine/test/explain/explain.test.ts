import t from 'tap';
import { compileRuleset } from '../../src/compile/compile-ruleset.js';
import type { Ruleset } from '../../src/compile/ruleset.js';
import { explainRecord, type ExplainedMatch } from '../../src/explain/explain.js';
import { defaultLimits, type EngineFormat } from '../../src/types.js';

const examples = 'examples: { match: [a, b, c], ignore: [d, e, f] }';

function rulesOf(detectors: readonly string[], policy = ''): Ruleset {
  const lines = detectors.map(
    (detector) => `  - { title: T, category: pii, severity: low, ${examples}, ${detector} }`,
  );
  const text = ['pack: fake', 'title: Fake', 'detectors:', ...lines, ''].join('\n');
  return compileRuleset({
    packs: [{ file: 'fake.yaml', text }],
    policy: { file: 'p.yaml', text: `policy: p\npacks: [fake]\n${policy}` },
  });
}

function explain(ruleset: Ruleset, text: string, format: EngineFormat = 'text'): readonly ExplainedMatch[] {
  return explainRecord(ruleset, Buffer.from(text), format, defaultLimits).matches;
}

t.test('tells which pattern of a rule acts, and where', async (t) => {
  const ruleset = rulesOf([`id: word, patterns: ['a[0-9]', 'b[0-9]']`, `id: other, pattern: 'z[0-9]'`]);
  const { matches, silent, withheld } = explainRecord(ruleset, Buffer.from('x b1'), 'text', defaultLimits);
  t.strictSame(matches, [
    {
      detector: 'word',
      category: 'pii',
      start: 2,
      end: 4,
      pattern: 2,
      path: undefined,
      decoded: undefined,
      confidence: { base: 0.8, moved: undefined, total: 0.8, threshold: 0.5 },
      outcome: { kind: 'acts', action: 'mask' },
    },
  ]);
  t.strictSame(silent, ['other']);
  t.equal(withheld, undefined);
});

t.test('tells the path of a field that its name gives away, and the text as the rules read it', async (t) => {
  const ruleset = rulesOf([`id: word, pattern: 'a[0-9]', keys: [secret]`]);
  const json = '{"list":[1,{"secret":"x"}],"a":{"b":"\\u0061\\u0031"},"a1":0}';
  t.strictSame(
    explain(ruleset, json, 'json').map(({ path, pattern, decoded }) => [path, pattern, decoded]),
    [
      ['list[1].secret', undefined, undefined],
      ['a.b', 1, 'a1'],
      ['a1', 1, undefined],
    ],
  );
  t.strictSame(
    explain(ruleset, '"a1"', 'json').map(({ path }) => path),
    [''],
  );
});

t.test('follows JSON in texts, and leaves its structure alone', async (t) => {
  const ruleset = rulesOf([`id: word, pattern: 'a[0-9]'`, `id: comma, pattern: ',"'`]);
  const paths = (text: string, format: EngineFormat): unknown[] =>
    explain(ruleset, text, format)
      .filter(({ detector }) => detector === 'word')
      .map(({ path }) => path);
  t.strictSame(paths(JSON.stringify(JSON.stringify({ b: ['x a1'] })), 'json'), ['b[0]']);
  t.strictSame(paths(JSON.stringify({ m: `got ${JSON.stringify({ b: 'a1' })}` }), 'json'), ['m.b']);
  t.strictSame(
    explain(ruleset, 'got {"b":"a1","c":2}').map(({ detector, path, outcome }) => [
      detector,
      path,
      outcome.kind,
    ]),
    [
      ['word', 'b', 'acts'],
      ['comma', undefined, 'structure'],
    ],
  );
});

t.test('tells once what is found in several forms of a text', async (t) => {
  const ruleset = rulesOf([`id: word, pattern: 'a[0-9]'`]);
  const matches = explain(ruleset, 'x=%41 a1 %61%31');
  t.strictSame(
    matches.map(({ start, end, decoded }) => [start, end, decoded]),
    [
      [6, 8, undefined],
      [9, 15, 'a1'],
    ],
  );
});

t.test('names the check that refused a match, once for what lies in it', async (t) => {
  const card = `id: card, pattern: '[0-9]{4,}', validate: [luhn]`;
  const near = `id: near, pattern: 'n[0-9]+', keywords: { near: [pass port, id], within: 9 }`;
  const ruleset = rulesOf([card, near]);
  t.match(explain(ruleset, 'no 4111111111111112 x'), [
    {
      detector: 'card',
      start: 3,
      end: 19,
      confidence: undefined,
      outcome: { kind: 'validator', name: 'luhn' },
    },
  ]);
  const [refused] = explain(ruleset, 'n1');
  t.strictSame(refused?.outcome, { kind: 'keywords', near: ['id', 'pass port'], within: 9 });
  t.match(explain(ruleset, 'id n1')[0]?.outcome, { kind: 'acts' });
});

t.test('shows how a confidence came about, and whether it was enough', async (t) => {
  const ruleset = rulesOf([
    `id: sum, pattern: 'c[0-9]', confidence: 0.6, context: { raise: [card], lower: [order, item], within: 12 }`,
  ]);
  const sumOf = (text: string): unknown => {
    const [match] = explain(ruleset, text);
    return [match?.confidence?.moved, match?.confidence?.total, match?.outcome.kind];
  };
  t.strictSame(sumOf('c1'), [undefined, 0.6, 'acts']);
  t.strictSame(sumOf('card c1'), [{ word: 'card', by: 0.35 }, 0.95, 'acts']);
  t.strictSame(sumOf('item c1'), [{ word: 'item', by: -0.35 }, 0.25, 'confidence']);
  t.strictSame(sumOf('order card c1'), [{ word: 'card', by: 0.35 }, 0.95, 'acts']);
});

t.test('gives the reason of the allow rule that lets a value stand', async (t) => {
  const allow = 'allow: [{ detectors: [word], values: [a1], reason: our own test value }]\n';
  const ruleset = rulesOf([`id: word, pattern: 'a[0-9]'`], allow);
  const outcomes = explain(ruleset, 'a1 a2').map(({ outcome }) => outcome);
  t.strictSame(outcomes, [
    { kind: 'allowed', reason: 'our own test value', list: undefined },
    { kind: 'acts', action: 'mask' },
  ]);
});

t.test('knows what an earlier redaction wrote', async (t) => {
  const ruleset = rulesOf([`id: word, pattern: '[A-Z]{4}'`]);
  t.strictSame(
    explain(ruleset, '[WORD] ABCD').map(({ outcome }) => outcome.kind),
    ['replaced', 'acts'],
  );
});

t.test('tells by which finding an overlap is named', async (t) => {
  const ruleset = rulesOf([
    `id: long, pattern: 'a[0-9]+', action: pseudonymize`,
    `id: short, pattern: '1[0-9]', action: drop`,
  ]);
  t.strictSame(
    explain(ruleset, 'x a123').map(({ detector, outcome }) => [detector, outcome]),
    [
      ['long', { kind: 'acts', action: 'drop' }],
      ['short', { kind: 'overlap', detector: 'long', action: 'drop' }],
    ],
  );
});

t.test('says if the record would be withheld, and keeps no more matches than can be read', async (t) => {
  const ruleset = rulesOf([`id: word, pattern: 'a[0-9]'`]);
  const broken = explainRecord(ruleset, Buffer.from('{"a":'), 'json', defaultLimits);
  t.strictSame(broken, { withheld: 'malformed_json', matches: [], silent: ['word'] });
  const many = explainRecord(ruleset, Buffer.from('a1 '.repeat(10_002)), 'text', defaultLimits);
  t.equal(many.withheld, 'scan_budget');
  t.equal(many.matches.length, 10_000);
});

t.test('explains the same as a scan finds', async (t) => {
  const { detectRecord } = await import('../../src/apply/redact.js');
  const ruleset = rulesOf([`id: a, pattern: '[ab]+[0-9]'`, `id: b, pattern: 'b[0-9]+', keys: [k]`]);
  for (const text of ['ab1 b22', 'k=3 bb12', '{"k":["ab1",2],"b":"b9"}']) {
    const format = text.startsWith('{') ? 'json' : 'text';
    const found = detectRecord(ruleset, Buffer.from(text), format, defaultLimits);
    const named = explain(ruleset, text, format).filter(({ outcome }) => outcome.kind === 'acts');
    t.strictSame(
      [...new Set(named.map(({ detector }) => detector))].sort(),
      [...new Set(('findings' in found ? found.findings : []).map(({ detector }) => detector))].sort(),
      text,
    );
  }
});
