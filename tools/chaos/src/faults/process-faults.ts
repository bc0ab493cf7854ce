import { setTimeout as sleep } from 'node:timers/promises';
import { unfinishedFlushes, withAdmin, services } from '@scrubjay/e2e';
import type { Instance } from '../stage/instance.js';
import { endWithin } from '../stage/fleet.js';
import { hostName, type Theatre } from '../stage/theatre.js';
import type { FaultKind, PlannedFault, Strike } from './types.js';
import { until } from './until.js';

const hourMs = 3_600_000;
const drainMs = 30_000;
const startMs = 60_000;
/** A flush comes once a second or more often. */
const flushMs = 60_000;

const one = { victims: services, strikes: 'one', domain: 'process' } as const;
/** Longer than the session time-out, after which the group gives the partitions to others. */
const beyondSession = [8_000, 14_000] as const;

function restarts(theatre: Theatre, instance: Instance): () => Promise<void> {
  return async () => {
    theatre.fleet.start(instance);
    await Promise.resolve();
  };
}

async function kill(theatre: Theatre, { victim }: PlannedFault): Promise<Strike> {
  const instance = theatre.fleet.first(victim);
  instance.isHeld = true;
  await instance.process.kill();
  const code = await instance.process.exited;
  return {
    evidence: async () => (code === null ? `${instance.name} was killed` : undefined),
    heal: restarts(theatre, instance),
  };
}

async function stop(theatre: Theatre, { victim }: PlannedFault): Promise<Strike> {
  const instance = theatre.fleet.first(victim);
  instance.isHeld = true;
  const code = await endWithin(instance.process, drainMs);
  return {
    evidence: async () => `${instance.name} drained and ended with ${String(code)}`,
    heal: restarts(theatre, instance),
  };
}

/** Calls `strike` while the answer to the PUT of an object is held back: it is stored, and nobody knows. */
async function duringPut(theatre: Theatre, strike: () => void | Promise<void>): Promise<boolean> {
  const prefix = `/${theatre.world.bucket}/logs/`;
  let isStruck = false;
  const unwatch = theatre.http.watch(async ({ method, path }) => {
    if (isStruck || method !== 'PUT' || !path.startsWith(prefix)) return;
    isStruck = true;
    await strike();
  });
  const struck = await until(() => isStruck, flushMs);
  unwatch();
  return struck;
}

async function killInFlush(theatre: Theatre): Promise<Strike> {
  const instance = theatre.fleet.first('sink');
  const struck = await duringPut(theatre, async () => {
    instance.isHeld = true;
    await instance.process.kill();
  });
  const unfinished = struck ? await unfinishedFlushes(theatre.world) : 0;
  return {
    evidence: async () =>
      struck && unfinished > 0 ? `killed before the commit of ${String(unfinished)} flushes` : undefined,
    heal: restarts(theatre, instance),
  };
}

/** A second instance that takes over from a stopped one. */
async function standBy(theatre: Theatre, instance: Instance): Promise<Instance> {
  const standby = theatre.fleet.add(instance.service);
  await standby.process.running().catch(() => undefined);
  return standby;
}

async function hasWorked(instance: Instance): Promise<boolean> {
  const { service } = instance;
  return ((await instance.metrics())?.sum(`scrubjay_${service}_records_total`) ?? 0) > 0;
}

function zombie(theatre: Theatre, instance: Instance, standby: Instance, what: string): Strike {
  return {
    evidence: async () => ((await hasWorked(standby)) ? `${what}; ${standby.name} took over` : undefined),
    heal: async () => {
      instance.process.signal('SIGCONT');
      // Both are there for a while: the stopped one finds out that it owns nothing any more.
      await sleep(2_000);
      await theatre.fleet.remove(standby);
    },
  };
}

async function pause(theatre: Theatre, { victim }: PlannedFault): Promise<Strike> {
  const instance = theatre.fleet.first(victim);
  const standby = await standBy(theatre, instance);
  instance.process.signal('SIGSTOP');
  return zombie(theatre, instance, standby, `${instance.name} was stopped`);
}

async function pauseInFlush(theatre: Theatre): Promise<Strike> {
  const instance = theatre.fleet.first('sink');
  const struck = await duringPut(theatre, () => {
    instance.process.signal('SIGSTOP');
  });
  if (!struck) return { evidence: async () => undefined, heal: async () => undefined };
  const standby = await standBy(theatre, instance);
  return zombie(theatre, instance, standby, `${instance.name} was stopped between two PUTs`);
}

