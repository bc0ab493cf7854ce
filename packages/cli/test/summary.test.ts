import t from 'tap';
import { describeRun } from '../src/run/describe.js';
import type { RunSummary } from '../src/run/run-summary.js';
import { Summary } from '../src/summary.js';

const rowsOf = (table: string): string[] => table.split('\n').filter((line) => /\d │$/.test(line));

t.test('counts findings by detector and action, the most frequent first', async (t) => {
  const summary = new Summary();
  summary.records = 5;
  summary.discarded = 1;
  summary.addFinding('b', 'mask');
  summary.addFinding('a', 'mask', 2);
  summary.addFinding('a', 'drop');
  summary.addFinding('b', 'mask');
  summary.addFinding('c', 'mask', 9);
  summary.addWithheld('too_large');
  summary.addWithheld('nul_bytes', 2);
  summary.addWithheld('too_large');
  t.equal(summary.findings, 14);
  t.equal(summary.withheld, 4);
  const table = summary.toTable();
  t.match(rowsOf(table), [/c .* 9 │/, /a .*mask .* 2 │/, /b .* 2 │/, /a .*drop .* 1 │/]);
  t.match(table, /\n5 records, 14 findings, 1 discarded by a rule, 4 withheld \(too_large 2, nul_bytes 2\)$/);
});

t.test('says that nothing was found', async (t) => {
  t.match(new Summary().toTable(), /\n0 records, 0 findings, 0 discarded by a rule, 0 withheld$/);
});

const run: RunSummary = {
  seconds: 2,
  place: 's3://bucket',
  fingerprint: 'f',
  input: 10,
  inputBytes: 3_000_000,
  written: 6,
  objects: 2,
  empty: 1,
  discarded: 1,
  findings: [
    { detector: 'b', action: 'mask', count: 1 },
    { detector: 'a', action: 'mask', count: 1 },
    { detector: 'c', action: 'drop', count: 3 },
  ],
  quarantined: [
    { stage: 'ingest', reason: 'too_large', count: 1 },
    { stage: 'redactor', reason: 'nul_bytes', count: 1 },
  ],
};

t.test('describes a run', async (t) => {
  const text = describeRun(run);
  t.match(rowsOf(text), [/c .* 3 │/, /a .* 1 │/, /b .* 1 │/]);
  t.strictSame(text.split('\n').slice(-3), [
    '10 messages in (3.00 MB), 6 records written to 2 objects in s3://bucket',
    '1 empty, 1 discarded by a rule, 2 in quarantine (too_large at ingest: 1, nul_bytes at redactor: 1)',
    '2.00 s, 1.5 MB/s from first byte to durable objects',
  ]);
  t.match(describeRun({ ...run, quarantined: [] }), '0 in quarantine\n');
});
