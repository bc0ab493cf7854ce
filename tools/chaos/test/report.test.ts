import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import t from 'tap';
import { judge } from '../src/judge.js';
import { quantile, summarize } from '../src/report/summary.js';
import { writeReport } from '../src/report/write.js';
import type { ChaosResult, FaultRecord } from '../src/result.js';

const fault: FaultRecord = {
  number: 1,
  round: 1,
  kind: 'kill',
  title: 'kill -9 of a service',
  victim: 'sink',
  delayMs: 0,
  durationMs: 1_000,
  which: 0.1,
  strength: 0.2,
  struck: ['sink'],
  begun: 10,
  healed: 12,
  recoverySeconds: 2.5,
  sinkRate: 80,
  evidence: 'sink-1 was killed',
};

const good: Omit<ChaosResult, 'findings'> = {
  settings: {
    seed: 9,
    minutes: 1,
    faults: 2,
    records: 1_000,
    perSecond: 100,
    only: [],
    brokers: 1,
    density: 'usual',
    recoveryLimitMs: 120_000,
  },
  startedAt: '2026-01-01T00:00:00.000Z',
  seconds: 60,
  faults: [fault, { ...fault, number: 2, recoverySeconds: 7.5 }],
  exits: [{ instance: 'sink-1', code: 3, second: 11, explainedBy: 1, lines: ['error'] }],
  ended: { 'sink-1': 0 },
  samples: Array.from({ length: 120 }, (_, at) => ({
    ...{ second: at / 2, sent: at * 50, ingest: at * 49 },
    ...{ redactor: at * 48, sink: at * 47 },
  })),
  standstills: [{ service: 'sink', partition: 3, seconds: 40, until: 50 }],
  sent: 6_000,
  verdict: {
    balance: { ids: 6_100, writtenAgain: 0, neverStored: 0, lost: 0, repeated: 0, unknown: 0, examples: [] },
    leaks: { 'opened objects': {} },
    looked: { 'opened objects': 30 },
    provenFinds: 4_000,
    quarantined: 0,
  },
  disk: { skipped: undefined, summary: 'all is there', findings: [] },
  lines: ['{"event":"running"}'],
};

t.test('a run in which all went well has no findings', async (t) => {
  t.same(judge(good), []);
});

t.test('anything that is wrong is a finding', async (t) => {
  const { verdict } = good;
  if (verdict === undefined) throw new Error('no verdict');
  const cases: [RegExp, Partial<typeof good>][] = [
    [/fault 1 \(kill\) never acted/, { faults: [{ ...fault, evidence: undefined }] }],
    [/sink did not recover from fault 1 .* in 120 s/, { faults: [{ ...fault, recoverySeconds: undefined }] }],
    [
      /ended with 1 after 11 s for no fault/,
      { exits: [{ ...good.exits[0], code: 1, explainedBy: undefined }] as never },
    ],
    [/sink-1 ended with null after SIGTERM/, { ended: { 'sink-1': null } }],
    [
      /sink stood still in partition 3 for 241 s until second 300/,
      { standstills: [{ service: 'sink', partition: 3, seconds: 241, until: 300 }] },
    ],
    [/1 of 6100 ids lost/, { verdict: { ...verdict, balance: { ...verdict.balance, lost: 1 } } }],
    [/2 of 6100 ids repeated/, { verdict: { ...verdict, balance: { ...verdict.balance, repeated: 2 } } }],
    [
      /clear, opened objects.*email/,
      { verdict: { ...verdict, leaks: { 'opened objects': { email: [1, 'a@b'] } } } },
    ],
    [/nothing was looked at: bucket/, { verdict: { ...verdict, looked: { bucket: 0 } } }],
    [/finds none in the input/, { verdict: { ...verdict, provenFinds: 0 } }],
    [/full disk: 3 lost/, { disk: { skipped: undefined, summary: '', findings: ['full disk: 3 lost'] } }],
    [/no record went in/, { verdict: { ...verdict, balance: { ...verdict.balance, ids: 0 } } }],
  ];
  for (const [expected, change] of cases) t.match(judge({ ...good, ...change }).join('\n'), expected);
});

t.test('times of recovery are summed up by kind', async (t) => {
  t.match(summarize(good), [{ kind: 'kill', count: 2, recovery: { p50: 2.5, p99: 7.5, max: 7.5 } }]);
  t.equal(quantile([5, 1, 3], 0.5), 3);
  const never = { faults: [{ ...fault, recoverySeconds: undefined }] };
  t.match(summarize(never), [{ recovery: { max: Infinity } }]);
});

t.test('the report is JSON, Markdown and a picture', async (t) => {
  const folder = join(t.testdir(), 'out');
  await writeReport(folder, { ...good, findings: ['something'] });
  const json = JSON.parse(await readFile(join(folder, 'report.json'), 'utf8')) as { kinds: unknown[] };
  t.equal(json.kinds.length, 1);
  const markdown = await readFile(join(folder, 'report.md'), 'utf8');
  t.match(markdown, '# Chaos, seed 9: FAILED');
  t.match(markdown, '| kill | kill -9 of a service | 2 | 2.5 s | 7.5 s | 7.5 s | 80 |');
  t.match(markdown, '6100 ids in; 0 lost, 0 twice, 0 unknown');
  const svg = await readFile(join(folder, 'timeline.svg'), 'utf8');
  t.match(svg, /^<svg/);
  t.match(svg, 'kill');
});
