import { ScrubjayError, isScrubjayError } from '@scrubjay/errors';
import type { ObjectSealer } from '@scrubjay/sink';
import type { ObjectStore } from '@scrubjay/transport';
import type { TimeRange } from './find-objects.js';

const newline = 0x0a;

/** One canonical record as it is stored, and the fields that a reader filters and prints by. */
export interface QueriedRecord {
  readonly line: Buffer;
  readonly value: Readonly<Record<string, unknown>>;
}

export interface RecordFilter {
  readonly range: TimeRange;
  /** Text that the stored line must contain. */
  readonly grep?: string | undefined;
  /** Lower-case severity text that the record must have. */
  readonly severity?: string | undefined;
}

/**
 * The records of one object that pass the filter, in stored order. Rejects with SJ_VAULT_OPEN_FAILED or SJ_FRAME_INVALID,
 * naming the object, where it was altered or is none of this environment.
 */
export async function* readRecords(
  store: ObjectStore,
  sealer: ObjectSealer,
  key: string,
  filter: RecordFilter,
): AsyncIterable<QueriedRecord> {
  const found = await store.get(key);
  // Removed since the listing: an unfinished flush was tidied away, its records come under another key.
  if (found === undefined) return;
  const plain = await open(sealer, found.body, key);
  const needle = filter.grep === undefined ? undefined : Buffer.from(filter.grep);
  for (let start = 0; start < plain.length;) {
    const found = plain.indexOf(newline, start);
    const end = found < 0 ? plain.length : found;
    const line = plain.subarray(start, end);
    start = end + 1;
    if (needle !== undefined && !line.includes(needle)) continue;
    const value = parse(line, key);
    if (passes(value, filter)) yield { line, value };
  }
}

async function open(sealer: ObjectSealer, sealed: Buffer, key: string): Promise<Buffer> {
  try {
    return await sealer.openObject(sealed);
  } catch (cause) {
    if (!isScrubjayError(cause) || cause.code !== 'SJ_VAULT_OPEN_FAILED') throw cause;
    throw new ScrubjayError(
      'SJ_VAULT_OPEN_FAILED',
      `The object ${key} cannot be opened with the scrubbed key.`,
      {
        fix: 'Check keys and environment in the configuration; if they are right, the object was altered.',
        cause,
      },
    );
  }
}

function parse(line: Buffer, key: string): Record<string, unknown> {
  try {
    return JSON.parse(line.toString('utf8')) as Record<string, unknown>;
  } catch (cause) {
    throw new ScrubjayError('SJ_FRAME_INVALID', `The object ${key} holds a line that is no JSON.`, { cause });
  }
}

function passes(value: Readonly<Record<string, unknown>>, { range, severity }: RecordFilter): boolean {
  const time = typeof value['time'] === 'string' ? Date.parse(value['time']) : NaN;
  if (!(time >= range.from && time < range.to)) return false;
  const text = value['severity_text'];
  return severity === undefined || (typeof text === 'string' && text.toLowerCase() === severity);
}