async function members(theatre: Theatre, service: string): Promise<number> {
  const groupId = `${theatre.world.groupPrefix}.${service}`;
  return await withAdmin(theatre.world.kafka, async (admin) => {
    const { groups } = await admin.describeGroups([groupId]);
    return groups[0]?.members.length ?? 0;
  });
}

async function scale(theatre: Theatre, { victim }: PlannedFault): Promise<Strike> {
  const added = theatre.fleet.add(victim);
  await until(
    () => added.process.isRunning && added.process.lines.some((line) => line.includes('"running"')),
    startMs,
  );
  let most = 0;
  return {
    evidence: async () => {
      most = Math.max(most, await members(theatre, victim));
      return most > 1 ? `${String(most)} members shared the partitions` : undefined;
    },
    heal: async () => {
      await theatre.fleet.remove(added);
    },
  };
}

async function outOfMemory(theatre: Theatre, { victim }: PlannedFault): Promise<Strike> {
  const instance = theatre.fleet.first(victim);
  const { process } = instance;
  instance.isHeld = true;
  instance.control({ balloon: true });
  const ended = await until(() => !process.isRunning, startMs);
  instance.control({ balloon: false });
  const report = ended && process.lines.some((line) => line.includes('heap out of memory'));
  return {
    evidence: async () => (report ? `V8 ended ${instance.name}: heap out of memory` : undefined),
    heal: async () => {
      if (process.isRunning) await process.kill();
      theatre.fleet.start(instance);
    },
  };
}

/** The clock stays as it is: who can consume only when it is right again does not recover. The next jump goes back. */
async function clockJump(theatre: Theatre, { victim, strength }: PlannedFault): Promise<Strike> {
  const instance = theatre.fleet.first(victim);
  const before = instance.acted();
  const from = instance.clockMs;
  const to = from !== 0 ? 0 : strength < 0.5 ? hourMs : -hourMs;
  instance.control({ clockMs: to });
  return {
    evidence: async () => {
      const { clock, jumps } = instance.acted();
      if (jumps === before.jumps && clock === before.clock) return undefined;
      return `the clock of ${instance.name} jumped by ${(to - from) / 60_000} minutes`;
    },
    heal: () => Promise.resolve(),
  };
}

async function dnsFailure(theatre: Theatre, { victim }: PlannedFault): Promise<Strike> {
  const instance = theatre.fleet.first(victim);
  const before = instance.acted();
  instance.control({ dns: [hostName] });
  // The preload looks at its file ten times a second.
  await sleep(250);
  // Who is connected asks for no address.
  for (const proxy of theatre.tcp) proxy.reset();
  theatre.http.cutAll();
  return {
    evidence: async () => {
      const { pid, dns } = instance.acted();
      const failed = pid === before.pid ? dns - before.dns : dns;
      return failed > 0 ? `${String(failed)} look-ups of ${instance.name} failed` : undefined;
    },
    heal: async () => instance.control({ dns: [] }),
  };
}

/** What can happen to a process. */
export const processFaults: readonly FaultKind[] = [
  { ...one, name: 'kill', title: 'kill -9 of a service', durationMs: [0, 3_000], begin: kill },
  { ...one, name: 'stop', title: 'SIGTERM to a service, and a restart', durationMs: [0, 3_000], begin: stop },
  {
    ...one,
    name: 'kill-in-flush',
    title: 'kill -9 of the sink between a PUT and the commit',
    victims: ['sink'],
    durationMs: [0, 3_000],
    begin: killInFlush,
  },
  {
    ...one,
    name: 'pause',
    title: 'SIGSTOP beyond the session time-out while another takes over, then SIGCONT',
    durationMs: beyondSession,
    begin: pause,
  },
  {
    ...one,
    name: 'pause-in-flush',
    title: 'The same to the sink between two PUTs of a flush',
    victims: ['sink'],
    durationMs: beyondSession,
    begin: pauseInFlush,
  },
  { ...one, name: 'scale', title: 'An instance more, and less', durationMs: [2_000, 6_000], begin: scale },
  {
    ...one,
    name: 'oom',
    title: 'A heap that grows until V8 ends the process',
    durationMs: [0, 3_000],
    begin: outOfMemory,
  },
  {
    ...one,
    name: 'clock',
    title: 'A clock that jumps by an hour, forth or back, and stays there',
    durationMs: beyondSession,
    begin: clockJump,
  },
  {
    ...one,
    name: 'dns',
    title: 'Names do not resolve, and connections are cut',
    durationMs: [3_000, 12_000],
    begin: dnsFailure,
  },
];
