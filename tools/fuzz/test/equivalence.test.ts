import { Buffer } from 'node:buffer';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { readRules } from '@scrubjay/boot';
import { compileRuleset, defaultLimits, redactFrame, redactFramePlain, type Ruleset } from '@scrubjay/engine';
import t from 'tap';
import type { Case, Paths, RulesetPlan } from '../src/equivalence/case.js';
import { compare, frameBytesOf } from '../src/equivalence/compare.js';
import { Corpus } from '../src/equivalence/corpus.js';
import { makeCase } from '../src/equivalence/frames.js';
import { PackRulesets } from '../src/equivalence/pack-rulesets.js';
import { reportRun } from '../src/equivalence/report.js';
import { runEquivalence } from '../src/equivalence/run.js';
import { shrinkList } from '../src/equivalence/shrink.js';
import { corpusSource, packSource, patternSource, type CaseSource } from '../src/equivalence/sources.js';

const seed = 20_261_123;
const rules = await readRules('minimal', new URL('../../../rules', import.meta.url).pathname);

/** Digits, a mail address, a key, and what never occurs, each a detector. */
const detectors = ['[0-9]{6,}', '[a-z]+@[a-z]+\\.org', 'key-[a-f]{4}', '\\bz{400}\\B'].map(
  (pattern, index) => ({
    ...{ id: `d${index}`, title: 'D', category: 'pii', severity: 'low', pattern },
    examples: { match: ['1', '2', '3'], ignore: ['a', 'b', 'c'] },
  }),
);

function compileOnly(ids: readonly string[]): Ruleset {
  const kept = detectors.filter(({ id }) => ids.includes(id));
  const text = JSON.stringify({ pack: 'p', title: 'P', detectors: kept });
  return compileRuleset({ packs: [{ file: 'p.yaml', text }] });
}

const plan: RulesetPlan = { ruleset: compileOnly(['d0', 'd1', 'd2']), only: compileOnly };
const planned: CaseSource = {
  name: 'planned',
  planFor: () => plan,
  caseFor: ({ ruleset }, number) => makeCase(ruleset, number),
};

/** A fast path that never looks for one of the patterns. */
const dropsPattern: Paths = {
  reference: redactFramePlain,
  fast: (ruleset, input, context) => {
    const others = ruleset.detectors.map(({ id }) => id).filter((id) => id !== 'd1');
    return redactFrame(compileOnly(others.length === 0 ? ['d3'] : others), input, context);
  },
};

t.test('a fast path that leaves out a pattern is found, and the case made small', async (t) => {
  const options = { seed, forMs: 60_000, maxCases: 500, paths: dropsPattern };
  const result = runEquivalence(planned, options);
  const { difference } = result;
  if (difference === undefined) throw new Error('Nothing was found.');
  t.match(difference.smallMessage, /^counts: none, the reference 1 d1 mask$/);
  const { ruleset, frames } = difference.small;
  t.same(
    ruleset.detectors.map(({ id }) => id),
    ['d1'],
  );
  const records = frames.flatMap((frame) => frame.records);
  t.equal(records.length, 1);
  const content = String(records[0]);
  t.ok(content.length < 80, `${content.length} bytes`);

  const again = runEquivalence(planned, { ...options, seed: difference.seed, maxCases: 1 });
  t.equal(again.difference?.message, difference.message, 'the seed repeats it');

  const command = 'npm run fuzz -- equivalence';
  const lines = reportRun('planned', seed, result, { command, showInput: false });
  t.match(lines.join('\n'), `--seed ${difference.seed} --cases 1`);
  const hidden = records.map((record) => record.toString('base64'));
  t.notOk(
    hidden.some((record) => lines.join().includes(record)) || lines.join().includes(content),
    'no content',
  );
  const shown = reportRun('planned', seed, result, { command, showInput: true }).join('\n');
  t.ok(hidden.every((record) => shown.includes(record)));
});

/** Breaks one part of what the fast path says. */
function breaking(
  change: (result: ReturnType<typeof redactFrame>) => Partial<ReturnType<typeof redactFrame>>,
): Paths {
  return {
    reference: redactFramePlain,
    fast: (...input) => {
      const result = redactFrame(...input);
      return { ...result, ...change(result) };
    },
  };
}

function caseOf(...records: readonly string[]): Case {
  const frame = { format: 'text' as const, records: records.map((record) => Buffer.from(record)) };
  return { ruleset: plan.ruleset, frames: [frame, frame], limits: defaultLimits };
}

