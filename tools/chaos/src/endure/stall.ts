import { setTimeout as sleep } from 'node:timers/promises';
import type { Facts, Scenario, Stage } from './scenario.js';

const megabyte = 1_048_576;
const rssLimit = 512 * megabyte;
const pollMs = 1_000;
/** Longer than the sink takes to flush by the clock, so that its lag is known from flush to flush. */
const warmUpMs = 150_000;

/** S3 says nothing for minutes, then all is well again. Memory must stay, and the backlog go within twice the stall. */
export const stall: Scenario = {
  name: 'stall',
  title: 'S3 does not answer for minutes at full input',
  minutes: 5,
  instances: 1,
  async run(stage) {
    const { theatre, timeline, processes, minutes, tell } = stage;
    const usual = await lagFor(stage, warmUpMs);
    const begun = timeline.now;
    tell(`S3 falls silent; the sink is at most ${String(usual)} offsets behind so far`);
    const silence = theatre.http.inject({
      api: 's3',
      share: 1,
      fault: { kind: 'silence', cutAtHeal: true },
    });
    const most = await lagFor(stage, minutes * 60_000);
    const stalled = timeline.now - begun;
    silence.end();
    tell(`S3 answers again; the sink is up to ${String(most)} offsets behind`);
    const drained = await drainedAfter(stage, usual, stalled * 4);
    const rss = processes.mostRss(begun);
    const facts: Facts = {
      stallSeconds: stalled,
      sinkLagBefore: usual,
      sinkLagMost: most,
      sinkRecordsMeanwhile: timeline.rate('sink', begun, begun + stalled) * stalled,
      drainedAfterSeconds: drained,
      mostRssMb: Object.fromEntries(
        Object.entries(rss).map(([service, bytes]) => [service, bytes / megabyte]),
      ),
    };
    return { facts, findings: [...judge(rss), ...late(drained, stalled), ...stuck(usual, most)] };
  },
};

function judge(rss: Readonly<Record<string, number>>): string[] {
  return Object.entries(rss)
    .filter(([, bytes]) => bytes > rssLimit)
    .map(([service, bytes]) => `${service} took ${(bytes / megabyte).toFixed(0)} MiB`);
}

function late(drained: number, stalled: number): string[] {
  return drained <= stalled * 2
    ? []
    : [`drained after ${drained.toFixed(0)} s, more than twice the stall of ${stalled.toFixed(0)} s`];
}

function stuck(usual: number, most: number): string[] {
  return most > usual ? [] : ['the lag did not rise: nothing stalled'];
}

/** The most that the sink is behind in some time. */
async function lagFor({ theatre }: Stage, durationMs: number): Promise<number> {
  const until = performance.now() + durationMs;
  let most = 0;
  while (performance.now() < until) {
    most = Math.max(most, (await theatre.world.lags()).sink.total);
    await sleep(pollMs);
  }
  return most;
}

/** Seconds until the sink is no further behind than it was before; infinite where that takes too long. */
async function drainedAfter({ theatre, timeline }: Stage, usual: number, limit: number): Promise<number> {
  const from = timeline.now;
  for (;;) {
    if ((await theatre.world.lags()).sink.total <= usual) return timeline.now - from;
    if (timeline.now - from > limit) return Infinity;
    await sleep(pollMs);
  }
}
