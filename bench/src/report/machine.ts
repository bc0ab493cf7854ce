import { execFile } from 'node:child_process';
import { cpus, release, totalmem, type } from 'node:os';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import type { Machine } from './model.js';

const run = promisify(execFile);

/** What git prints; undefined where there is no git or no checkout. */
async function git(folder: string, ...args: readonly string[]): Promise<string | undefined> {
  try {
    return (await run('git', [...args], { cwd: folder })).stdout.trim();
  } catch {
    return undefined;
  }
}

/** What the figures of a run depend on. `folder` lies in the checkout that is measured; default: this one. */
export async function machineOf(
  folder: string = fileURLToPath(new URL('.', import.meta.url)),
): Promise<Machine> {
  const commit = await git(folder, 'rev-parse', '--short=10', 'HEAD');
  const changes = await git(folder, '--no-optional-locks', 'status', '--porcelain', '--untracked-files=no');
  return {
    cpu: cpus()[0]?.model.trim() ?? 'unknown',
    cores: cpus().length,
    memoryGiB: Math.round(totalmem() / 2 ** 30),
    os: `${type()} ${release()}`,
    node: process.versions.node,
    commit: commit ?? 'unknown',
    isDirty: changes !== undefined && changes !== '',
  };
}
