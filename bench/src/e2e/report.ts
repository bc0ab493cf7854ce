import { figure, type Figure, type Plot } from '../report/index.js';
import { growthOf } from './budgets.js';
import type { Drain, Load, Sustained } from './run.js';
import { serverNames } from './server-cpu.js';
import { slopePerHour } from './slope.js';
import { serviceNames, usedBetween, type ServiceName, type ServiceSample } from './service-samples.js';

const gigabyte = 1e9;
const megabyte = 1e6;

/** Throughput and what it costs, over all rounds. */
export function drainFigures(drains: readonly Drain[]): Figure[] {
  const group = 'Capacity';
  const over = (measure: (drain: Drain) => number): number[] => drains.map(measure);
  const perGigabyte = (measure: (drain: Drain) => number): number[] =>
    drains.map((drain) => measure(drain) / (drain.bytes / gigabyte));
  const loads = { 'load average at start': drains.map(({ load }) => load.toFixed(1)).join(', ') };
  return [
    figure({
      ...{ id: 'e2e/throughput', group, name: 'raw logs', unit: 'MB/s', better: 'more' },
      samples: over(({ bytes, seconds }) => bytes / megabyte / seconds),
      details: loads,
    }),
    figure({
      ...{ id: 'e2e/records', group, name: 'records', unit: '1/s', better: 'more' },
      samples: over(({ records, seconds }) => records / seconds),
    }),
    ...serviceNames.map((name) =>
      figure({
        ...{ id: `e2e/cpu/${name}`, group: 'CPU', name, unit: 's/GB', better: 'less' },
        samples: perGigabyte(({ samples }) => usedBetween(samples[name]).cpuSeconds),
      }),
    ),
    ...serverFigures(drains),
    figure({
      ...{ id: 'e2e/cpu/machine', group: 'CPU', name: 'whole machine', unit: 's/GB', better: 'less' },
      samples: perGigabyte(({ machineCpuSeconds }) => machineCpuSeconds),
    }),
    ...serviceNames.map((name) =>
      figure({
        ...{ id: `e2e/rss/${name}`, group: 'Peak memory', name, unit: 'MB', better: 'less' },
        samples: over(({ samples }) => usedBetween(samples[name]).peakRssBytes / megabyte),
      }),
    ),
    figure({
      ...{ id: 'e2e/kms', group: 'Requests', name: 'to KMS', unit: '1/GB', better: 'less' },
      samples: perGigabyte(({ samples }) =>
        serviceNames.reduce((sum, name) => sum + usedBetween(samples[name]).kmsRequests, 0),
      ),
    }),
    figure({
      ...{ id: 'e2e/puts', group: 'Requests', name: 'S3 PUT', unit: '1/GB', better: 'less' },
      // Each flush writes its journal before its objects.
      samples: perGigabyte(({ samples }) => {
        const { objects, batches } = usedBetween(samples.sink);
        return objects + batches;
      }),
    }),
  ];
}

/** Of the processes that are not ours: what is measured shares the machine with them. */
function serverFigures(drains: readonly Drain[]): Figure[] {
  const group = 'CPU';
  const rows = [
    ...serverNames.map((name) => ({ name, id: name, of: ({ servers }: Drain) => servers[name] })),
    { name: 'broker, writing', id: 'broker-writing', of: ({ writing }: Drain) => writing.broker },
    { name: 'load generator', id: 'generator', of: ({ writing }: Drain) => writing.generator },
  ];
  return rows.flatMap(({ name, id, of }) => {
    const samples = drains.flatMap((drain) => {
      const seconds = of(drain);
      return seconds === undefined ? [] : [seconds / (drain.bytes / gigabyte)];
    });
    if (samples.length === 0) return [];
    return figure({ ...{ id: `e2e/cpu/${id}`, group, name, unit: 's/GB', better: 'less' }, samples });
  });
}

export function loadFigures(loads: readonly Load[]): Figure[] {
  return loads.flatMap(({ percent, sentBytesPerSecond, observed, p50Ms, p99Ms, samples }) => {
    const details = {
      'sent MB/s': Number((sentBytesPerSecond / megabyte).toFixed(1)),
      'records observed': observed,
      'CPU of the services': serviceNames
        .map((name) => usedBetween(samples[name]))
        .reduce((sum, { cpuSeconds, at }) => sum + cpuSeconds / at, 0)
        .toFixed(2),
    };
    const quantiles = { p50: p50Ms, p99: p99Ms };
    return Object.entries(quantiles).flatMap(([name, value]) =>
      Number.isNaN(value)
        ? []
        : figure({
            ...{
              id: `e2e/latency-${name}/${String(percent)}`,
              group: 'Added latency',
              unit: 'ms',
              better: 'less',
            },
            ...{ name: `${name} at ${String(percent)} %`, samples: [value], details },
          }),
    );
  });
}

