import type { Partition } from '@scrubjay/pipeline';
import { signEnvelope, type Signer } from '@scrubjay/vault';
import {
  encodeManifest,
  manifestPayloadType,
  sha256Of,
  type Manifest,
  type ManifestLink,
} from './manifest.js';
import type { ObjectOutput } from './object-builder.js';
import type { Tally } from './tally.js';

type Described = Pick<ObjectOutput, 'key' | 'records' | 'plainBytes'>;

/** An object and what of it is stored. */
export interface SealedObject<T extends Described = Described> {
  readonly object: T;
  readonly body: Buffer;
  /** Of the body. */
  readonly sha256: string;
}

/** What is to be said of a flush. */
export interface FlushFacts {
  readonly key: string;
  readonly partition: Partition;
  readonly first: bigint;
  readonly next: bigint;
  readonly withheld: number;
  readonly tally: Tally | undefined;
  readonly objects: readonly SealedObject[];
  readonly previous: ManifestLink | null;
  readonly reason?: Manifest['reason'];
}

export interface ManifestWriter {
  /** Signs and seals the manifest; nothing is stored yet. The link's digest is of the statement. */
  write(facts: FlushFacts): Promise<{ readonly link: ManifestLink; readonly body: Buffer }>;
}

export interface ManifestWriterOptions {
  readonly environment: string;
  readonly signer: Signer;
  readonly seal: (plain: Buffer) => Promise<Buffer>;
  /** The scrubbed key, as configured. */
  readonly sealedUnder: string;
  /** Unix milliseconds. */
  readonly now: () => number;
}

export function createManifestWriter(options: ManifestWriterOptions): ManifestWriter {
  return {
    async write(facts) {
      const statement = encodeManifest(toManifest(facts, options));
      const envelope = await signEnvelope(options.signer, manifestPayloadType, statement);
      return {
        link: { key: facts.key, sha256: sha256Of(statement) },
        body: await options.seal(envelope),
      };
    },
  };
}

function toManifest(facts: FlushFacts, options: ManifestWriterOptions): Manifest {
  const { partition, first, next, tally, withheld, objects, previous, reason = 'flush' } = facts;
  return {
    environment: options.environment,
    ...partition,
    first: String(first),
    next: String(next),
    writtenAt: new Date(options.now()).toISOString(),
    reason,
    sources: [...(tally?.sources ?? [])],
    rulesets: (tally?.rulesets ?? []).map((one) => ({ ...one, findings: [...one.findings] })),
    objects: objects.map(({ object: { key, records, plainBytes }, body, sha256 }) => ({
      ...{ key, bytes: body.length, plainBytes, records, sha256 },
    })),
    withheld,
    sealedUnder: options.sealedUnder,
    previous,
  };
}
