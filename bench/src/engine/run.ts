import { machineOf, type Figure, type Plot, type Report } from '../report/index.js';
import type { BenchContext, Group } from './context.js';
import type { EngineOptions } from './settings.js';

/** What a reader of the figures must know. */
function notesOf({ corpora, quick, rounds }: EngineOptions): string[] {
  return [
    'MB/s are 10^6 bytes of raw records a second, on one core unless threads are named; medians of all runs.',
    'RE2 rule by rule runs every pattern of the same rules over whole frames. It reads no field names, checks nothing ' +
      'and replaces nothing, so it does less than the engine.',
    'The JSON baselines are given decoded strings; the engine reads and writes bytes.',
    ...(corpora === undefined ? ['No real logs were named: the logs are generated (tools/samples).'] : []),
    ...(quick
      ? ['A quick run on little data: it shows that everything runs, its figures mean nothing.']
      : []),
    ...(rounds < 5 && !quick ? ['Fewer than 5 runs: the spread says little.'] : []),
  ];
}

/** Measures groups one after another. `onGroup` hears of each before it begins. */
export async function runGroups(
  groups: readonly Group[],
  context: BenchContext,
  options: EngineOptions,
  onGroup: (group: Group) => void,
): Promise<Report> {
  const startedAt = new Date().toISOString();
  const figures: Figure[] = [];
  const plots: Plot[] = [];
  for (const group of groups) {
    onGroup(group);
    const result = await group.measure(context);
    figures.push(...result.figures);
    plots.push(...result.plots);
  }
  const { ruleset, bytes, seed } = context;
  return {
    kind: 'engine',
    title: 'Engine',
    startedAt,
    machine: await machineOf(),
    settings: {
      policy: options.policy,
      detectors: ruleset.detectors.length,
      ruleset: ruleset.fingerprint.slice(0, 12),
      rounds: context.options.rounds,
      leastMs: context.options.leastMs,
      bytes,
      seed,
      quick: options.quick,
      realLogs: options.corpora !== undefined,
    },
    notes: notesOf(options),
    figures,
    plots,
  };
}
