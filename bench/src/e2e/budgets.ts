import type { Load, Sustained } from './run.js';
import { serviceNames, usedBetween, type ServiceSample } from './service-samples.js';

/** What the design asks for: docs/performance.md. */
const leastMegabytesPerSecond = 60;
const leastMinutes = 10;
const mostRssBytes = 512 * 1024 * 1024;
const mostLatencyMs = 500;
const latencyLoad = 50;
/** Memory that grows by more than this from the middle third of a run to its last is not flat. */
const mostGrowth = 0.1;

/** Mean memory in bytes. The first third is left out: heaps and pools find their size in it. */
export function growthOf(samples: readonly ServiceSample[]): {
  readonly middle: number;
  readonly last: number;
} {
  const meanOf = (third: 1 | 2): number => {
    const part = samples.slice((samples.length * third) / 3, (samples.length * (third + 1)) / 3 + 1);
    return part.reduce((sum, { rssBytes }) => sum + rssBytes, 0) / part.length;
  };
  return { middle: meanOf(1), last: meanOf(2) };
}

function verdict(what: string, isMet: boolean, measured: string): string {
  return `Budget ${what}: ${isMet ? 'met' : 'not met'} (${measured}).`;
}

/** One sentence for each budget that the run has something to say about. */
export function judgeBudgets(loads: readonly Load[], sustained: Sustained | undefined): string[] {
  const half = loads.find(({ percent }) => percent === latencyLoad);
  const latency =
    half === undefined || Number.isNaN(half.p99Ms)
      ? []
      : [
          verdict(
            `p99 of at most ${String(mostLatencyMs)} ms at half load`,
            half.p99Ms <= mostLatencyMs,
            `${half.p99Ms.toFixed(0)} ms`,
          ),
        ];
  return sustained === undefined ? latency : [...latency, ...judgeSustained(sustained)];
}

function judgeSustained({ percent, bytes, seconds, samples }: Sustained): string[] {
  const pace = bytes / 1e6 / seconds;
  const minutes = seconds / 60;
  const isMet = pace >= leastMegabytesPerSecond && minutes >= leastMinutes;
  const wanted = `${String(leastMegabytesPerSecond)} MB/s for ${String(leastMinutes)} minutes`;
  const paceVerdict = verdict(wanted, isMet, `${pace.toFixed(1)} MB/s for ${minutes.toFixed(1)}`);
  return [
    // A share of what can be taken says nothing about the most.
    ...(percent === undefined ? [paceVerdict] : []),
    ...serviceNames.map((name) => {
      const { peakRssBytes } = usedBetween(samples[name]);
      const { middle, last } = growthOf(samples[name]);
      const growth = last / middle - 1;
      const isShort = minutes < leastMinutes;
      return verdict(
        `512 MiB and flat, ${name}`,
        !isShort && peakRssBytes <= mostRssBytes && growth <= mostGrowth,
        `peak ${(peakRssBytes / 1024 ** 2).toFixed(0)} MiB, ${(growth * 100).toFixed(0)} % from the middle third to the last${isShort ? ', too short to tell' : ''}`,
      );
    }),
  ];
}