/** Growth an hour, once heaps and pools have found their size. */
function settled(samples: readonly ServiceSample[], key: 'rssBytes' | 'handles'): number {
  return slopePerHour(samples.slice(Math.floor(samples.length / 3)), key);
}

/** Of a run that was to show whether throughput and memory stay as they are. */
export function sustainedFigures({ percent, bytes, seconds, samples }: Sustained): Figure[] {
  const group = 'Sustained';
  return [
    figure({
      ...{ id: 'e2e/sustained/throughput', group, name: 'raw logs', unit: 'MB/s', better: 'more' },
      samples: [bytes / megabyte / seconds],
      details: {
        ...(percent === undefined ? {} : { 'per cent of capacity': percent }),
        minutes: Number((seconds / 60).toFixed(1)),
        GB: Number((bytes / gigabyte).toFixed(2)),
      },
    }),
    ...serviceNames.map((name) =>
      figure({
        ...{
          id: `e2e/sustained/rss/${name}`,
          group,
          name: `peak memory of ${name}`,
          unit: 'MB',
          better: 'less',
        },
        samples: [usedBetween(samples[name]).peakRssBytes / megabyte],
        details: {
          'MB in the middle third': Math.round(growthOf(samples[name]).middle / megabyte),
          'in the last': Math.round(growthOf(samples[name]).last / megabyte),
          'MB an hour': Number((settled(samples[name], 'rssBytes') / megabyte).toFixed(1)),
          'handles an hour': Number(settled(samples[name], 'handles').toFixed(1)),
        },
      }),
    ),
    ...serviceNames.map((name) =>
      figure({
        ...{ id: `e2e/sustained/cpu/${name}`, group, name: `CPU of ${name}`, unit: 's/GB', better: 'less' },
        samples: [usedBetween(samples[name]).cpuSeconds / (bytes / gigabyte)],
      }),
    ),
  ];
}

export function memoryPlot(
  file: string,
  samples: Readonly<Record<ServiceName, readonly ServiceSample[]>>,
): Plot {
  const series = serviceNames.map((name) => ({
    name,
    points: samples[name].map(({ at, rssBytes }) => ({ x: at, y: rssBytes / megabyte })),
  }));
  return {
    file,
    title: 'Memory of each service',
    kind: 'lines',
    xLabel: 'seconds',
    yLabel: 'RSS, MB',
    series,
  };
}

/** Seconds over which the pace is averaged. */
const paceSeconds = 10;

export function pacePlot(
  file: string,
  samples: Readonly<Record<ServiceName, readonly ServiceSample[]>>,
): Plot {
  const series = serviceNames.map((name) => {
    const all = samples[name];
    const points = all.flatMap(({ at, bytesIn }, index) => {
      const before = all[index - paceSeconds];
      if (before === undefined) return [];
      return [{ x: at, y: (bytesIn - before.bytesIn) / megabyte / (at - before.at) }];
    });
    return { name, points };
  });
  return {
    ...{ file, title: 'Record bytes that each service finished with', kind: 'lines' },
    ...{ xLabel: 'seconds', yLabel: 'MB/s', series },
  };
}

export function latencyPlot(loads: readonly Load[]): Plot {
  const line = (name: string, of: (load: Load) => number): Plot['series'][number] => ({
    name,
    points: loads.map((load) => ({ x: load.percent, y: of(load) })).filter(({ y }) => !Number.isNaN(y)),
  });
  return {
    ...{ file: 'latency', title: 'Added latency, sent to scrubbed frame committed', kind: 'lines' },
    ...{ xLabel: 'per cent of capacity', yLabel: 'ms', yLog: true },
    series: [line('p50', ({ p50Ms }) => p50Ms), line('p99', ({ p99Ms }) => p99Ms)],
  };
}

export function cpuPlot(drains: readonly Drain[]): Plot {
  const points = drainFigures(drains)
    // The machine's own figure is in the table: where others work beside, it dwarfs the rest.
    .filter(({ id }) => id.startsWith('e2e/cpu/') && id !== 'e2e/cpu/machine')
    .map(({ name, median, min, max }) => ({ x: name, y: median, low: min, high: max }));
  return {
    ...{ file: 'cpu', title: 'CPU seconds for a gigabyte of raw logs', kind: 'bars' },
    ...{ xLabel: 'process', yLabel: 's/GB', series: [{ name: 'CPU', points }] },
  };
}
