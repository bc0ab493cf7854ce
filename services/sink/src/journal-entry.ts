import { ScrubjayError } from '@scrubjay/errors';
import { z } from 'zod';
import { manifestLink, type ManifestLink } from './manifest.js';
import { parseJson } from './parse-json.js';

const position = z.string().regex(/^\d+$/);
const entrySchema = z.strictObject({
  version: z.literal(1),
  /** Source positions of the flush: `first` up to but not including `next`. */
  first: position,
  next: position,
  keys: z.array(z.string()),
  /** Manifest of this flush and of the one before it; entries of before there were manifests have none. */
  manifest: manifestLink.nullable().default(null),
  previous: manifestLink.nullable().default(null),
  voided: z.array(z.strictObject({ key: z.string(), atMs: z.int() })).default([]),
  /** Which process wrote it: a write whose answer was lost is recognised by it. */
  writer: z.string(),
});

/** A key that holds no records any more, so that nobody who was late can write there. */
export interface VoidedKey {
  readonly key: string;
  /** Unix milliseconds. */
  readonly atMs: number;
}

/** What a flush is about to write. It is stored before the first object and stays until the next flush. */
export interface FlushEntry {
  readonly first: bigint;
  readonly next: bigint;
  /** Objects of the flush. */
  readonly keys: readonly string[];
  readonly manifest: ManifestLink | null;
  readonly previous: ManifestLink | null;
  readonly voided: readonly VoidedKey[];
}

/** An entry and which process wrote it. */
export interface WrittenEntry {
  readonly entry: FlushEntry;
  readonly writer: string;
}

export function writeEntry({ first, next, ...rest }: FlushEntry, writer: string): Buffer {
  const value = { version: 1, first: String(first), next: String(next), ...rest, writer };
  return Buffer.from(JSON.stringify(value));
}

/** @throws SJ_STATE_DAMAGED for what is no entry of ours. */
export function readEntry(plain: Buffer, key: string): WrittenEntry {
  const parsed = entrySchema.safeParse(parseJson(plain));
  if (!parsed.success) {
    throw new ScrubjayError('SJ_STATE_DAMAGED', `The flush journal ${key} cannot be understood.`, {
      fix: 'Restore an earlier version of this object, or remove it after checking the partition for duplicates.',
    });
  }
  const { first, next, keys, manifest, previous, voided, writer } = parsed.data;
  return {
    entry: { first: BigInt(first), next: BigInt(next), keys, manifest, previous, voided },
    writer,
  };
}
