import { GrowingLoad, type WorldOwner } from '@scrubjay/e2e';
import { isUnavailable, type Unavailable } from '@scrubjay/servers';
import { diskName, runFullDisk } from './disk/full-disk.js';
import { faultKinds, kindNamed } from './faults/index.js';
import { explainsExit } from './faults/types.js';
import { judge } from './judge.js';
import { checkEverything } from './ledger/check.js';
import { Application } from './ledger/producer.js';
import { densities, drawRounds } from './plan.js';
import type { ChaosResult, ExitRecord, FaultRecord } from './result.js';
import { Rounds } from './rounds.js';
import type { Settings } from './settings.js';
import { openTheatre, type Theatre } from './stage/theatre.js';
import { Timeline } from './stage/timeline.js';

/** With many faults at once a third of the records may still wait when the last one is over. */
const finishLimitMs = 1_200_000;
/** A service may fall over what was the matter a moment ago. */
const graceSeconds = 30;

/** Runs the whole suite once; gives the reason where there are no servers. */
export async function runChaos(
  owner: WorldOwner,
  settings: Settings,
  tell: (text: string) => void,
): Promise<ChaosResult | Unavailable> {
  const startedAt = new Date().toISOString();
  const load = new GrowingLoad(settings.records, settings.seed);
  const theatre = await openTheatre(owner, { ...settings, tell });
  if (isUnavailable(theatre)) return theatre;
  const { world, cluster, fleet, positions } = theatre;
  tell(`seed ${settings.seed}: ${settings.brokers} brokers run, the services start`);
  await fleet.startAll();
  const application = new Application(world, load, settings.perSecond);
  const timeline = new Timeline(fleet, () => application.sent);
  const begunAt = Date.now();
  timeline.start();
  positions.start();
  application.start();

  const { only, seed, density } = settings;
  const rounds = new Rounds(theatre, timeline, settings, tell);
  const kinds = chosenKinds(settings);
  if (kinds.length > 0) await rounds.runAll(drawRounds(seed, kinds, densities[density]));
  await application.stop();
  const { standstills } = positions;
  const { sent, confirmed } = application;
  tell(`${sent} messages were sent; the services finish`);
  const problems = [...rounds.problems];
  const note = (what: string) => (error: unknown) => {
    problems.push(`${what}: ${firstLine(error)}`);
    return undefined;
  };
  await world.finished(finishLimitMs).catch(note('not all was dealt with'));
  await positions.close();
  await timeline.close();
  const ended = await fleet.stopAll();
  const seconds = timeline.now;
  tell('everything that was written is checked');
  const { pages, samples } = timeline;
  const verdict = await checkEverything({ world, cluster, load, confirmed, pages, tell }).catch(
    note('no check was made'),
  );
  const wantsDisk = only.length === 0 || only.includes(diskName);
  const disk = wantsDisk ? await runFullDisk(theatre.folder, world, seed + 1) : undefined;
  if (disk !== undefined) tell(`full disk: ${disk.summary}`);
  const exits = explain(theatre, begunAt, rounds.records);
  const faults = rounds.records;
  const lines = world.processes.flatMap((process) => process.lines);
  const result = {
    settings,
    startedAt,
    seconds,
    faults,
    exits,
    ended,
    samples,
    standstills,
    sent,
    verdict,
    disk,
    lines,
  };
  return { ...result, findings: [...problems, ...judge(result)] };
}

/** The kinds to draw from. The full disk is none of them: it has a run of its own after the others. */
export function chosenKinds({ only }: Pick<Settings, 'only'>): typeof faultKinds {
  return only.length === 0 ? faultKinds : only.filter((name) => name !== diskName).map(kindNamed);
}

/** Which of the processes that ended by themselves a fault explains. */
function explain({ fleet }: Theatre, begunAt: number, records: readonly FaultRecord[]): ExitRecord[] {
  return fleet.exits.map(({ instance, code, at, wasRunning, lines }) => {
    const second = (at - begunAt) / 1000;
    const fault = records.find(
      ({ kind, begun, healed }) =>
        begun <= second && second <= healed + graceSeconds && explainsExit(kindNamed(kind), code, wasRunning),
    );
    return { instance, code, second, explainedBy: fault?.number, lines };
  });
}

function firstLine(error: unknown): string {
  return String(error instanceof Error ? error.message : error).split('\n')[0] ?? '';
}
