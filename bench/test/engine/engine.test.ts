import { execFile } from 'node:child_process';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import t from 'tap';
import { readReports } from '../../src/report/index.js';

const run = promisify(execFile);
const program = (name: string): string => fileURLToPath(new URL(`../../dist/${name}.js`, import.meta.url));

interface Ended {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

async function node(...args: readonly string[]): Promise<Ended> {
  const env = { ...process.env };
  delete env['SCRUBJAY_CORPORA'];
  return run(process.execPath, [...args], { env }).then(
    (output) => ({ code: 0, ...output }),
    (error: unknown) => error as Ended,
  );
}

t.test('a quick run measures every group and writes it', { timeout: 280_000 }, async (t) => {
  const dir = t.testdir({});
  const out = join(dir, 'out');
  const { code, stdout, stderr } = await node(
    program('engine'),
    '--quick',
    '--policy',
    'minimal',
    '--out',
    out,
  );
  t.equal(code, 0, stderr);
  t.match(stdout, 'its figures mean nothing');
  const [report] = await readReports(out);
  t.match(report, { kind: 'engine', settings: { quick: true, realLogs: false, policy: 'minimal' } });
  const ids = new Set(report?.figures.map(({ id }) => id));
  const wanted = [
    ...['start/compile', 'start/first-frame', 'corpora/all', 'corpora/densest', 'corpora/memcpy'],
    ...['mix/0', 'mix/1', 'mix/10', 'mix/100', 'mix/near-misses', 'record-sizes/json/1000', 'rules/1'],
    ...['baselines/re2/against-re2-rule-by-rule', 'baselines/plain/reference-path'],
    ...['baselines/json/json-parse-stringify', 'baselines/json/json-parse-pino-with-redact'],
    ...[
      'threads/2-against-1',
      'loop/0-workers/loop/max',
      'loop/2-workers/loop/p99',
      'hostile/slowest',
      'hostile/1000/digits',
    ],
  ];
  for (const id of wanted) t.ok(ids.has(id), id);
  t.equal(ids.size, report?.figures.length, 'no two figures share an id');
  t.ok(report?.figures.every(({ samples, median }) => samples.length === 2 && median >= 0));
  const pictures = (await readdir(out)).filter((name) => name.endsWith('.svg'));
  t.equal(pictures.length, report?.plots.length);
  const same = await node(program('compare'), out, out, '--fail-above', '0');
  t.equal(same.code, 0, 'nothing is slower than itself');
  t.match(same.stdout, /corpora\/all/);
});

t.test('measures one group on logs of its own', { timeout: 120_000 }, async (t) => {
  const dir = t.testdir({ logs: { 'a.log': 'user jane@example.com\nnothing\n' } });
  const args = ['--quick', '--only', 'corpora', '--corpora', join(dir, 'logs'), '--policy', 'minimal'];
  const { code, stderr } = await node(program('engine'), ...args, '--out', dir);
  t.equal(code, 0, stderr);
  const [report] = await readReports(join(dir, 'engine.json'));
  t.ok(report?.figures.every(({ id }) => id.startsWith('corpora/')));
  t.ok(report?.figures.some(({ id }) => id === 'corpora/file/a.log'));
  t.match(report, { settings: { realLogs: true, policy: 'minimal' } });
});

t.test('compare fails where something got slower, and where there is nothing to compare', async (t) => {
  const figure = (value: number) => {
    const one = { median: value, min: value, max: value, lowerQuartile: value, upperQuartile: value };
    const samples = [value, value, value, value, value];
    return { id: 'a', group: 'g', name: 'n', unit: 'MB/s', better: 'more', samples, ...one, details: {} };
  };
  const machine = { cpu: 'c', cores: 1, memoryGiB: 1, os: 'o', node: 'n', commit: 'c', isDirty: false };
  const report = (value: number): string =>
    JSON.stringify({
      ...{ kind: 'engine', title: 't', startedAt: '2026-01-01', machine, settings: {}, notes: [], plots: [] },
      figures: [figure(value)],
    });
  const dir = t.testdir({ a: { 'engine.json': report(100) }, b: { 'engine.json': report(80) } });
  const [a, b] = [join(dir, 'a'), join(dir, 'b')];
  const failed = await node(program('compare'), a, b, '--fail-above', '10');
  t.equal(failed.code, 1);
  t.match(failed.stderr, /1 worse by more than 10 %:\n {2}a -20\.0 %/);
  t.equal((await node(program('compare'), a, b)).code, 0, 'a difference is no failure unless asked');
  const missing = await node(program('compare'), a, join(dir, 'c'));
  t.equal(missing.code, 2);
  t.match(missing.stderr, 'does not exist');
});
