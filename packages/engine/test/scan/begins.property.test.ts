import { Buffer } from 'node:buffer';
import fc from 'fast-check';
import t from 'tap';
import { compilePattern } from '../../src/compile/compile-pattern.js';
import { factorsOf } from '../../src/prefilter/factors.js';
import { createSpans, type Spans } from '../../src/prefilter/spans.js';
import type { Factor } from '../../src/prefilter/stretches.js';
import { askPattern, begins, findWithin, type PatternMatch } from '../../src/scan/find-match.js';
import { FactorFinder } from '../prefilter/support.js';

const heads = ['', '', '\\b', '(?:^|[^0-9é]|[a-z][.])', '[a-c]*', '(?i)', '.', 'é?', '[^ ]+', '(?:ab|b)c?'];
const cores = ['[0-9]{6}', 'ab1', '[0-9]{2,}-', '(?:ab|1é)', '[a-c1]{7}', '[0-9]{3} ?[0-9]{3}', '@'];
const tails = ['', '', '\\b', '(?:$|[^0-9a-z]|[.](?:$|[^0-9]))', '[a-c]*', '$', 'é', '[^ ]+x'];
const patterns = fc
  .tuple(fc.constantFrom(...heads), fc.constantFrom(...cores), fc.constantFrom(...tails))
  .map(([head, core, tail]) => compilePattern(`${head}(?P<value>${core})${tail}`))
  .filter((pattern) => typeof pattern !== 'string');
const piece = fc.oneof(
  {
    weight: 9,
    arbitrary: fc.constantFrom('ab1', 'abc', '1', '12', '123456', '-', ' ', '.', '@', 'x', 'aab'),
  },
  { weight: 1, arbitrary: fc.constantFrom('é', '😀', '\n', '"', '000000000000') },
);
const texts = fc.array(piece, { maxLength: 16 }).map((parts) => parts.join(''));

/** Where the factor is complete in the bytes, as the filter would tell. */
function spansOf({ node, reach }: Factor, bytes: Buffer): Spans {
  const [lasts = []] = new FactorFinder([node]).find(bytes);
  const least = Math.max(-1e6, reach.least);
  const ends = Uint32Array.from(lasts);
  return { ...createSpans(), ...reach, least, count: lasts.length, firsts: ends, lasts: ends };
}

function allOf(find: (at: number, into: PatternMatch) => boolean, length: number): PatternMatch[] {
  const found: PatternMatch[] = [];
  for (let at = 0; at <= length;) {
    const into = { start: -1, from: -1, to: -1, end: -1 };
    if (!find(at, into)) break;
    found.push(into);
    at = into.end;
  }
  return found;
}

const seed = Number(process.env['FC_SEED'] ?? 20_261_129);

t.test(`finds what RE2 finds where a factor tells (FC_SEED=${String(seed)})`, async (t) => {
  let found = 0;
  fc.assert(
    fc.property(patterns, fc.array(texts, { minLength: 3, maxLength: 3 }), (pattern, parts) => {
      const { source, search } = pattern;
      const [factor] = factorsOf(source);
      if (factor === undefined) return;
      const bytes = Buffer.from(`${parts.join('"')}\n`);
      const spans = spansOf(factor, bytes);
      let start = 0;
      for (const part of parts) {
        const end = start + Buffer.byteLength(part);
        const text = bytes.subarray(start, end);
        const wanted = allOf((at, into) => askPattern(pattern, text, at, into), text.length);
        const isOpen = begins.open(search, spans, bytes, start, end);
        const got = isOpen ? allOf((at, into) => findWithin(pattern, text, at, into), text.length) : [];
        found += got.length;
        const place = `${source} in ${JSON.stringify(part)} of ${JSON.stringify(parts)}`;
        if (JSON.stringify(got) !== JSON.stringify(wanted))
          throw new Error(`${place}: ${JSON.stringify(got)}, not ${JSON.stringify(wanted)}`);
        start = end + 1;
      }
    }),
    { seed, numRuns: Number(process.env['FC_RUNS'] ?? 3000) },
  );
  t.ok(found > 1500, `there was much to find: ${String(found)}`);
});
