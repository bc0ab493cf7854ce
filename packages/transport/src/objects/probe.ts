import { randomUUID } from 'node:crypto';
import { ScrubjayError } from '@scrubjay/errors';
import type { ObjectStore } from './store.js';

/** Uses a store once as the sink will: write, read, list, remove. */
export async function probe(store: ObjectStore): Promise<void> {
  const key = `_scrubjay/probe/${randomUUID()}`;
  const body = Buffer.from('probe');
  await store.put(key, body, { ifNoneMatch: true });
  const found = await store.get(key);
  let isListed = false;
  for await (const entry of store.list(key)) isListed ||= entry.key === key;
  await store.delete(key);
  if (found?.body.equals(body) !== true || !isListed) {
    throw new ScrubjayError('SJ_STORE_DENIED', `${store.describe()} does not give back what was written.`);
  }
}
