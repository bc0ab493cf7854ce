import { Buffer } from 'node:buffer';
import fc from 'fast-check';
import t from 'tap';
import { programOf, type PatternProgram, type Program } from '../../src/compile/ruleset.js';
import { createKernel } from '../../src/kernel/index.js';
import { automatonLimits } from '../../src/prefilter/group-automaton.js';
import { RecordFilter } from '../../src/prefilter/record-filter.js';
import { createSpans, earliestBegin, type Spans } from '../../src/prefilter/spans.js';
import { prepare, readTokens } from '../../src/scan/prepare.js';
import { RecordScan } from '../../src/scan/record-scan.js';
import { defaultLimits, type EngineFormat } from '../../src/types.js';
import { framed } from '../kernel/support.js';
import { fakeRuleset } from '../support.js';
import { shippedProgram } from './support.js';

const seed = Number(process.env['FC_SEED'] ?? 20_261_123);

const scan = new RecordScan(defaultLimits);
const spans = createSpans();
const decodedSpans = createSpans();

/** Runs of classes that JSON is written in too, edges of texts, words of one case and of both. */
const sources = [
  ...['[0-9,]{8}', '[0-9.,:]{9,12}\\b', '["a-z]{12}', '[a-z:"]{9,}1', '[0-9]{5}$', '^[0-9]{3,}$', '#{8}'],
  ...['(?i)passwordkey', '\\btoken[0-9]+\\b', '(?:^|[^0-9])[0-9]{4}-[0-9]{4}(?:$|[^0-9])', 'a{17}', 'x.+y'],
  ...['(?:\\b(?:-a)?|x)5foobar', '(?m)^b-[0-9]+$', 'key=(?P<value>[^ ]+)', '[A-Z]{20,}', 'é{6}', '[^a-z]{9}'],
];
const fakes = programOf(
  fakeRuleset([
    ...sources.map((pattern, at) => ({ id: `d${String(at)}`, pattern })),
    { id: 'near', pattern: '[0-9]{6}', keywords: { near: ['pin', 'task no'] } },
    { id: 'named', keys: ['mail', 'user.zip'] },
  ]),
);
const parts = [
  ...[
    '12345678',
    '1,2,3',
    '0.5',
    'paſſword\u212aey',
    'passwordKey',
    'token7',
    '1234-5678',
    'aaaaaaaa',
    'éééééé',
  ],
  ...[
    'z-a5foobar',
    '-a5foobar',
    '\nb-12\n',
    'key=abc',
    'ABCDEFGHIJKLMNOPQRSTUVWX',
    '########',
    'PIN',
    'task-no',
  ],
  ...[
    ' ',
    '"',
    ',',
    ':',
    'x',
    'y',
    'abcdefghijkl',
    '%41%70',
    '&quot;',
    'mail=bob',
    '\\n',
    '123456',
    '\u200b',
  ],
  ...[Buffer.from('the pin is 123456 and 12345678').toString('base64'), '{"a":"12345678"}', '[1,2,345678]'],
];
const word = fc.array(fc.constantFrom(...parts), { maxLength: 5 }).map((list) => list.join(''));
const { value } = fc.letrec<{ value: unknown }>((tie) => ({
  value: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    { weight: 3, arbitrary: word },
    fc.constantFrom<unknown>(1, 12345678, 1.5e20, 123456, true, null, -4),
    fc.array(tie('value'), { maxLength: 6 }),
    fc.array(fc.constantFrom(1, 2, 3.5, 12345678), { minLength: 5, maxLength: 9 }),
    fc.dictionary(fc.oneof(word, fc.constantFrom('mail', 'name', 'value')), tie('value'), { maxKeys: 4 }),
  ),
}));
const examples = shippedProgram().detectors.flatMap(({ detector }) => detector.examples);

/** Records of JSON or text; some of them hold examples of the packs. */
function recordsOf(format: EngineFormat, own: fc.Arbitrary<string>): fc.Arbitrary<string[]> {
  const texts = examples.filter((example) => example.format === format).map(({ text }) => text);
  const record = fc.oneof({ weight: 3, arbitrary: own }, fc.constantFrom(...texts));
  return fc.array(
    record.map((text) => text.replaceAll('\n', ' ')),
    { maxLength: 6 },
  );
}
const frame = fc.oneof(
  recordsOf(
    'json',
    value.map((parsed) => JSON.stringify(parsed)),
  ).map((records) => ({ format: 'json' as const, records })),
  recordsOf('text', word).map((records) => ({ format: 'text' as const, records })),
);

/** Where the first match begins; -1 if there is none. */
function beginOf({ pattern }: PatternProgram, text: Buffer): number {
  pattern.regex.lastIndex = 0;
  return pattern.regex.exec(text)?.index ?? -1;
}

