import { Buffer } from 'node:buffer';
import type { Length } from '../../src/prefilter/lengths.js';
import fc from 'fast-check';
import RE2 from 're2';
import t from 'tap';
import { chooseFactors } from '../../src/prefilter/choose-factors.js';
import { factorsOf } from '../../src/prefilter/factors.js';
import { readPattern } from '../../src/prefilter/read-pattern.js';
import type { Factor } from '../../src/prefilter/stretches.js';
import {
  befores,
  behinds,
  Choices,
  FactorFinder,
  holdsFolded,
  shippedProgram,
  writeText,
} from './support.js';

const seed = Number(process.env['FC_SEED'] ?? 20_261_123);
const tape = fc.array(fc.nat(0xffff), { minLength: 1, maxLength: 60 });
const sides = ['', '', '', ' ', '-', 'x', '0', '_', 'é', '"', ',', 'a-b', '\n', ':5'];
const around = fc.record({
  before: fc.constantFrom(...befores),
  behind: fc.constantFrom(...behinds),
  head: fc.constantFrom(...sides),
  tail: fc.constantFrom(...sides),
});
type Around = typeof around extends fc.Arbitrary<infer T> ? T : never;

/** One pattern: which texts RE2 finds it in, and whether its factors are there, and as far from each match as they say. */
class Judge {
  readonly factors: readonly Factor[];
  matched = 0;
  ruledOut = 0;
  readonly #pattern: string;
  readonly #regex: RE2;
  readonly #finder: FactorFinder;

  constructor(pattern: string) {
    this.factors = chooseFactors(factorsOf(pattern));
    this.#pattern = pattern;
    this.#regex = new RE2(pattern, 'g');
    this.#finder = new FactorFinder(this.factors.map(({ node }) => node));
  }

  write(choices: number[]): string {
    const node = readPattern(this.#pattern);
    return node === undefined ? '' : writeText(node, new Choices(choices));
  }

  /** Where matches begin. One that begins within another is one too. */
  #beginsIn(unit: Buffer): number[] {
    const begins: number[] = [];
    for (let at = 0; at <= unit.length; at += 1) {
      // Only where a character begins may one look for more.
      if (((unit[at] ?? 0) & 0xc0) === 0x80) continue;
      this.#regex.lastIndex = at;
      const match = this.#regex.exec(unit);
      if (match === null) break;
      at = match.index;
      begins.push(at);
    }
    return begins;
  }

  /** Throws if a factor is missing where the pattern matches. */
  check(text: string, { before, behind, head, tail }: Around): void {
    const unit = Buffer.from(head + text + tail);
    const begins = this.#beginsIn(unit);
    if (begins.length > 0) this.matched += 1;
    if (this.factors.length === 0) return;
    const start = Buffer.byteLength(before);
    const found = this.#finder
      .find(Buffer.concat([Buffer.from(before), unit, Buffer.from(behind)]))
      .map((lasts) => lasts.map((last) => last - start).filter((last) => last >= 0 && last <= unit.length));
    if (found.some((lasts) => lasts.length === 0)) this.ruledOut += 1;
    if (holdsFolded(unit.toString())) return;
    for (const [factor, lasts] of found.entries()) {
      const { reach } = this.factors[factor] as Factor;
      const { least, most } = reach;
      const isAt = (begin: number, at: number): boolean =>
        at - begin >= least &&
        at - begin <= most &&
        countFirm(unit.subarray(begin, Math.max(begin, at)), reach) <= boundOf(reach);
      const missed = begins.find((begin) => !lasts.some((at) => isAt(begin, at)));
      if (missed === undefined) continue;
      const place = JSON.stringify([before, unit.toString(), behind]);
      throw new Error(
        `factor ${String(factor)}, ${String(least)} to ${String(most)} behind ${String(missed)}, of ${this.#pattern} in ${place}`,
      );
    }
  }
}

/** Bytes that are not among those which stand in a match without an end. */
function countFirm(bytes: Buffer, { loose }: Length): number {
  return bytes.filter((byte) => loose[byte] !== 1).length;
}

function boundOf({ most, bound }: Length): number {
  return most === Infinity ? bound : Infinity;
}

const program = shippedProgram();
const sources = [...new Set(program.patterns.map(({ pattern }) => pattern.source))];

