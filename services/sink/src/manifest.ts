import { createHash } from 'node:crypto';
import { z } from 'zod';
import { ScrubjayError } from '@scrubjay/errors';

/** Type of the payload in its signed envelope: an in-toto statement. */
export const manifestPayloadType = 'application/vnd.in-toto+json';
const statementType = 'https://in-toto.io/Statement/v1';
const predicateType = 'https://scrubjay.dev/redaction-manifest/v1';

const position = z.string().regex(/^\d+$/);
const count = z.int().min(0);
const sha256 = z.string().regex(/^[0-9a-f]{64}$/);

/** A manifest, as the one after it and the journal name it: the digest is of its statement. */
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
});

const predicate = z.strictObject({
  environment: z.string(),
  /** The stream and partition that the sink read. */
  stream: z.string(),
  partition: count,
  /** Positions of the flush: `first` up to but not including `next`. */
  first: position,
  next: position,
  writtenAt: z.iso.datetime(),
  /** What the flush replaced, where it did: objects under another ruleset. */
  reason: z.enum(['flush', 'rescrub']),
  sources: z.array(source),
  rulesets: z.array(ruleset),
  objects: z.array(object),
  /** Messages that could not be opened and went to quarantine. */
  withheld: count,
  /** Key that the objects are sealed under, as configured. */
  sealedUnder: z.string(),
  previous: manifestLink.nullable(),
});

const statement = z.strictObject({
  _type: z.literal(statementType),
  predicateType: z.literal(predicateType),
  subject: z.array(z.strictObject({ name: z.string(), digest: z.strictObject({ sha256 }) })),
  predicate,
});

/**
 * What a flush wrote and what was removed before, as an in-toto statement (https://in-toto.io/Statement/v1): its
 * subjects are the objects, by the SHA-256 of their stored bytes.
 */
export type Manifest = Omit<z.output<typeof predicate>, 'objects'> & {
  readonly objects: readonly (z.output<typeof object> & { readonly sha256: string })[];
};

export function sha256Of(bytes: Buffer): string {
  return createHash('sha256').update(bytes).digest('hex');
}

/** The statement that is signed. */
export function encodeManifest(manifest: Manifest): Buffer {
  const { objects, ...rest } = manifest;
  const value: z.input<typeof statement> = {
    _type: statementType,
    subject: objects.map(({ key, sha256: digest }) => ({ name: key, digest: { sha256: digest } })),
    predicateType,
    predicate: {
      ...rest,
      objects: objects.map(({ key, bytes, plainBytes, records }) => ({ key, bytes, plainBytes, records })),
    },
  };
  return Buffer.from(JSON.stringify(value));
}

/** @throws SJ_STATE_DAMAGED for what is no manifest of ours. */
export function decodeManifest(payload: Buffer, key: string): Manifest {
  const parsed = statement.safeParse(parseJson(payload));
  const { predicate: found, subject } = parsed.data ?? {};
  const digests = new Map(subject?.map(({ name, digest }) => [name, digest.sha256]));
  const objects = found?.objects.flatMap((one) => {
    const digest = digests.get(one.key);
    return digest === undefined ? [] : [{ ...one, sha256: digest }];
  });
  if (found === undefined || objects?.length !== found.objects.length || digests.size !== objects.length) {
    throw new ScrubjayError('SJ_STATE_DAMAGED', `The manifest ${key} cannot be understood.`, {
      fix: 'Restore an earlier version of this object; find out who else writes to this place.',
    });
  }
  return { ...found, objects };
}

function parseJson(bytes: Buffer): unknown {
  try {
    return JSON.parse(bytes.toString('utf8'));
  } catch {
    return undefined;
  }
}
