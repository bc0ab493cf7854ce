import { randomUUID } from 'node:crypto';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { findOnPath, runCommand } from './command.js';
import { unavailable } from './find.js';
import { GuardedProcess } from './guarded-process.js';
import { makeTempDir } from './paths.js';
import type { Unavailable } from './types.js';

const infoTimeoutMs = 10_000;
/** May have to pull the image first. */
export const dockerStartTimeoutMs = 5 * 60_000;

export interface Container {
  readonly kind: 'container';
  readonly isRunning: () => boolean;
  readonly kill: () => Promise<void>;
  /** Also removes the container and its files. */
  readonly stop: () => Promise<void>;
}

/** `docker run` in the foreground with a name of its own, so that it ends with us and can be ended by name. */
export async function runContainer(label: string, args: readonly string[]): Promise<Container | Unavailable> {
  if (process.platform === 'win32') return unavailable('Docker: needs a POSIX shell');
  if ((await findOnPath('docker')) === undefined) return unavailable('Docker: docker is not on the PATH');
  const info = await runCommand('docker', ['info'], { timeoutMs: infoTimeoutMs });
  if (!info.ok) return unavailable('Docker: its daemon does not answer');

  const name = `scrubjay-${label}-${randomUUID().slice(0, 8)}`;
  const tempDir = await makeTempDir(`docker-${label}`);
  const client = new GuardedProcess({
    command: ['docker', 'run', '--rm', '--name', name, ...args],
    logFile: join(tempDir, 'server.log'),
    tempDir,
    container: name,
  });
  const kill = async (): Promise<void> => {
    await runCommand('docker', ['rm', '-f', name]);
    await client.kill();
  };
  return {
    kind: 'container',
    isRunning: () => client.isRunning,
    kill,
    stop: async () => {
      await kill();
      await rm(tempDir, { recursive: true, force: true });
    },
  };
}
