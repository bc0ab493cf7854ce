import { createHash, randomUUID } from 'node:crypto';
import { link, mkdir, open, readFile, readdir, rename, rm, stat } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { ScrubjayError, describeForeign } from '@scrubjay/errors';
import { KeyedMutex } from './keyed-mutex.js';
import { probe } from './probe.js';
import type { ListedObject, ObjectStore, PutOptions, StoredObject } from './store.js';

const keyPattern = /^(?!.*(?:^|\/)\.{1,2}(?:\/|$))[!-~]{1,1024}$/;
/** Files of writes under way; no key ends like this. */
const temporary = '.scrubjay-tmp';

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

  async *list(prefix: string): AsyncIterable<ListedObject> {
    const entries = await this.#guard(prefix, () => readdir(this.#root, { recursive: true, withFileTypes: true })).catch(
      (error: unknown) => {
        if (error instanceof ScrubjayError && isMissing(error.cause)) return [];
        throw error;
      },
    );
    const keys = entries
      .filter((entry) => entry.isFile() && !entry.name.endsWith(temporary))
      .map((entry) => join(entry.parentPath, entry.name).slice(this.#root.length + 1))
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

  async #write(key: string, path: string, body: Buffer, { ifNoneMatch, ifMatch }: PutOptions): Promise<{ etag: string }> {
    await mkdir(dirname(path), { recursive: true, mode: 0o700 });
    if (ifMatch !== undefined && (await this.get(key))?.etag !== ifMatch) throw conflict(key);
    const temp = `${path}.${randomUUID()}${temporary}`;
    try {
      await writeDurably(temp, body);
      // A link fails where the name is taken, also by another process; a rename replaces.
      if (ifNoneMatch === true) await link(temp, path).catch((error: unknown) => throwConflict(key, error));
      else await rename(temp, path);
    } finally {
      await rm(temp, { force: true });
    }
    await syncFolder(dirname(path));
    return { etag: etagOf(body) };
  }

  #pathOf(key: string): string {
    if (!keyPattern.test(key)) throw new ScrubjayError('SJ_INTERNAL', 'A key is no relative path of visible ASCII.');
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

/** Makes a new name durable, not only the file's content. */
async function syncFolder(path: string): Promise<void> {
  const folder = await open(path, 'r');
  try {
    await folder.sync();
  } finally {
    await folder.close();
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
