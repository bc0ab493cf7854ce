import { isScrubjayError } from '@scrubjay/errors';
import type { ObjectStore } from '@scrubjay/transport';
import type { Journal } from './journal.js';

/**
 * Writes one object of the flush that the journal names. Where the key is taken it was by an earlier try of this same
 * flush, or by a void in its place, as long as the journal is ours: exactly what is there now is replaced. Should
 * another writer come between, the PUT fails.
 * @throws SJ_KAFKA_FENCED when the journal is another's.
 */
export async function putOwned(
  store: ObjectStore,
  journal: Journal,
  key: string,
  sealed: Buffer,
): Promise<void> {
  await journal.stayCurrent();
  try {
    await store.put(key, sealed, { ifNoneMatch: true });
  } catch (error) {
    if (!isScrubjayError(error) || error.code !== 'SJ_STORE_CONFLICT') throw error;
    const existing = await store.get(key);
    await journal.proveCurrent();
    await store.put(key, sealed, existing === undefined ? { ifNoneMatch: true } : { ifMatch: existing.etag });
  }
}
