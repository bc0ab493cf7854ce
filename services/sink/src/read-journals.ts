import type { ObjectStore } from '@scrubjay/transport';
import { journalPrefix } from './grouping.js';
import { readEntry, type FlushEntry } from './journal-entry.js';
import type { ObjectSealer } from './sealed-object.js';

/**
 * The journals of all partitions, by `<stream>-<partition>`.
 * @throws SJ_STATE_DAMAGED, SJ_VAULT_OPEN_FAILED
 */
export async function readJournals(
  store: ObjectStore,
  sealer: ObjectSealer,
): Promise<ReadonlyMap<string, FlushEntry>> {
  const entries = new Map<string, FlushEntry>();
  for await (const { key } of store.list(journalPrefix)) {
    const found = await store.get(key);
    if (found === undefined) continue;
    const { entry } = readEntry(await sealer.openJournal(found.body), key);
    entries.set(key.slice(journalPrefix.length), entry);
  }
  return entries;
}
