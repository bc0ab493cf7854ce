import fc from 'fast-check';
import RE2 from 're2';
import t, { type Test } from 'tap';
import { unknown } from '../../src/confirm/lazy-automaton.js';
import { PatternSearch } from '../../src/confirm/pattern-search.js';

const atoms = [
  ...[
    'a',
    'b',
    'K',
    '1',
    '_',
    ' ',
    '-',
    '.',
    '\\.',
    '\\d',
    '\\w',
    '\\s',
    '\\S',
    '\\W',
    '\\D',
    '\\n',
    '\\x61',
  ],
  ...[
    '[a-c]',
    '[^a-c]',
    '[^\\s"]',
    '[0-9A-F]',
    '[]a]',
    '[é-ü1]',
    '[[:alpha:]]',
    '[\\w.-]',
    '\\pL',
    '\\p{N}',
    'é',
    '{',
    '}',
  ],
  ...['^', '$', '\\b', '\\B', '\\A', '\\z', '(?i)', '(?s)', '(?-i)'],
];
const quantifiers = [
  '',
  '',
  '',
  '',
  '?',
  '*',
  '+',
  '??',
  '*?',
  '+?',
  '{2}',
  '{1,3}',
  '{0,2}?',
  '{2,}',
  '{,2}',
  '{',
];

const { pattern } = fc.letrec<{ pattern: string; item: string; group: string }>((tie) => ({
  pattern: fc.oneof(
    { maxDepth: 3 },
    {
      weight: 3,
      arbitrary: fc.array(tie('item'), { minLength: 1, maxLength: 5 }).map((items) => items.join('')),
    },
    { weight: 1, arbitrary: fc.tuple(tie('pattern'), tie('pattern')).map((both) => both.join('|')) },
  ),
  item: fc
    .tuple(
      fc.oneof(
        { maxDepth: 3 },
        { weight: 5, arbitrary: fc.constantFrom(...atoms) },
        { weight: 1, arbitrary: tie('group') },
      ),
      fc.constantFrom(...quantifiers),
    )
    .map((both) => both.join('')),
  group: fc
    .tuple(fc.constantFrom('(', '(?:', '(?i:', '(?s-i:', '(?P<value>', '(?<value>'), tie('pattern'))
    .map(([opening, inner]) => `${opening}${inner})`),
}));

const texts = fc
  .array(
    fc.oneof(
      { weight: 12, arbitrary: fc.constantFrom(...'aAbBcCkKsS0129_-. {}"\n') },
      { weight: 1, arbitrary: fc.constantFrom('é', 'ſ', '\u212a', '😀', '\0') },
    ),
    { maxLength: 24 },
  )
  .map((parts) => Buffer.from(parts.join('')));

function accepts(source: string): boolean {
  try {
    return new RE2(source, 'g') instanceof RE2;
  } catch {
    return false;
  }
}

/** How often the automaton, and not RE2, could tell. */
let told = 0;
let asked = 0;

interface Searched {
  readonly source: string;
  readonly search: PatternSearch;
  readonly regex: RE2;
  readonly sticky: RE2;
}

function compare(t: Test, { source, search, regex, sticky }: Searched, text: Buffer): void {
  for (let at = 0; at <= text.length; at += 1) {
    if (((text[at] ?? 0) & 0xc0) === 0x80) continue;
    const place = `${JSON.stringify(source)} at ${String(at)} of ${JSON.stringify(text.toString())}`;
    regex.lastIndex = sticky.lastIndex = at;
    const match = regex.exec(text);
    const start = search.find(text, 0, text.length, at, text.length);
    const end = search.endOf(text, at);
    asked += 2;
    if (start !== unknown) {
      told += 1;
      if (start !== (match?.index ?? -1)) t.fail(`find: ${place}: ${String(start)}`);
    }
    if (end === unknown) continue;
    told += 1;
    const wanted = sticky.exec(text);
    if (end !== (wanted === null ? -1 : at + wanted[0].length)) t.fail(`endOf: ${place}: ${String(end)}`);
  }
}

const seed = Number(process.env['FC_SEED'] ?? 20_261_124);

t.test(`says what RE2 says, or that it cannot tell (FC_SEED=${String(seed)})`, async (t) => {
  fc.assert(
    fc.property(pattern.filter(accepts), fc.array(texts, { minLength: 5, maxLength: 5 }), (source, all) => {
      const search = new PatternSearch(source);
      const searched = { source, search, regex: new RE2(source, 'g'), sticky: new RE2(source, 'y') };
      for (const text of all) compare(t, searched, text);
    }),
    { seed, numRuns: Number(process.env['FC_RUNS'] ?? 1000) },
  );
  t.ok(told > asked / 3, `it can tell in ${String(told)} of ${String(asked)} cases`);
});

/** Words and numbers in a row, as rules have them: their search leaps. */
const pieces = [
  'ab',
  'K1',
  '(?i)ks',
  '[0-9]{3}',
  '[0-9]{2,4}',
  '(?:a1|1bb)',
  '[^0-9]',
  '(?:^|[^0-9a-z])',
  '[a-cé]',
  '.',
  '\\b',
  '-?',
];
const rows = fc
  .array(fc.constantFrom(...pieces), { minLength: 2, maxLength: 5 })
  .map((parts) => parts.join(''));
const longTexts = fc
  .array(
    fc.oneof(
      {
        weight: 20,
        arbitrary: fc.constantFrom('ab', 'K1', 'kS', '123', '1', 'a1', '1bb', '-', ' ', 'c', 'é', '.'),
      },
      { weight: 1, arbitrary: fc.constantFrom('ſ', '\u212a', '😀', '\n') },
    ),
    { maxLength: 40 },
  )
  .map((parts) => Buffer.from(parts.join('')));

t.test(`leaps over nothing (FC_SEED=${String(seed)})`, async (t) => {
  fc.assert(
    fc.property(rows.filter(accepts), fc.array(longTexts, { minLength: 4, maxLength: 4 }), (source, all) => {
      const search = new PatternSearch(source);
      const searched = { source, search, regex: new RE2(source, 'g'), sticky: new RE2(source, 'y') };
      for (const text of all) compare(t, searched, text);
    }),
    { seed, numRuns: Number(process.env['FC_RUNS'] ?? 2000) },
  );
});
