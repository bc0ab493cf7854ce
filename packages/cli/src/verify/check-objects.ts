import { isScrubjayError } from '@scrubjay/errors';
import { sha256Of, type Manifest, type ObjectSealer } from '@scrubjay/sink';
import type { ObjectStore } from '@scrubjay/transport';
import type { Problem, ProblemKind } from './problems.js';

type Stated = Manifest['objects'][number];

const newline = 0x0a;

/** Whether an object is there as its manifest says: its bytes by their digest, and opened, the number of its records. */
export async function checkObject(
  store: ObjectStore,
  stated: Stated,
  sealer: ObjectSealer | undefined,
): Promise<Problem | undefined> {
  const { key } = stated;
  const problem = (kind: ProblemKind, detail: string): Problem => ({ kind, key, detail });
  const found = await store.get(key);
  if (found === undefined) return problem('object_missing', 'a manifest names it');
  if (found.body.length !== stated.bytes || sha256Of(found.body) !== stated.sha256)
    return problem('object_altered', 'its bytes are not those that were written');
  // What is withheld is opened by the privacy team only.
  if (sealer === undefined || stated.held) return undefined;
  try {
    const records = countLines(await sealer.openObject(found.body));
    if (records === stated.records) return undefined;
    return problem('records_differ', `it holds ${String(records)} records, not ${String(stated.records)}`);
  } catch (error) {
    if (!isScrubjayError(error) || error.retryable) throw error;
    return problem('object_altered', `it cannot be opened (${error.code})`);
  }
}

function countLines(plain: Buffer): number {
  let lines = 0;
  for (let at = plain.indexOf(newline); at >= 0; at = plain.indexOf(newline, at + 1)) lines += 1;
  return lines;
}
