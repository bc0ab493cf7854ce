import { Buffer } from 'node:buffer';
import { readdirSync, readFileSync } from 'node:fs';
import fc from 'fast-check';
import RE2 from 're2';
import t from 'tap';
import { conditionOf } from '../../src/prefilter/condition.js';
import { Prefilter } from '../../src/prefilter/matcher.js';
import { compileRuleset } from '../../src/compile/compile-ruleset.js';
import { programOf } from '../../src/compile/ruleset.js';

const seed = Number(process.env['FC_SEED'] ?? 20_261_123);

/** A pattern, and a text that it may well match. */
type Case = readonly [pattern: string, text: string];

const atoms: readonly Case[] = [
  ...([
    ['abc', 'abc'],
    ['task', 'tas\u212a'],
    ['Sk', 'ſK'],
    ['[0-9]', '7'],
    ['\\d{3}', '123'],
    ['[^a-c]', 'x'],
  ] as const),
  ...([
    ['[^\\w]', 'é'],
    ['\\pL', 'ſ'],
    ['\\x{17f}', 'ſ'],
    ['ſ', 's'],
    ['[ſ-ƀ]', 'ſ'],
    ['[s-\\x{212a}]', 'k'],
    ['\\Qa.b\\E', 'a.b'],
  ] as const),
  ...([
    ['[[:alpha:]_]', '_'],
    ['[[:^digit:]]', '–'],
    ['é', 'é'],
    ['É', 'é'],
    ['[a-zß-ö]', 'ö'],
    ['.', '\u212a'],
    ['\\s', '\t'],
  ] as const),
  ...([
    ['^', ''],
    ['\\b', ''],
    ['$', ''],
    ['[KS]{2}', 'ks'],
    ['[A-Z]', 'Q'],
    ['[-/ ]', '-'],
    ['\\u{1F600}', '😀'],
    ['[k-m]', 'K'],
  ] as const),
];

function repeat(text: string, times: number): string {
  return Array.from({ length: times }, () => text).join('');
}

const { node } = fc.letrec<{ node: Case }>((tie) => ({
  node: fc.oneof(
    { depthSize: 'small', withCrossShrink: true, maxDepth: 4 },
    fc.constantFrom(...atoms),
    fc
      .array(tie('node'), { minLength: 1, maxLength: 4 })
      .map((parts): Case => [parts.map(([p]) => p).join(''), parts.map(([, x]) => x).join('')]),
    fc
      .tuple(fc.array(tie('node'), { minLength: 1, maxLength: 3 }), fc.nat(2))
      .map(([branches, chosen]): Case => {
        const text = (branches[chosen % branches.length] as Case)[1];
        return [`(?:${branches.map(([p]) => p).join('|')})`, text];
      }),
    fc
      .tuple(
        tie('node'),
        fc.constantFrom('?', '*', '+', '{2}', '{0,2}', '{1,3}', '{2,}', '{5}', '??'),
        fc.nat(5),
      )
      .map(([[p, x], sign, times]): Case => [`(?:${p})${sign}`, repeat(x, times)]),
    fc
      .tuple(tie('node'), fc.constantFrom('(?i:', '(?-i:', '(', '(?:(?i)'), fc.boolean())
      .map(([[p, x], open, isUpper]): Case => [`${open}${p})`, isUpper ? x.toUpperCase() : x]),
  ),
}));

function mayMatch(pattern: string, text: string): boolean {
  const prefilter = new Prefilter([{ condition: conditionOf(pattern), keywords: undefined }]);
  const marks = new Uint32Array(1);
  const bytes = Buffer.from(text);
  prefilter.begin();
  prefilter.search(bytes, 0, bytes.length, marks);
  return ((marks[0] as number) & 1) === 1;
}

t.test(
  `where RE2 matches the prefilter has said so: random patterns (FC_SEED=${String(seed)})`,
  async (t) => {
    let matched = 0;
    let ruledOut = 0;
    const around = fc.constantFrom('', ' ', 'x', '0', 'é', 'ſ');
    fc.assert(
      fc.property(node, around, around, fc.string(), ([pattern, text], head, tail, other) => {
        const regex = new RE2(pattern);
        return [head + text + tail, other].every((record) => {
          const isMatch = regex.test(Buffer.from(record));
          const isMarked = mayMatch(pattern, record);
          if (isMatch) matched += 1;
          if (!isMarked) ruledOut += 1;
          return isMarked || !isMatch;
        });
      }),
      { numRuns: 4000, seed },
    );
    t.ok(matched > 1500, 'many match');
    t.ok(ruledOut > 1000, 'and many are ruled out');
  },
);

/** The same text in other writings: some break what is found, some do not. */
function variantsOf(text: string): string[] {
  return [
    text,
    text.toUpperCase(),
    text.toLowerCase(),
    text.replaceAll('s', 'ſ').replaceAll('k', '\u212a'),
    text.replace(/[0-9]/g, (digit) => String((Number(digit) + 3) % 10)),
    text.replace(/[ -]/g, ''),
  ];
}

t.test('where RE2 matches the prefilter has said so: the packs over their examples', async (t) => {
  const folder = new URL('../../../../rules/', import.meta.url);
  const packs = readdirSync(folder)
    .filter((file) => file.endsWith('.yaml'))
    .map((file) => ({ file, text: readFileSync(new URL(file, folder), 'utf8') }));
  const { patterns, detectors } = programOf(compileRuleset({ packs }));
  const prefilter = new Prefilter(
    patterns.map(({ pattern }) => ({ condition: conditionOf(pattern.source), keywords: undefined })),
  );
  const marks = new Uint32Array(prefilter.words);
  const texts = new Set(
    detectors.flatMap(({ detector }) => detector.examples.flatMap(({ text }) => variantsOf(text))),
  );
  let ruledOut = 0;
  const missed = new Set<string>();
  for (const text of texts) {
    const bytes = Buffer.from(text);
    prefilter.begin();
    prefilter.search(bytes, 0, bytes.length, marks);
    for (const { index, pattern, detector } of patterns) {
      if ((((marks[index >> 5] as number) >>> (index & 31)) & 1) === 1) continue;
      pattern.regex.lastIndex = 0;
      if (pattern.regex.test(bytes)) missed.add(detector.detector.id);
      else ruledOut += 1;
    }
  }
  t.strictSame([...missed], []);
  t.ok(ruledOut > texts.size * patterns.length * 0.9, 'nearly all pairs are ruled out');
});
