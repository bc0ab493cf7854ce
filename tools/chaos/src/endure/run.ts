import { GrowingLoad, mostLoadRecords, services, type WorldOwner } from '@scrubjay/e2e';
import { isUnavailable, type Unavailable } from '@scrubjay/servers';
import { judgeVerdict } from '../judge.js';
import { checkEverything, type Verdict } from '../ledger/check.js';
import { Application } from '../ledger/producer.js';
import { openTheatre } from '../stage/theatre.js';
import { Timeline, type Sample } from '../stage/timeline.js';
import { latencyOf } from './latency.js';
import { ProcessSamples, type ProcessSample } from './process-samples.js';
import type { Facts, Scenario } from './scenario.js';

export interface EndureSettings {
  readonly scenario: Scenario;
  readonly seed: number;
  readonly minutes: number;
  /** Messages a second. */
  readonly perSecond: number;
  readonly brokers: number;
}

export interface EndureResult {
  readonly scenario: string;
  readonly title: string;
  readonly settings: Omit<EndureSettings, 'scenario'>;
  readonly startedAt: string;
  readonly seconds: number;
  readonly sent: number;
  readonly facts: Facts;
  readonly samples: readonly Sample[];
  readonly processes: readonly ProcessSample[];
  readonly verdict: Verdict;
  /** What the services wrote, in the order of the processes. */
  readonly lines: readonly string[];
  /** What breaks a promise, in words. */
  readonly findings: readonly string[];
}

const finishLimitMs = 900_000;
/** For what comes before and after the minutes of a scenario. */
const spareMinutes = 30;

/** Runs one scenario with the default settings of all services; gives the reason where there are no servers. */
export async function runScenario(
  owner: WorldOwner,
  { scenario, ...settings }: EndureSettings,
  tell: (text: string) => void,
): Promise<EndureResult | Unavailable> {
  const { seed, minutes, perSecond, brokers } = settings;
  const startedAt = new Date().toISOString();
  const theatre = await openTheatre(owner, { brokers, seed, tuning: 'default', tell });
  if (isUnavailable(theatre)) return theatre;
  const { world, cluster, fleet } = theatre;
  await fleet.startAll();
  for (let more = 1; more < scenario.instances; more += 1)
    await Promise.all(services.map((service) => fleet.add(service).process.running()));
  const load = new GrowingLoad(Math.min(mostLoadRecords, (minutes + spareMinutes) * 60 * perSecond), seed);
  const application = new Application(world, load, perSecond);
  const processes = new ProcessSamples();
  const timeline = new Timeline(fleet, () => application.sent, processes.add);
  timeline.start();
  application.start();
  tell(`${scenario.title}: ${String(perSecond)} messages a second`);

  const seen = await scenario.run({ theatre, timeline, processes, minutes, tell });
  await application.stop();
  const { sent, confirmed } = application;
  tell(`${String(sent)} messages were sent; the services finish`);
  await world.finished(finishLimitMs);
  await timeline.close();
  const { now: seconds, pages, samples } = timeline;
  const [p50 = NaN, p99 = NaN] = latencyOf(pages, [0.5, 0.99]);
  const ended = await fleet.stopAll();
  tell('everything that was written is checked');
  const verdict = await checkEverything({ world, cluster, load, confirmed, pages, tell });
  const facts = { ...seen.facts, custodyToObjectSeconds: { p50, p99 }, sentPerSecond: sent / seconds };
  const findings = [...seen.findings, ...judgeVerdict({ verdict }), ...undrained(ended)];
  const { name, title } = scenario;
  const lines = world.processes.flatMap((process) => process.lines);
  const measured = { facts, samples, processes: processes.all, verdict, lines, findings };
  return { scenario: name, title, settings, startedAt, seconds, sent, ...measured };
}

function undrained(ended: Readonly<Record<string, number | null>>): string[] {
  return Object.entries(ended)
    .filter(([, code]) => code !== 0)
    .map(([instance, code]) => `${instance} ended with ${String(code)} after SIGTERM`);
}
