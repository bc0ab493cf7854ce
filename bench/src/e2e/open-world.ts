import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { useWorld, type World } from '@scrubjay/e2e';
import type { Settings } from './settings.js';

export interface OpenWorld {
  readonly world: World;
  /** Configuration file of the services. */
  readonly configFile: string;
  /** Ends the services and the servers, and removes what they stored. */
  readonly close: () => Promise<void>;
}

/** Topics, keys and a bucket of its own for one run, on real servers. Rejects with the reason where there are none. */
export async function openWorld({ policy, rules, sinkAgeMs }: Settings): Promise<OpenWorld> {
  const folder = await mkdtemp(join(tmpdir(), 'scrubjay-bench-'));
  const teardowns = [(): Promise<void> => rm(folder, { recursive: true, force: true })];
  const close = async (): Promise<void> => {
    for (const teardown of teardowns.splice(0).reverse()) await teardown();
  };
  const stop = (reason: string): never => {
    throw new Error(reason);
  };
  try {
    const world = await useWorld({
      testdir: () => folder,
      teardown: (action) => void teardowns.push(action),
      plan: (_count, reason = '') => stop(reason),
      fail: stop,
    });
    if (world === undefined) return stop('There are no servers.');
    teardowns.push(() => deleteTopics(world));
    await world.createInput();
    const configFile = world.configFile({
      rules: { policy, ...(rules === undefined ? {} : { dir: rules }) },
      sink: { batch: { maxAgeMs: sinkAgeMs } },
    });
    return { world, configFile, close };
  } catch (error) {
    await close();
    throw error;
  }
}

/** A shared broker must not keep gigabytes of ours. */
async function deleteTopics({ kafka, processes, topics }: World): Promise<void> {
  await Promise.all(processes.filter((one) => one.isRunning).map((one) => one.stop()));
  const admin = kafka.newClient().admin();
  await admin.connect();
  const existing = new Set(await admin.listTopics());
  await admin.deleteTopics({
    topics: Object.values<string>({ ...topics }).filter((topic) => existing.has(topic)),
  });
  await admin.disconnect();
}
