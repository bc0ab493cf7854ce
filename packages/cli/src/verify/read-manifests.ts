import type { KeyObject } from 'node:crypto';
import { isScrubjayError } from '@scrubjay/errors';
import {
  openManifestFile,
  partitionName,
  type Manifest,
  type ManifestLink,
  type ObjectSealer,
} from '@scrubjay/sink';
import type { ObjectStore } from '@scrubjay/transport';
import { amendmentPrefix } from '../rescrub/amendment.js';
import { readAmendments, type ReadAmendment } from '../rescrub/read-amendments.js';
import type { Problem } from './problems.js';

/** A manifest whose signature holds, and the link by which others name it. */
export interface ReadManifest {
  readonly link: ManifestLink;
  readonly manifest: Manifest;
}

const kinds = {
  SJ_VAULT_OPEN_FAILED: ['manifest_altered', 'it cannot be opened with the scrubbed key'],
  SJ_SIGNATURE_INVALID: ['manifest_unsigned', 'it is not signed by the signing key'],
  SJ_STATE_DAMAGED: ['manifest_altered', 'it is signed and cannot be understood'],
} as const;

/** All manifests of a bucket but void ones, by partition in the order of their positions; problems go to `onProblem`. */
export async function readManifests(
  store: ObjectStore,
  sealer: ObjectSealer,
  options: {
    readonly publicKey: KeyObject;
    readonly voided: ReadonlySet<string>;
    readonly onProblem: (problem: Problem) => void;
  },
): Promise<ReadonlyMap<string, readonly ReadManifest[]>> {
  const partitions = new Map<string, ReadManifest[]>();
  for await (const { key } of store.list('manifests/')) {
    if (options.voided.has(key) || key.startsWith(amendmentPrefix)) continue;
    const found = await store.get(key);
    if (found === undefined) continue;
    try {
      const { manifest, sha256 } = openManifestFile(
        options.publicKey,
        key,
        await sealer.openManifest(found.body),
      );
      const name = partitionName(manifest.stream, manifest.partition);
      const before = partitions.get(name) ?? [];
      before.push({ link: { key, sha256 }, manifest });
      partitions.set(name, before);
    } catch (error) {
      options.onProblem(toProblem(key, error));
    }
  }
  for (const manifests of partitions.values()) manifests.sort(byPosition);
  return partitions;
}

/** The same for amendments, in their row. */
export function readAmendmentRow(
  store: ObjectStore,
  sealer: ObjectSealer,
  options: { readonly publicKey: KeyObject; readonly onProblem: (problem: Problem) => void },
): Promise<readonly ReadAmendment[]> {
  const { publicKey, onProblem } = options;
  return readAmendments({ store, sealer, publicKey }, (key, error) => onProblem(toProblem(key, error)));
}

/** @throws the error itself where it says nothing of the object. */
function toProblem(key: string, error: unknown): Problem {
  const known = isScrubjayError(error) ? kinds[error.code as keyof typeof kinds] : undefined;
  if (known === undefined) throw error;
  return { kind: known[0], key, detail: known[1] };
}

function byPosition({ manifest: a }: ReadManifest, { manifest: b }: ReadManifest): number {
  return BigInt(a.first) < BigInt(b.first) ? -1 : 1;
}
