import { readdir, realpath, stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { ScrubjayError, toScrubjayError } from '@scrubjay/errors';

/**
 * The real paths of all input files, each once, in the order of `paths` and sorted within a directory or pattern. A
 * directory stands for its files, not for its subdirectories; a pattern may have `*` and `?` in its last part. Hidden
 * files are taken only where they are named. Rejects with SJ_FILE_UNREADABLE where something named is not there, is
 * neither file nor directory, or a pattern matches nothing.
 */
export async function listInputFiles(paths: readonly string[]): Promise<readonly string[]> {
  const files = new Set<string>();
  for (const path of paths) {
    for (const file of await expand(path)) files.add(await realpath(file));
  }
  return [...files];
}

async function expand(path: string): Promise<readonly string[]> {
  try {
    const found = await stat(path);
    if (found.isFile()) return [path];
    if (found.isDirectory()) return await filesIn(path, /^[^.]/);
  } catch (error) {
    const isPattern = /[*?]/.test(basename(path));
    if (!isPattern) throw toScrubjayError(error, 'SJ_FILE_UNREADABLE', `${path} cannot be read`);
    return expandPattern(path);
  }
  throw new ScrubjayError('SJ_FILE_UNREADABLE', `${path} is neither a file nor a directory.`);
}

async function expandPattern(path: string): Promise<readonly string[]> {
  const pattern = basename(path)
    .replace(/[.+^${}()|[\]\\]/g, '\\$&')
    .replaceAll('*', '.*')
    .replaceAll('?', '.');
  const files = await filesIn(dirname(path), new RegExp(`^(?!\\.)${pattern}$`, 's')).catch(
    (error: unknown) => {
      throw toScrubjayError(error, 'SJ_FILE_UNREADABLE', `${dirname(path)} cannot be read`);
    },
  );
  if (files.length === 0) throw new ScrubjayError('SJ_FILE_UNREADABLE', `No file matches ${path}.`);
  return files;
}

async function filesIn(folder: string, name: RegExp): Promise<readonly string[]> {
  const entries = (await readdir(folder)).filter((entry) => name.test(entry)).sort();
  const paths = entries.map((entry) => join(folder, entry));
  const areFiles = await Promise.all(paths.map(async (path) => (await stat(path)).isFile()));
  return paths.filter((_, i) => areFiles[i]);
}
