import { ratiosOf, summarise, type Race, type Speed } from '@scrubjay/measure';
import type { EngineBench } from './engine-bench.js';

type Row = Readonly<Record<string, number | string>>;

const round = (value: number): number => Number(value.toPrecision(4));

/** The median of rounds and between which values they lay. */
function spreadOf(name: string, samples: readonly number[]): Row {
  const { median, min, max } = summarise(samples);
  return { [name]: round(median), [`${name}_min`]: round(min), [`${name}_max`]: round(max) };
}

function speedOf({ bytes, records, findings = 0, mbPerSecond }: Speed): Row {
  return { bytes, records, findings, ...spreadOf('mb_per_s', mbPerSecond) };
}

function raceOf({ engine, baseline }: Race): Row {
  return {
    bytes: engine.bytes,
    ...spreadOf('mb_per_s', engine.mbPerSecond),
    ...spreadOf('baseline_mb_per_s', baseline.mbPerSecond),
    ...spreadOf('times_as_fast', ratiosOf(engine, baseline)),
  };
}

export interface ReportHead {
  readonly corpus: string;
  readonly detectors: number;
  readonly rounds: number;
}

/** What `scrubjay bench engine` prints: the fields of its contract first, then what they are held against. */
export function engineReport(
  { corpora, comparisons }: EngineBench,
  { corpus, detectors, rounds }: ReportHead,
): Readonly<Record<string, number | string | Row>> {
  const { all, densest, memcpy } = corpora;
  const speed = summarise(all.mbPerSecond);
  const copy = summarise(memcpy.mbPerSecond);
  const head = {
    corpus,
    bytes: all.bytes,
    records: all.records,
    detectors,
    findings: all.findings ?? 0,
    mb_per_s: round(speed.median),
    memcpy_mb_per_s: round(copy.median),
    ratio: Number((speed.median / copy.median).toPrecision(3)),
    peak_rss_mb: round(process.resourceUsage().maxRSS / 1024),
    rounds,
    mb_per_s_min: round(speed.min),
    mb_per_s_max: round(speed.max),
    records_per_s: Math.round((all.records / all.bytes) * speed.median * 1e6),
  };
  if (comparisons === undefined) return head;
  const { clean, re2, json, cost500, twoThreads } = comparisons;
  return {
    ...head,
    densest: { corpus: densest.name, ...speedOf(densest) },
    ...(clean && { without_findings: speedOf(clean) }),
    re2_rule_by_rule: raceOf(re2),
    ...(json && { json_parse_stringify: raceOf(json) }),
    ...(cost500.length > 0 && { rules_500_against_120: spreadOf('times_the_time', cost500) }),
    threads_2_against_1: spreadOf('times_as_fast', twoThreads),
  };
}

/** For people: a line for each field, what belongs together set in. */
export function formatEngineReport(report: ReturnType<typeof engineReport>): string[] {
  return Object.entries(report).flatMap(([key, value]) => {
    if (typeof value !== 'object') return [line(key, value)];
    return ['', key, ...Object.entries(value).map(([name, one]) => `  ${line(name, one)}`)];
  });
}

const line = (name: string, value: number | string): string => `${name.padEnd(22)} ${value}`;
