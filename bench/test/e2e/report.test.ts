import t from 'tap';
import { quantile } from '../../src/e2e/frame-watch.js';
import { judgeBudgets } from '../../src/e2e/budgets.js';
import {
  drainFigures,
  latencyPlot,
  loadFigures,
  memoryPlot,
  pacePlot,
  sustainedFigures,
} from '../../src/e2e/report.js';
import type { Drain, Load } from '../../src/e2e/run.js';
import { usedBetween, type ServiceSample } from '../../src/e2e/service-samples.js';

const sample = (at: number, used: number, rssMb: number): ServiceSample => ({
  at,
  cpuSeconds: used,
  rssBytes: rssMb * 1e6,
  handles: 9,
  bytesIn: used * 100,
  batches: used,
  kmsRequests: used * 2,
  objects: used * 3,
});
const samples = [sample(0, 10, 100), sample(5, 12, 300), sample(10, 14, 200)];
const all = { ingest: samples, redactor: samples, sink: samples };
const drain: Drain = {
  ...{ bytes: 2e9, records: 5_000_000, seconds: 40, samples: all },
  ...{ machineCpuSeconds: 60, load: 1.25, servers: { broker: 20, emulator: undefined } },
  writing: { broker: 4, emulator: 0, generator: 2 },
};
const load = (percent: number, p99Ms: number): Load => ({
  ...{ percent, sentBytesPerSecond: 1e7, samples: all, observed: 5 },
  ...{ p50Ms: p99Ms / 2, p99Ms },
});

t.test('counts what was used between the first and the last sample', async (t) => {
  t.match(usedBetween(samples), { at: 10, cpuSeconds: 4, batches: 4, peakRssBytes: 3e8 });
  t.throws(() => usedBetween([]), RangeError);
});

t.test('gives throughput a second and what it costs a gigabyte', async (t) => {
  const medians = Object.fromEntries(drainFigures([drain]).map(({ id, median }) => [id, median]));
  t.match(medians, {
    'e2e/throughput': 50,
    'e2e/records': 125_000,
    'e2e/cpu/sink': 2,
    'e2e/cpu/machine': 30,
    'e2e/cpu/broker': 10,
    'e2e/cpu/broker-writing': 2,
    'e2e/cpu/generator': 1,
    'e2e/rss/ingest': 300,
    'e2e/kms': 12,
    'e2e/puts': 8,
  });
  t.notOk('e2e/cpu/emulator' in medians, 'nothing is said of what is not known');
});

t.test('gives both latencies of each load, and none where no record was seen', async (t) => {
  const figures = loadFigures([load(50, 80), load(100, NaN)]);
  t.same(
    figures.map(({ id, median }) => [id, median]),
    [
      ['e2e/latency-p50/50', 40],
      ['e2e/latency-p99/50', 80],
    ],
  );
  t.same(
    latencyPlot([load(50, 80), load(100, NaN)]).series.map(({ points }) => points),
    [[{ x: 50, y: 40 }], [{ x: 50, y: 80 }]],
  );
});

t.test('shows memory over time, and at the beginning and the end of a sustained run', async (t) => {
  t.same(memoryPlot('memory', all).series[0]?.points[1], { x: 5, y: 300 });
  const [, ingest] = sustainedFigures({ ...drain, percent: undefined });
  t.match(ingest, { median: 300, details: { 'MB in the middle third': 250, 'in the last': 200 } });
});

t.test('takes quantiles of sorted numbers', async (t) => {
  const sorted = Float64Array.from({ length: 100 }, (_, i) => i);
  t.same([quantile(sorted, 0.5), quantile(sorted, 0.99), quantile(sorted, 1)], [50, 99, 99]);
  t.ok(Number.isNaN(quantile(new Float64Array(0), 0.5)));
});

t.test('judges the budgets that a run says something about', async (t) => {
  const over = (minutes: number, rssMb: (at: number) => number): readonly ServiceSample[] =>
    Array.from({ length: minutes * 60 }, (_, at) => sample(at, at, rssMb(at)));
  const run = (
    minutes: number,
    megabytesPerSecond: number,
    rssMb: (at: number) => number,
    percent?: number,
  ): string => {
    const one = over(minutes, rssMb);
    const seconds = minutes * 60;
    const sustained = { percent, bytes: megabytesPerSecond * 1e6 * seconds, seconds };
    return judgeBudgets([], { ...sustained, samples: { ingest: one, redactor: one, sink: one } }).join('\n');
  };
  t.same(judgeBudgets([], undefined), []);
  t.match(judgeBudgets([load(50, 80)], undefined), [/half load: met \(80 ms\)/]);
  t.match(judgeBudgets([load(50, 501)], undefined), [/half load: not met \(501 ms\)/]);
  t.same(judgeBudgets([load(25, 80), load(50, NaN)], undefined), []);
  t.notMatch(
    run(10, 61, () => 500),
    /not met/,
  );
  t.match(
    run(10, 59, () => 500),
    /10 minutes: not met \(59.0 MB/,
  );
  const steady = run(10, 59, () => 500, 80);
  t.notMatch(steady, /10 minutes/, 'a share of what can be taken says nothing about the most');
  t.match(steady, /ingest: met/);
  t.match(
    run(10, 61, () => 540),
    /ingest: not met \(peak 515 MiB/,
  );
  t.match(
    run(10, 61, (at) => 100 + at / 3),
    /sink: not met/,
  );
  t.match(
    run(1, 61, () => 100),
    /too short to tell/,
  );
});

t.test('shows the pace of each service over time', async (t) => {
  const one = Array.from({ length: 12 }, (_, at) => ({ ...sample(at, 0, 1), bytesIn: at * 3e6 }));
  const plot = pacePlot('pace', { ingest: one, redactor: one, sink: one });
  t.same(plot.series[0]?.points, [
    { x: 10, y: 3 },
    { x: 11, y: 3 },
  ]);
});