t.test(
  `factors stand where they say wherever a pattern of the packs matches (FC_SEED=${String(seed)})`,
  async (t) => {
    let withFactors = 0;
    const unmatched: string[] = [];
    for (const source of sources) {
      const judge = new Judge(source);
      fc.assert(
        fc.property(tape, around, (choices, places) => {
          judge.check(judge.write(choices), places);
        }),
        { seed, numRuns: 25 },
      );
      if (judge.factors.length > 0) withFactors += 1;
      if (judge.matched === 0) unmatched.push(source);
    }
    t.ok(withFactors > sources.length * 0.95, 'nearly all patterns have factors');
    t.ok(unmatched.length < sources.length * 0.02, `nearly all texts were apt: ${unmatched.join(' ')}`);
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

t.test('factors stand where they say wherever a pattern of the packs matches an example', async (t) => {
  const examples = program.detectors.flatMap(({ detector }) => detector.examples.map(({ text }) => text));
  const units = [...new Set(examples.flatMap((text) => [text, ...text.split('"')]).flatMap(variantsOf))];
  const plain = { before: '', behind: '\n', head: '', tail: '' };
  let ruledOut = 0;
  let asked = 0;
  for (const source of sources) {
    const judge = new Judge(source);
    for (const [at, unit] of units.entries()) {
      // Every text with some of the patterns, and each pattern with all kinds of texts.
      if ((at + source.length) % 17 !== 0) continue;
      judge.check(unit, plain);
      asked += 1;
    }
    ruledOut += judge.ruledOut;
  }
  t.ok(ruledOut > asked * 0.9, 'nearly all pairs are ruled out');
});

const atoms = [
  ...['abc', 'task', 'Sk', '[0-9]', '\\d{3}', '[^a-c]', '[^\\w]', '\\pL', '\\x{17f}', 'ſ', '[ſ-ƀ]'],
  ...['[s-\\x{212a}]', '\\Qa.b\\E', '[[:alpha:]_]', '[[:^digit:]]', 'é', 'É', '[a-zß-ö]', '.', '\\s'],
  ...['[KS]{2}', '[A-Z]', '[-/ ]', '\\u{1F600}', '[k-m]', '[0-9,]', '["a-z:]', '[^"\\n]', 'token', '\\n'],
  ...['[0-9]{17}', '[0-9]{4,40}', '[a-f0-9]{32}', '[A-Za-z0-9+/]{20,}', '(?:ab){18}', '[0-9.,]{9,}', '#{7}'],
  ...['(?P<value>[a-z]+@[a-z]+)', 'x{0}', 'x{0,3}', '(?:-a)?', '[–—]', '(?:0x)?', '=', ':', 'pass(?:word)?'],
];
const placed = [
  ...['^', '$', '\\b', '\\B', '\\A', '\\z', '(?m)^', '(?m:$)', '(?s:.)', '(?:^|[^0-9])', '(?:$|[^0-9])'],
  ...[
    '(?:\\b|_)',
    '(?:^|[^a-z]|\\\\[nrt])',
    '(?:[^0-9.]|[.](?:$|[^0-9]))',
    '(?:\\b(?:-a)?|x)',
    '(?:a?\\b|-)',
  ],
  ...['(?:^|,)', '(?:,|$)', '(?:\\bx*|[(])', '(?:^foo|bar$)'],
];

const { pattern } = fc.letrec<{ pattern: string }>((tie) => ({
  pattern: fc.oneof(
    { depthSize: 'small', withCrossShrink: true, maxDepth: 4 },
    { weight: 5, arbitrary: fc.constantFrom(...atoms) },
    { weight: 2, arbitrary: fc.constantFrom(...placed) },
    {
      weight: 6,
      arbitrary: fc
        .array(tie('pattern'), { minLength: 1, maxLength: 5 })
        .map((parts) => parts.map((part) => (part.includes('|') ? `(?:${part})` : part)).join('')),
    },
    {
      weight: 2,
      arbitrary: fc
        .array(tie('pattern'), { minLength: 1, maxLength: 3 })
        .map((branches) => `(?:${branches.join('|')})`),
    },
    {
      weight: 2,
      arbitrary: fc
        .tuple(
          tie('pattern'),
          fc.constantFrom('?', '*', '+', '{2}', '{0,2}', '{1,3}', '{2,}', '{5}', '??', '{0}'),
        )
        .map(([of, sign]) => `(?:${of})${sign}`),
    },
    {
      weight: 1,
      arbitrary: fc
        .tuple(tie('pattern'), fc.constantFrom('(?i:', '(?-i:', '(', '(?:(?i)', '(?m:', '(?s:'))
        .map(([of, open]) => `${open}${of})`),
    },
  ),
}));

t.test(`factors stand where they say wherever any pattern matches (FC_SEED=${String(seed)})`, async (t) => {
  let matched = 0;
  let ruledOut = 0;
  fc.assert(
    fc.property(pattern, fc.array(tape, { minLength: 3, maxLength: 3 }), around, (source, tapes, places) => {
      const judge = openJudge(source);
      if (judge === undefined) return;
      for (const choices of tapes) judge.check(judge.write(choices), places);
      judge.check(tapes.join(), places);
      ({ matched, ruledOut } = { matched: matched + judge.matched, ruledOut: ruledOut + judge.ruledOut });
    }),
    { seed, numRuns: 4000 },
  );
  t.ok(matched > 9000, `many match: ${String(matched)}`);
  t.ok(ruledOut > 1500, `and many are ruled out: ${String(ruledOut)}`);
});

/** Undefined if RE2 refuses it: repetitions within others may be too many. */
function openJudge(source: string): Judge | undefined {
  try {
    return new Judge(source);
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}
