import t, { type Test } from 'tap';
import { packOf, rulesFolder } from '../rules/rule-files.js';
import { linesOf, scrubjay } from '../support.js';

const pack = packOf(
  `id: card, pattern: '[0-9]{8,}', validate: [luhn], action: { type: partial, keepLast: 4 }`,
  `id: near, pattern: 'n[0-9]', keywords: { near: [one, two, three, four, five, six], within: 9 }`,
  `id: sum, pattern: 'c[0-9]', confidence: 0.6, context: { raise: [card], lower: [item], within: 12 }`,
  `id: word, pattern: 'a[0-9]+', keys: [secret]`,
  `id: part, pattern: '29', action: drop`,
);
const allow = 'allow: [{ detectors: [word], values: [a1], reason: our own test value }]\n';

function explain(t: Pick<Test, 'testdir'>, args: readonly string[], input = ''): ReturnType<typeof scrubjay> {
  const rules = t.testdir(rulesFolder(pack, allow));
  return scrubjay(['rules', 'explain', '--rules', rules, ...args], { input });
}

/** The cells of the table's rows. */
function cellsOf(stdout: string): string[][] {
  return linesOf(stdout)
    .filter((line) => line.startsWith('│'))
    .slice(1)
    .map((line) =>
      line
        .split('│')
        .slice(1, -1)
        .map((cell) => cell.trim()),
    );
}

t.test('underlines what rules looked at and says what became of each', async (t) => {
  const { code, stdout, stderr } = await explain(t, ['a1 a29 n1 card c2 49927398717 49927398716 [WORD]']);
  t.equal(code, 0);
  t.strictSame(linesOf(stdout).slice(0, 2), [
    'a1 a29 n1 card c2 49927398717 49927398716 [WORD]',
    '~~ ^^^ ~~      ^^ ~~~~~~~~~~~ ^^^^^^^^^^^',
  ]);
  const words = '"five", "four", "one", "six", "three" and 1 more';
  t.strictSame(cellsOf(stdout), [
    ['0-2', 'a1', 'word', 'pattern 1', '0.8 ≥ 0.5', 'allowed: our own test value'],
    ['3-6', 'a29', 'word', 'pattern 1', '0.8 ≥ 0.5', 'drop'],
    ['4-6', '29', 'part', 'pattern 1', '0.8 ≥ 0.5', 'drop, as part of word'],
    ['7-9', 'n1', 'near', 'pattern 1', '', `refused: none of ${words} within 9 bytes`],
    ['15-17', 'c2', 'sum', 'pattern 1', '0.6 + 0.35 ("card") = 0.95 ≥ 0.5', 'mask'],
    ['18-29', '49927398717', 'card', 'pattern 1', '', 'refused: not a valid value (luhn)'],
    ['30-41', '49927398716', 'card', 'pattern 1', '0.8 ≥ 0.5', 'partial'],
  ]);
  t.match(stderr, /^read as text; 5 rules looked, 5 matched, 3 act; ruleset [0-9a-f]{12}\n$/);
});

t.test(
  'tells the field, the decoded value, and why nothing is done to a record that is withheld',
  async (t) => {
    const json = await explain(t, ['{"to":{"secret":[7]},"n":"\\u0061\\u0032"}']);
    t.strictSame(
      cellsOf(json.stdout).map(([, value, detector, by]) => [value, detector, by]),
      [
        ['7', 'word', 'key at to.secret[0]'],
        ['\\u0061\\u0032, read as a2', 'word', 'pattern 1 at n'],
      ],
    );
    const withheld = await explain(t, ['--format', 'json', 'a2']);
    t.match(withheld.stdout, 'this record is withheld: malformed_json');
    t.match(withheld.stderr, /0 act/);
  },
);

t.test('reads every line of standard input, or the text in a field of each', async (t) => {
  const plain = await explain(t, [], 'a2\nnothing\n');
  t.strictSame(linesOf(plain.stdout).slice(0, 2), ['a2', '^^']);
  t.equal(linesOf(plain.stdout).at(-1), 'nothing');
  const field = await explain(t, ['--text-field', 'text'], '{"text":"x a2"}\n');
  t.equal(linesOf(field.stdout)[1], '  ^^');
  const wrong = await explain(t, ['--text-field', 'text'], '{"text":"x"}\n[]\n');
  t.equal(wrong.code, 2);
  t.match(wrong.stderr, 'SJ_USAGE: Line 2 ');
});

t.test('prints JSON, and with --all the rules that matched nothing', async (t) => {
  const { stdout } = await explain(t, ['--json', '--all', 'x a2']);
  t.strictSame(JSON.parse(stdout), {
    record: 0,
    format: 'text',
    matches: [
      {
        detector: 'word',
        category: 'pii',
        start: 2,
        end: 4,
        pattern: 1,
        confidence: { base: 0.8, total: 0.8, threshold: 0.5 },
        outcome: { kind: 'acts', action: 'mask' },
        value: 'a2',
      },
    ],
    silent: ['card', 'near', 'sum', 'part'],
  });
  const { stdout: table } = await explain(t, ['--all', 'x']);
  t.equal(table, 'x\nlooked and matched nothing: card, near, sum, word, part\n');
});

t.test('applies the overrides of the policy for where the record comes from', async (t) => {
  const overrides = 'overrides: [{ services: [audit], disable: [word] }]\n';
  const rules = t.testdir(rulesFolder(pack, overrides));
  const run = (...args: string[]): ReturnType<typeof scrubjay> =>
    scrubjay(['rules', 'explain', '--rules', rules, ...args, 'a2']);
  t.match((await run()).stderr, /1 matched, 1 act/);
  t.match((await run('--service', 'audit')).stderr, /0 matched, 0 act/);
});
