import { createHash, randomUUID } from 'node:crypto';
import { link, mkdir, open, readFile, readdir, rename, rm, stat } from 'node:fs/promises';
import { dirname, join, relative, resolve } from 'node:path';
import { ScrubjayError, describeForeign } from '@scrubjay/errors';
import { checkKey, temporarySuffix } from './keys.js';
import { KeyedMutex } from './keyed-mutex.js';
import { probe } from './probe.js';
import type { ListedObject, ObjectStore, OldVersions, PutOptions, StoredObject } from './store.js';

/** A store of files below one folder, for one machine. Writes are atomic: a temporary file, fsync, then rename. */
export function createFolderStore(options: { readonly path: string }): ObjectStore {
  return new FolderStore(resolve(options.path));
}

class FolderStore implements ObjectStore {
  readonly #root: string;
  readonly #writing = new KeyedMutex();

  constructor(root: string) {
    this.#root = root;
  }

  async put(key: string, body: Buffer, options: PutOptions = {}): Promise<{ etag: string }> {
    const path = this.#pathOf(key);
    return this.#writing.run(key, () => this.#guard(key, () => this.#write(key, path, body, options)));
  }

  async get(key: string): Promise<StoredObject | undefined> {
    const path = this.#pathOf(key);
    return this.#guard(key, async () => {
      try {
        const body = await readFile(path);
        return { body, etag: etagOf(body) };
      } catch (error) {
        if (isMissing(error)) return undefined;
        throw error;
      }
    });
  }

  async delete(key: string): Promise<void> {
    const path = this.#pathOf(key);
    await this.#guard(key, () => rm(path, { force: true }));
  }

  /** A file has none. */
  async deleteOldVersions(key: string): Promise<OldVersions> {
    checkKey(key);
    return { removed: 0, kept: 0 };
  }

  async *list(prefix: string): AsyncIterable<ListedObject> {
    // Only the folder that the prefix leads into is walked.
    const folder = join(this.#root, prefix.slice(0, prefix.lastIndexOf('/') + 1));
    const entries = await this.#guard(prefix, () => filesBelow(folder));
    const keys = entries
      .filter((path) => !path.endsWith(temporarySuffix))
      .map((path) => relative(this.#root, path))
      .filter((key) => key.startsWith(prefix))
      .sort((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b)));
    for (const key of keys) {
      const found = await stat(join(this.#root, key)).catch(() => undefined);
      if (found !== undefined) yield { key, size: found.size, lastModified: found.mtime };
    }
  }

  check(): Promise<void> {
    return probe(this);
  }

  describe(): string {
    return this.#root;
  }

  async close(): Promise<void> {
    // Nothing is held open between calls.
  }

  async #write(
    key: string,
    path: string,
    body: Buffer,
    { ifNoneMatch, ifMatch }: PutOptions,
  ): Promise<{ etag: string }> {
    const firstMade = await mkdir(dirname(path), { recursive: true, mode: 0o700 });
    if (ifMatch !== undefined && (await this.get(key))?.etag !== ifMatch) throw conflict(key);
    const temp = `${path}.${randomUUID()}${temporarySuffix}`;
    try {
      await writeDurably(temp, body);
      // A link fails where the name is taken, also by another process; a rename replaces.
      if (ifNoneMatch === true) await link(temp, path).catch((error: unknown) => throwConflict(key, error));
      else await rename(temp, path);
    } finally {
      await rm(temp, { force: true });
    }
    await syncFolders(dirname(path), firstMade === undefined ? dirname(path) : dirname(firstMade));
    return { etag: etagOf(body) };
  }

  #pathOf(key: string): string {
    checkKey(key);
    return join(this.#root, key);
  }

  async #guard<T>(key: string, work: () => Promise<T>): Promise<T> {
    try {
      return await work();
    } catch (cause) {
      if (cause instanceof ScrubjayError) throw cause;
      const what = `${join(this.#root, key)} cannot be used (${describeForeign(cause)}).`;
      throw new ScrubjayError('SJ_STATE_UNWRITABLE', what, {
        fix: 'Check store.path, its permissions and the free space.',
        // A full disk may be emptied: the position is held and the write tried again.
        retryable: (cause as NodeJS.ErrnoException | undefined)?.code === 'ENOSPC',
        cause,
      });
    }
  }
}

async function writeDurably(path: string, body: Buffer): Promise<void> {
  const file = await open(path, 'wx', 0o600);
  try {
    await file.writeFile(body);
    await file.sync();
  } finally {
    await file.close();
  }
}

/** Makes new names durable, not only the file's content: in each folder from `lowest` up to `highest`. */
async function syncFolders(lowest: string, highest: string): Promise<void> {
  for (let path = lowest; ; path = dirname(path)) {
    const folder = await open(path, 'r');
    try {
      await folder.sync();
    } finally {
      await folder.close();
    }
    if (path === highest) return;
  }
}

/** Paths of all files below a folder; none where it is not there. */
async function filesBelow(folder: string): Promise<readonly string[]> {
  try {
    const entries = await readdir(folder, { recursive: true, withFileTypes: true });
    return entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  } catch (error) {
    if (isMissing(error)) return [];
    throw error;
  }
}

function etagOf(body: Buffer): string {
  return createHash('sha256').update(body).digest('hex');
}

function isMissing(error: unknown): boolean {
  return (error as NodeJS.ErrnoException | undefined)?.code === 'ENOENT';
}

function throwConflict(key: string, error: unknown): never {
  if ((error as NodeJS.ErrnoException).code === 'EEXIST') throw conflict(key);
  throw error;
}

function conflict(key: string): ScrubjayError {
  return new ScrubjayError('SJ_STORE_CONFLICT', `The object ${key} is not as it was expected.`);
}
