import { createHash } from 'node:crypto';
import { z } from 'zod';
import { ScrubjayError } from '@scrubjay/errors';
import { parseJson } from './parse-json.js';

const position = z.string().regex(/^\d+$/);
const count = z.int().min(0);
const sha256 = z.string().regex(/^[0-9a-f]{64}$/);

/** A manifest, as the one after it and the journal name it: the digest is of its text. */
export const manifestLink = z.strictObject({ key: z.string().min(1), sha256 });
export type ManifestLink = z.output<typeof manifestLink>;

const source = z.strictObject({
  stream: z.string(),
  partition: count,
  firstOffset: count,
  lastOffset: count,
  records: count,
});
const finding = z.strictObject({ detector: z.string(), action: z.string(), count });
const ruleset = z.strictObject({ fingerprint: z.string(), records: count, findings: z.array(finding) });
const object = z.strictObject({
  key: z.string().min(1),
  /** Bytes as stored. */
  bytes: count,
  /** Bytes before compression. */
  plainBytes: count,
  records: count,
  /** Of the bytes as stored. */
  sha256,
  /** Withheld over an alarm: sealed under the quarantine key. */
  held: z.boolean(),
});

const manifest = z.strictObject({
  version: z.literal(1),
  environment: z.string(),
  /** The stream and partition that the sink read. */
  stream: z.string(),
  partition: count,
  /** Positions of the flush: `first` up to but not including `next`. */
  first: position,
  next: position,
  writtenAt: z.iso.datetime(),
  reason: z.literal('flush'),
  sources: z.array(source),
  rulesets: z.array(ruleset),
  objects: z.array(object),
  /** Messages that could not be opened and went to quarantine. */
  withheld: count,
  /** Key that the objects are sealed under, as configured. */
  sealedUnder: z.string(),
  previous: manifestLink.nullable(),
});

/** What a flush wrote, and what was removed before. */
export type Manifest = z.output<typeof manifest>;

export function sha256Of(bytes: Buffer): string {
  return createHash('sha256').update(bytes).digest('hex');
}

export function encodeManifest(value: Manifest): Buffer {
  return Buffer.from(JSON.stringify(value));
}

/** @throws SJ_STATE_DAMAGED for what is no manifest of ours. */
export function decodeManifest(bytes: Buffer, key: string): Manifest {
  const parsed = manifest.safeParse(parseJson(bytes));
  if (parsed.success) return parsed.data;
  throw new ScrubjayError('SJ_STATE_DAMAGED', `The manifest ${key} cannot be understood.`, {
    fix: 'Restore an earlier version of this object; find out who else writes to this place.',
  });
}
