import { isScrubjayError } from '@scrubjay/errors';
import { sha256Of, type Manifest, type ObjectSealer } from '@scrubjay/sink';
import type { ObjectStore } from '@scrubjay/transport';
import type { Problem, ProblemKind } from './problems.js';

/** What an object's bytes may be, by its manifest and amendments. */
export interface ExpectedObject {
  readonly key: string;
  readonly held: boolean;
  /** One, or while a rescrub is not finished, those of before and after. */
  readonly states: readonly ObjectState[];
  /** Digests that it had before it was rescrubbed. */
  readonly past: ReadonlySet<string>;
}

/** Bytes as stored, and records. */
export type ObjectState = Pick<Manifest['objects'][number], 'sha256' | 'records'>;

const newline = 0x0a;

/** Whether an object is there as it should be: its bytes by their digest, and opened, the number of its records. */
export async function checkObject(
  store: ObjectStore,
  { key, held, states, past }: ExpectedObject,
  sealer: ObjectSealer | undefined,
): Promise<Problem | undefined> {
  const problem = (kind: ProblemKind, detail: string): Problem => ({ kind, key, detail });
  const found = await store.get(key);
  if (found === undefined) return problem('object_missing', 'a manifest names it');
  const digest = sha256Of(found.body);
  const state = states.find(({ sha256 }) => sha256 === digest);
  if (state === undefined && past.has(digest))
    return problem('object_rolled_back', 'its bytes are those of before a rescrub');
  if (state === undefined) return problem('object_altered', 'its bytes are not those that were written');
  // What is withheld is opened by the privacy team only.
  if (sealer === undefined || held) return undefined;
  try {
    const records = countLines(await sealer.openObject(found.body));
    if (records === state.records) return undefined;
    return problem('records_differ', `it holds ${String(records)} records, not ${String(state.records)}`);
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