/** Whether the spans tell of a match that begins at `begin` in the unit from `start` up to `end`. */
function tellOf(spans: Spans, bytes: Buffer, begin: number, start: number, end: number): boolean {
  const { least, count, firsts, lasts } = spans;
  return Array.from({ length: count }).some((_, index) => {
    const [first, last] = [firsts[index] ?? -1, lasts[index] ?? -1];
    if (first > end || last < start || begin > last - least) return false;
    return earliestBegin(spans, bytes, first, start) <= begin;
  });
}

/** Whether what its detector wants nearby is in the record at all. */
function mayCount({ detector: { keywords, tokens } }: PatternProgram): boolean {
  const { bytes, start, end, pool } = scan;
  if (keywords === undefined || keywords.occursIn(bytes, start, end, tokens.labels)) return true;
  return keywords.occursIn(pool.bytes, 0, pool.length, tokens.labels);
}

function chosen(count: number, at: (index: number) => PatternProgram): PatternProgram[] {
  return Array.from({ length: count }, (_, index) => at(index));
}

/** What the filter was wrong about in the opened record, for which it has chosen. */
function wrongIn({ patterns }: Program, filter: RecordFilter): string[] {
  const raw = chosen(filter.count, (index) => filter.patternAt(index));
  const decoded = chosen(filter.decodedCount, (index) => filter.decodedPatternAt(index));
  const wrong: string[] = [];
  for (const program of patterns.filter(mayCount)) {
    const at = raw.indexOf(program);
    const isPlaced = at >= 0 && scan.format === 'json' && scan.documents.areNone && filter.spansOf(at, spans);
    const decodedAt = decoded.indexOf(program);
    const isPlacedDecoded = decodedAt >= 0 && filter.decodedSpansOf(decodedAt, decodedSpans);
    const { units } = scan;
    for (let unit = 0; unit < units.count; unit += 1) {
      const [start, end] = [units.starts[unit] ?? -1, units.ends[unit] ?? -1];
      const isDecoded = units.inPool[unit] === 1;
      const { bytes } = scan.source(units.inPool[unit]);
      const text = bytes.subarray(start, end);
      const begin = beginOf(program, text);
      if (begin < 0) continue;
      const isRuledOut = (isDecoded ? decodedAt : at) < 0;
      const told = isDecoded ? decodedSpans : spans;
      const isHit = tellOf(told, bytes, start + begin, start, end);
      if (isRuledOut) wrong.push(`${program.pattern.source} ruled out`);
      else if ((isDecoded ? isPlacedDecoded : isPlaced) && !isHit)
        wrong.push(`${program.pattern.source} placed elsewhere`);
    }
  }
  return wrong;
}

/** Asks the filter about each record of a frame as the scans do. */
function checkFrame(
  program: Program,
  filter: RecordFilter,
  kernel: ReturnType<typeof createKernel>,
  asFrame: boolean,
) {
  return ({ format, records }: { format: EngineFormat; records: string[] }): boolean => {
    const { bytes, ends } = framed(records);
    kernel.load(bytes, ends);
    if (asFrame) filter.lookAtFrame(bytes.length);
    let start = 0;
    for (const [record, end] of ends.entries()) {
      scan.open(bytes, start, end - 1, format);
      if (asFrame) filter.chooseInFrame(record);
      else filter.chooseIn(bytes, start, end - 1);
      if (readTokens(scan) === undefined && prepare(scan) === undefined) {
        if (scan.pool.length > 0) filter.addDecoded(scan.pool.bytes, scan.pool.length);
        const wrong = wrongIn(program, filter);
        if (wrong.length > 0) throw new Error(`${wrong.join('; ')} in ${String(records[record])}`);
      }
      start = end;
    }
    return true;
  };
}

const few = { mostStates: 60, mostSaved: 1_000_000, bytesPerState: 1 };
const poor = { mostStates: 10_000, mostSaved: 60, bytesPerState: 8 };
const shipped = shippedProgram();

for (const { name, program, limits, numRuns } of [
  { name: 'fakes', program: fakes, limits: automatonLimits, numRuns: 400 },
  { name: 'fakes, few states', program: fakes, limits: few, numRuns: 400 },
  { name: 'fakes, few savings', program: fakes, limits: poor, numRuns: 400 },
  { name: 'the packs', program: shipped, limits: automatonLimits, numRuns: 60 },
  { name: 'the packs, few states', program: shipped, limits: { ...few, mostStates: 900 }, numRuns: 30 },
]) {
  t.test(
    `${name}: every match is chosen, and lies where it is said to (FC_SEED=${String(seed)})`,
    async (t) => {
      const kernels = [createKernel(), createKernel({ plain: true })];
      const checks = kernels.flatMap((kernel) => {
        const filter = new RecordFilter(program, kernel, limits);
        return [true, false].map((asFrame) => checkFrame(program, filter, kernel, asFrame));
      });
      t.doesNotThrow(() => {
        fc.assert(
          fc.property(frame, (input) => checks.every((check) => check(input))),
          { seed, numRuns },
        );
      });
    },
  );
}
