import { Buffer } from 'node:buffer';
import { readPacks } from '@scrubjay/boot';
import { compileRuleset, defaultLimits, detectRecord, type Ruleset } from '@scrubjay/engine';
import t from 'tap';
import { parsePattern } from '../src/patterns/parse-pattern.js';
import { samplePattern } from '../src/patterns/sample-pattern.js';
import { PatternWriter } from '../src/patterns/write-pattern.js';
import { Random } from '../src/random.js';

function rulesetOf(patterns: readonly string[]): Ruleset {
  const examples = { match: ['1', '2', '3'], ignore: ['a', 'b', 'c'] };
  const detector = { id: 'd', title: 'D', category: 'pii', severity: 'low', patterns, examples };
  const text = JSON.stringify({ pack: 'p', title: 'P', detectors: [detector] });
  return compileRuleset({ packs: [{ file: 'p.yaml', text }] });
}

function isFound(ruleset: Ruleset, text: string): boolean {
  const result = detectRecord(ruleset, Buffer.from(text), 'text', defaultLimits);
  return 'findings' in result && result.findings.length > 0;
}

/** How many of a hundred samples of a pattern the engine finds. */
function foundOf(pattern: string): number {
  const ruleset = rulesetOf([pattern]);
  const random = Random.mixed(20_261_123);
  const tree = parsePattern(pattern);
  return random.list(100, () => samplePattern(tree, random)).filter((text) => isFound(ruleset, text)).length;
}

const whole = [
  ...['abc', 'a|bc|[d-f]+', '(?i)kassé{2,3}x?', '(?P<value>[0-9]{3}-[^a-z\\s]{4})', '\\Qa.b\\E+c', 'x{100,}'],
  ...[
    '[[:alpha:]_]{2}[[:^digit:]]a',
    '\\x41\\x{17f}\\u0042\\t\\.',
    '\\pL\\p{Greek}{2}\\PLx',
    '(?i:s)(?-i:K)k',
  ],
  ...[
    '(a(?:b|(?i)c|d)e)',
    '[]a]{3}',
    '[^]\\n]a',
    '[a\\-z]{4}',
    '\\d\\D\\w\\W\\s\\S',
    '(?s)a.b',
    '(?U)a+?',
    '^abc$',
  ],
];

for (const pattern of whole) {
  t.test(`what is made of ${pattern} is found`, async (t) => {
    // A control character can make a record one that is withheld.
    t.ok(foundOf(pattern) >= 95, String(foundOf(pattern)));
  });
}

t.test('what is no pattern is refused', async (t) => {
  for (const pattern of ['(a', 'a)', '[a', '[[:nothing:]]']) t.throws(() => parsePattern(pattern), pattern);
});

t.test('every pattern of the packs is read', async (t) => {
  const { detectors } = compileRuleset({
    packs: await readPacks(new URL('../../../rules', import.meta.url).pathname),
  });
  const random = Random.mixed(1);
  for (const pattern of detectors.flatMap(({ patterns }) => patterns))
    t.doesNotThrow(() => samplePattern(parsePattern(pattern), random), pattern);
});

t.test('the same seed writes the same patterns, and most can be compiled', async (t) => {
  const write = (seed: number): string[] => {
    const writer = new PatternWriter(Random.mixed(seed));
    return Array.from({ length: 60 }, () => writer.write());
  };
  t.same(write(5), write(5));
  t.notSame(write(5), write(6));
  const compiled = write(5).filter((pattern) => {
    try {
      return rulesetOf([pattern]).detectors.length > 0;
    } catch {
      return false;
    }
  });
  t.ok(compiled.length > 45, String(compiled.length));
});
