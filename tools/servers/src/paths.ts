import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** This package's folder; the same from src and from dist. */
export const packageDir = fileURLToPath(new URL('..', import.meta.url));

/** Downloads shared by all runs in this checkout; ignored by git. */
export const cacheDir = join(packageDir, '..', '..', '.cache', 'servers');

export async function makeTempDir(name: string): Promise<string> {
  return await mkdtemp(join(tmpdir(), `scrubjay-${name}-`));
}
