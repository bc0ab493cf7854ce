import type { KeysConfig } from '@scrubjay/boot';
import type { Partition } from '@scrubjay/pipeline';
import type { Signer } from '@scrubjay/vault';
import { attestManifest } from './attestation.js';
import type { Manifest, ManifestLink } from './manifest.js';
import type { ObjectOutput } from './object-builder.js';
import type { Tally } from './tally.js';

type Described = Pick<ObjectOutput, 'key' | 'records' | 'plainBytes' | 'isHeld'>;

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
}

export interface ManifestWriter {
  /** Signs and seals the manifest; nothing is stored yet. */
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

/** How manifests name the key that objects are sealed under. */
export function sealedUnder(keys: KeysConfig): string {
  return keys.provider === 'local' ? 'local' : (keys.scrubbed ?? '');
}

export function createManifestWriter(options: ManifestWriterOptions): ManifestWriter {
  return {
    async write(facts) {
      const { bytes, sha256 } = await attestManifest(options.signer, facts.key, toManifest(facts, options));
      return { link: { key: facts.key, sha256 }, body: await options.seal(bytes) };
    },
  };
}

function toManifest(facts: FlushFacts, options: ManifestWriterOptions): Manifest {
  const { partition, first, next, tally, withheld, objects, previous } = facts;
  return {
    version: 1,
    environment: options.environment,
    ...partition,
    first: String(first),
    next: String(next),
    writtenAt: new Date(options.now()).toISOString(),
    reason: 'flush',
    sources: [...(tally?.sources ?? [])],
    rulesets: (tally?.rulesets ?? []).map((one) => ({ ...one, findings: [...one.findings] })),
    objects: objects.map(({ object: { key, records, plainBytes, isHeld }, body, sha256 }) => ({
      ...{ key, bytes: body.length, plainBytes, records, sha256, held: isHeld === true },
    })),
    withheld,
    sealedUnder: options.sealedUnder,
    previous,
  };
}
