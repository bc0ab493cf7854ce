import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { WorldOwner } from '@scrubjay/e2e';

/** Runs `work` with a folder of its own, and ends all that it started also when a signal stops it. */
export async function withOwner(
  tell: (text: string) => void,
  work: (owner: WorldOwner) => Promise<void>,
): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'scrubjay-chaos-'));
  const teardowns = [(): Promise<void> => rm(folder, { recursive: true, force: true })];
  const stop = (reason: string): never => {
    throw new Error(reason);
  };
  const tearDown = async (): Promise<void> => {
    for (const teardown of teardowns.splice(0).reverse()) await teardown();
  };
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.once(signal, () => {
      tell('stopped; the servers are ended');
      void tearDown().finally(() => process.exit(130));
    });
  }
  try {
    await work({
      testdir: () => folder,
      teardown: (action) => void teardowns.push(action),
      plan: (_count, reason = '') => stop(reason),
      fail: stop,
    });
  } finally {
    await tearDown();
  }
}