t.test('every part of the result is compared', async (t) => {
  const subject = caseOf('id 123456', '', '2026-11-23T10:15:30Z stdout P bob@exam');
  t.equal(
    compare(
      subject,
      breaking(() => ({})),
    ).difference,
    undefined,
  );
  const parts = {
    counts: breaking(() => ({ counts: [] })),
    kept: breaking(({ kept }) => ({ kept: kept.slice(1) })),
    discarded: breaking(() => ({ discarded: Uint32Array.of(0) })),
    withheld: breaking(() => ({ withheld: [{ index: 0, reason: 'too_deep' }] })),
    lengths: breaking(({ lengths }) => ({ lengths: lengths.map((length) => length + 1) })),
    bytes: breaking(({ bytes }) => ({ bytes: Buffer.concat([bytes, Buffer.from('x')]) })),
    'open texts': breaking(() => ({ open: [] })),
  };
  for (const [part, paths] of Object.entries(parts)) t.match(compare(subject, paths).difference, part);
  const writes = breaking(() => ({}));
  const fast: Paths['fast'] = (ruleset, input, context) => {
    input.bytes[0] = 0x78;
    return writes.fast(ruleset, input, context);
  };
  t.equal(compare(subject, { ...writes, fast }).difference, 'the input was written to');
  t.match(
    compare({ ...subject, limits: { ...defaultLimits, maxFindingsPerRecord: 0 } }, writes).difference,
    undefined,
  );
});

t.test('what is thrown is a difference', async (t) => {
  const fast = (): never => {
    throw new Error('planted');
  };
  const { difference } = runEquivalence(planned, {
    ...{ seed, forMs: 10_000, maxCases: 1, shrinkMs: 2000 },
    paths: { fast, reference: redactFramePlain },
  });
  t.equal(difference?.smallMessage, 'thrown: Error: planted');
});

t.test('a list is made as short as its purpose allows', async (t) => {
  const list = Array.from({ length: 100 }, (_, index) => index);
  const needs = (shorter: readonly number[]): boolean =>
    [3, 50, 51, 99].every((one) => shorter.includes(one));
  t.same(shrinkList(list, needs), [3, 50, 51, 99]);
});

t.test('the same number makes the same case', async (t) => {
  const source = patternSource();
  const bytesOf = (number: number): string[] =>
    source
      .caseFor(source.planFor(number), number)
      .frames.map((frame) => frameBytesOf(frame).bytes.toString());
  t.same(bytesOf(seed), bytesOf(seed));
  t.notSame(bytesOf(seed), bytesOf(seed + 1));
});

const folder = t.testdir();
const logs = Array.from({ length: 300 }, (_, index) =>
  index % 3 === 0
    ? JSON.stringify({ level: 30, user: { password: `p${index}` }, msg: `card 4111 1111 1111 1111 ${index}` })
    : `2026-11-23 INFO worker-${index} token=ghp_${'a1B2'.repeat(9)} from 203.0.113.${index % 250}`,
);
await writeFile(join(folder, 'app.log'), logs.join('\n'));
await writeFile(join(folder, 'empty.log'), '');

for (const source of [packSource(rules), patternSource(), corpusSource(rules, await Corpus.read(folder))]) {
  t.test(`the fast path does what the reference does: ${source.name}`, async (t) => {
    let told = 0;
    const { cases, findings, difference } = runEquivalence(source, {
      ...{ seed, forMs: 60_000, maxCases: 24 },
      onProgress: () => {
        told += 1;
      },
    });
    t.ok(cases === 24 && told === cases, `${cases} cases`);
    t.ok(findings > 10, `${findings} findings`);
    t.equal(difference?.smallMessage, undefined, `seed ${difference?.seed}`);
  });
}

t.test('the shipped policy is made again with fewer detectors', async (t) => {
  const shipped = new PackRulesets(rules).asShipped();
  const idsOf = (ids: readonly string[]): string[] | undefined =>
    shipped.only(ids)?.detectors.map(({ id }) => id);
  t.same(idsOf(['github-token']), ['github-token']);
  t.equal(idsOf([]), undefined, 'none make no ruleset');
});

t.test('a folder without logs is refused', async (t) => {
  await t.rejects(Corpus.read(t.testdir()), /no logs/);
});
