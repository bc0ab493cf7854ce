import { readQuarantineKey, type QuarantineKey } from '@scrubjay/boot';
import type { Frame, FrameCodec } from '@scrubjay/frame';
import type { ListedObject, ObjectStore } from '@scrubjay/transport';
import type { Entry } from './entry.js';
import { openOrNot } from './topic-entries.js';

/** A withheld record in the object store. */
export interface StoreEntry extends Entry {
  /** Keys of its parts, in order. */
  readonly keys: readonly string[];
}

const prefix = 'quarantine/';

/** The withheld records below quarantine/, in the order of their keys. Nothing is opened. */
export async function* listStoreEntries(store: ObjectStore): AsyncIterable<StoreEntry> {
  let parts: Listed[] = [];
  for await (const object of store.list(prefix)) {
    const key = readQuarantineKey(object.key);
    const listed = { object, key };
    if (key !== undefined && parts[0]?.key?.record === key.record) {
      parts.push(listed);
      continue;
    }
    if (parts.length > 0) yield toEntry(parts);
    parts = [listed];
  }
  if (parts.length > 0) yield toEntry(parts);
}

interface Listed {
  readonly object: ListedObject;
  /** Undefined for a key of another maker. */
  readonly key: QuarantineKey | undefined;
}

function toEntry(listed: readonly Listed[]): StoreEntry {
  // By number: of more than ten parts the tenth's key stands before the second's.
  const sorted = [...listed].sort((a, b) => (a.key?.part ?? 0) - (b.key?.part ?? 0));
  const [first] = sorted as [Listed, ...Listed[]];
  const expected = first.key?.parts ?? 1;
  return {
    id: first.key?.record ?? first.object.key,
    facts: first.key,
    withheldAtMs: first.object.lastModified.getTime(),
    storedBytes: sorted.reduce((sum, { object }) => sum + object.size, 0),
    parts: sorted.length,
    // A key from before keys told the number of parts says 0: opening will tell.
    isComplete: expected === 0 || expected === sorted.length,
    keys: sorted.map(({ object }) => object.key),
  };
}

/** The frames of an entry; undefined where one cannot be opened or is gone. */
export async function openStoreEntry(
  store: ObjectStore,
  codec: FrameCodec,
  { keys }: StoreEntry,
): Promise<readonly Frame[] | undefined> {
  const frames: Frame[] = [];
  for (const key of keys) {
    const found = await store.get(key);
    const frame = found && (await openOrNot(codec, found.body));
    if (frame === undefined) return undefined;
    frames.push(frame);
  }
  return frames;
}
