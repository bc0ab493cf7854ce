import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { cachedFolder, shortHash } from './cache.js';
import { findOnPath, runCommand } from './command.js';
import { unavailable } from './find.js';
import { cacheDir, packageDir } from './paths.js';
import type { Unavailable } from './types.js';

/** moto's own minimum. */
const neededMinor = 10;
const installTimeoutMs = 15 * 60_000;

export interface MotoToolchain {
  readonly kind: 'toolchain';
  /** A Python in whose environment moto is installed. */
  readonly python: string;
}

/** Finds python3 and makes, once, a virtual environment with the pinned requirements, by the user's own pip settings. */
export async function findMotoToolchain(): Promise<MotoToolchain | Unavailable> {
  if (process.platform === 'win32') return unavailable('local moto: needs a POSIX shell');
  const system = await findOnPath('python3');
  const identity = system === undefined ? undefined : await identifyPython(system);
  if (system === undefined || identity === undefined) {
    return unavailable(`local moto: no python3 of 3.${String(neededMinor)} or newer found`);
  }
  const requirements = join(packageDir, 'requirements.txt');
  const key = `moto-${shortHash(await readFile(requirements), identity)}`;
  const pipLog = join(cacheDir, 'pip.log');
  // A virtual environment may be moved as long as its python is called by path, never its scripts.
  const venv = await cachedFolder(cacheDir, key, async (folder) => {
    const made = await runCommand(system, ['-m', 'venv', folder]);
    const pip = ['-m', 'pip', 'install', '--quiet', '--disable-pip-version-check', '-r', requirements];
    const result = made.ok ? await runCommand(pythonOf(folder), pip, { timeoutMs: installTimeoutMs }) : made;
    if (!result.ok) await writeFile(pipLog, result.output);
    return result.ok;
  });
  if (venv === undefined) return unavailable(`local moto: venv or pip failed, see ${pipLog}`);
  return { kind: 'toolchain', python: pythonOf(venv) };
}

function pythonOf(venv: string): string {
  return join(venv, 'bin', 'python');
}

/** Version and place of the interpreter, which a virtual environment is tied to; undefined if it is too old. */
async function identifyPython(python: string): Promise<string | undefined> {
  const { ok, output } = await runCommand(python, [
    '-c',
    'import sys; print(sys.version_info[:3], sys.executable)',
  ]);
  const version = /^\((\d+), (\d+), \d+\)/.exec(output);
  const isNewEnough = Number(version?.[1]) === 3 && Number(version?.[2]) >= neededMinor;
  return ok && isNewEnough ? output.trim() : undefined;
}
