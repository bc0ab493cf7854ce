import type { ObjectStore } from '@scrubjay/transport';

export async function keysOf(store: ObjectStore, prefix: string): Promise<string[]> {
  const keys: string[] = [];
  for await (const { key } of store.list(prefix)) keys.push(key);
  return keys;
}

/** A store whose process is gone after so many writes and removals: the last one may or may not have been done. */
export function dieAt(store: ObjectStore, at: number): ObjectStore {
  let left = at;
  const step = async <T>(work: () => Promise<T>): Promise<T> => {
    left -= 1;
    if (left < 0) throw new Error('gone');
    const done = left > 0 || at % 2 === 0 ? await work() : undefined;
    if (left === 0) throw new Error('killed');
    return done as T;
  };
  return {
    put: (...args) => step(() => store.put(...args)),
    delete: (key) => step(() => store.delete(key)),
    deleteOldVersions: (key) => step(() => store.deleteOldVersions(key)),
    get: (key) => store.get(key),
    list: (prefix) => store.list(prefix),
    check: () => store.check(),
    describe: () => store.describe(),
    close: () => store.close(),
  };
}
