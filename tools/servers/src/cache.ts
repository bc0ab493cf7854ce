import { createHash, randomUUID } from 'node:crypto';
import { access, mkdir, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

const lockPollMs = 100;
/** Between making a lock and writing its owner into it. */
const ownerGraceMs = 5_000;

export function shortHash(...parts: readonly (string | Buffer)[]): string {
  const hash = createHash('sha256');
  for (const part of parts) hash.update(part).update('\0');
  return hash.digest('hex').slice(0, 16);
}

/**
 * Returns the folder `root/name`, made by `build` if it is not there. A folder appears under its name only by one rename
 * of a finished one, so what was cut short is never used, and a lost race costs a second download but harms nothing.
 * `build` returns false when it failed; then the result is undefined and nothing is left behind.
 */
export async function cachedFolder(
  root: string,
  name: string,
  build: (folder: string) => Promise<boolean>,
): Promise<string | undefined> {
  const finished = join(root, name);
  if (await exists(finished)) return finished;
  await mkdir(root, { recursive: true });
  return await withLock(`${finished}.lock`, async () => {
    if (await exists(finished)) return finished;
    await removeLeftovers(root, `${name}.tmp-`);
    const unfinished = `${finished}.tmp-${randomUUID()}`;
    try {
      await mkdir(unfinished);
      if (!(await build(unfinished))) return undefined;
      await publish(unfinished, finished);
      return finished;
    } finally {
      await rm(unfinished, { recursive: true, force: true });
    }
  });
}

async function removeLeftovers(root: string, prefix: string): Promise<void> {
  for (const entry of await readdir(root)) {
    if (entry.startsWith(prefix)) await rm(join(root, entry), { recursive: true, force: true });
  }
}

async function publish(unfinished: string, finished: string): Promise<void> {
  try {
    await rename(unfinished, finished);
  } catch (error) {
    // Only a run that broke this one's lock can have been first; its folder is as good as ours.
    if (!(await exists(finished))) throw error;
  }
}

/** mkdir is atomic: who makes the folder has the lock. A lock whose owner is gone is moved away by one of the waiters. */
async function withLock<T>(lock: string, work: () => Promise<T>): Promise<T> {
  while (!(await tryLock(lock))) {
    if (await isAbandoned(lock)) await discard(lock);
    else await sleep(lockPollMs);
  }
  try {
    return await work();
  } finally {
    await rm(lock, { recursive: true, force: true });
  }
}

async function tryLock(lock: string): Promise<boolean> {
  try {
    await mkdir(lock);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  }
  await writeFile(join(lock, 'owner'), String(process.pid));
  return true;
}

async function isAbandoned(lock: string): Promise<boolean> {
  try {
    const owner = Number(await readFile(join(lock, 'owner'), 'utf8'));
    if (owner > 0) return !isAlive(owner);
  } catch {
    // No owner yet: either it was made a moment ago or its maker died in between.
  }
  try {
    return Date.now() - (await stat(lock)).mtimeMs > ownerGraceMs;
  } catch {
    return false;
  }
}

async function discard(lock: string): Promise<void> {
  const moved = `${lock}.${randomUUID()}`;
  try {
    await rename(lock, moved);
  } catch {
    return;
  }
  await rm(moved, { recursive: true, force: true });
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

async function exists(path: string): Promise<boolean> {
  try {
    await access(path);
    return true;
  } catch {
    return false;
  }
}
