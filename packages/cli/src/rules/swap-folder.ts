import { cp, mkdir, open, readFile, readdir, realpath, rename, rm, stat, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { ScrubjayError } from '@scrubjay/errors';
import { z } from 'zod';

/** What is known of the rules that were replaced: enough to tell, at a rollback, that they are still the same. */
const previousNote = z.object({
  policy: z.string(),
  fingerprint: z.string(),
  replacedAt: z.string(),
  reason: z.string().optional(),
});

export type PreviousNote = Readonly<z.infer<typeof previousNote>>;

export interface FolderPaths {
  /** The folder itself, behind symbolic links. */
  readonly active: string;
  /** The new rules while they are written; it exists only then, and keeps a second promotion away. */
  readonly next: string;
  readonly previous: string;
  readonly note: string;
}

export async function pathsOf(to: string): Promise<FolderPaths> {
  const active = await realpath(to).catch(() => to.replace(/\/+$/, ''));
  return {
    active,
    next: `${active}.next`,
    previous: `${active}.previous`,
    note: `${active}.previous.json`,
  };
}

export async function exists(path: string): Promise<boolean> {
  return stat(path).then(
    () => true,
    () => false,
  );
}

function refused(message: string, cause?: unknown, fix?: string): ScrubjayError {
  return new ScrubjayError('SJ_RULES_NOT_PROMOTED', message, {
    cause,
    ...(fix === undefined ? {} : { fix }),
  });
}

/** Hidden files are no rules: editors, version control and mounts leave them. */
function isVisible(path: string): boolean {
  return !basename(path).startsWith('.');
}

/** What was renamed must also be on the disk, or a power failure leaves an empty file under the new name. */
async function syncFolder(folder: string): Promise<void> {
  for (const entry of await readdir(folder, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue;
    const file = await open(join(entry.parentPath, entry.name));
    await file.sync().finally(() => file.close());
  }
}

/** Copies the candidate beside the active rules, whole and durable. @throws SJ_RULES_NOT_PROMOTED */
export async function stage(candidate: string, { next }: FolderPaths): Promise<void> {
  try {
    await mkdir(next);
  } catch (cause) {
    const fix = 'Wait for the other promotion; if there is none, one was cut off: remove that folder.';
    if ((cause as NodeJS.ErrnoException).code === 'EEXIST') throw refused(`${next} exists.`, cause, fix);
    throw refused(`${next} cannot be written.`, cause, 'Check its permissions and the free space.');
  }
  try {
    const source = await realpath(candidate);
    await cp(source, next, {
      recursive: true,
      dereference: true,
      filter: (path) => path === source || isVisible(path),
    });
    await syncFolder(next);
  } catch (cause) {
    await unstage({ next });
    throw refused(`${candidate} cannot be copied to ${next}.`, cause);
  }
}

export async function unstage({ next }: Pick<FolderPaths, 'next'>): Promise<void> {
  await rm(next, { recursive: true, force: true });
}

/**
 * Puts the staged folder in the place of the active one and keeps that as the previous. Two renames: in between there is
 * no active folder, which running redactors sit out. If the second fails, the first is undone.
 * @throws SJ_RULES_NOT_PROMOTED
 */
export async function swap(paths: FolderPaths, note: PreviousNote | undefined): Promise<void> {
  const { active, next, previous } = paths;
  const old = `${previous}.old`;
  try {
    await rm(old, { recursive: true, force: true });
    if (await exists(previous)) await rename(previous, old);
    if (await exists(active)) await rename(active, previous);
    await rename(next, active);
  } catch (cause) {
    if (!(await exists(active)) && (await exists(previous))) await rename(previous, active);
    if (!(await exists(previous)) && (await exists(old))) await rename(old, previous);
    throw refused(`${active} cannot be replaced.`, cause, 'Check its permissions.');
  }
  await rm(old, { recursive: true, force: true });
  if (note !== undefined) await writeFile(paths.note, `${JSON.stringify(note, null, 2)}\n`);
}

/** Exchanges the active and the previous folder. */
export async function swapBack(paths: FolderPaths, note: PreviousNote | undefined): Promise<void> {
  const { next, previous } = paths;
  await rename(previous, next);
  try {
    await swap(paths, note);
  } catch (error) {
    await rename(next, previous);
    throw error;
  }
}

/** @throws SJ_RULES_NOT_PROMOTED if there is nothing to go back to. */
export async function readNote({ previous, note }: FolderPaths): Promise<PreviousNote> {
  const text = (await exists(previous)) ? await readFile(note, 'utf8').catch(() => undefined) : undefined;
  const fix = 'There is nothing to roll back to.';
  if (text === undefined) throw refused(`No previous rules are kept at ${previous}.`, undefined, fix);
  try {
    return previousNote.parse(JSON.parse(text));
  } catch (cause) {
    throw refused(`${note} cannot be understood.`, cause, 'Put the rules in place by hand.');
  }
}
