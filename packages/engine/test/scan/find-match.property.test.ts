import fc from 'fast-check';
import RE2 from 're2';
import t, { type Test } from 'tap';
import { compilePattern, type CompiledPattern } from '../../src/compile/compile-pattern.js';
import { findMatch, type PatternMatch } from '../../src/scan/find-match.js';

const keys = ['start', 'from', 'to', 'end'] as const;
const befores = [
  '',
  '\\b',
  '(?i)\\b',
  '(?:^|[^0-9])',
  '(?:[^0-9é]|^)',
  '(?:\\b|_|\\\\[nr])',
  '(?:$|[a-c])',
  '(?i)(?:^|[^a-c]|b-)',
  '(?m)(?:^|[^0-9])',
  '(?:^)?',
  'a*',
  '(?:a|ab|[(])',
  '(?s).b',
  '[^a-z"\\]]',
];
const values = ['[0-9]+', '[a-c1]{1,3}', '(?:a|ab)(?:1|b1)?', '\\p{L}{2}', '[^ ]+?', '1(b)?1', '(?i:B+)'];
const behinds = [
  '',
  '\\b',
  '(?:\\b|$)',
  '(?:$|[^0-9a-z.]|[.](?:$|[^0-9]))',
  '(?:[^0-9]|$)',
  '(?:\\b|_)',
  '[ ,]+',
  '(?: [a-c]|$)?',
  '(?:|b)',
  '$',
  '\\B',
];
const others = [
  '[a-c]1+',
  '\\b(?P<value>1+)|a(?:b)',
  '(?:a(?P<value>1))',
  '(?P<value>b)+1',
  '\\Qa|\\E(?P<value>1)',
  '1(?i)(?P<value>B)',
  'a{1}(?P<value>[b)]?1)',
];

/** Those that are refused, as they match empty text, match nothing here. */
const sources = fc
  .oneof(
    { weight: 9, arbitrary: fc.tuple(...[befores, values, behinds].map((list) => fc.constantFrom(...list))) },
    { weight: 1, arbitrary: fc.constantFrom(...others) },
  )
  .map((source) => (typeof source === 'string' ? source : `${source[0]}(?P<value>${source[1]})${source[2]}`));

const texts = fc
  .array(
    fc.constantFrom('a', 'b', 'B', 'c', '1', '2', '_', '-', '.', ' ', '\n', '\\n', 'é', '(', '|', '😀'),
    {
      maxLength: 14,
    },
  )
  .map((parts) => Buffer.from(parts.join('')));

/** What RE2 says itself of the first match at or behind `at`. */
function expected({ source }: CompiledPattern, text: Buffer, at: number): PatternMatch | undefined {
  const regex = new RE2(source, 'gd');
  regex.lastIndex = at;
  const match = regex.exec(text);
  if (match === null) return undefined;
  const [from, to] = match.indices?.groups?.['value'] ?? match.indices?.[0] ?? [-1, -1];
  return { start: match.index, from, to, end: match.index + match[0].length };
}

function compare(t: Test, pattern: CompiledPattern, text: Buffer): void {
  for (let at = 0; at < text.length; at += 1) {
    if (((text[at] as number) & 0xc0) === 0x80) continue;
    const found: PatternMatch = { start: -1, from: -1, to: -1, end: -1 };
    const wanted = expected(pattern, text, at);
    const isFound = findMatch(pattern, text, at, found);
    const isSame = isFound
      ? wanted !== undefined && keys.every((key) => found[key] === wanted[key])
      : wanted === undefined;
    if (!isSame) t.fail(`${pattern.source} at ${String(at)} of ${JSON.stringify(text.toString())}`);
  }
}

const seed = Number(process.env['FC_SEED'] ?? 20_261_123);

t.test(`finds every match and its value where RE2 does (FC_SEED=${String(seed)})`, async (t) => {
  fc.assert(
    fc.property(sources, fc.array(texts, { minLength: 4, maxLength: 4 }), (source, all) => {
      const pattern = compilePattern(source);
      if (typeof pattern === 'string') return;
      for (const text of all) compare(t, pattern, text);
    }),
    { seed, numRuns: 400 },
  );
});
