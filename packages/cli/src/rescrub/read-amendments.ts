import type { KeyObject } from 'node:crypto';
import type { ManifestLink, ObjectSealer } from '@scrubjay/sink';
import type { ObjectStore } from '@scrubjay/transport';
import { amendmentPrefix, openAmendmentFile, type Amendment } from './amendment.js';

/** An amendment whose signature holds, and the link by which others name it. */
export interface ReadAmendment {
  readonly link: ManifestLink;
  readonly amendment: Amendment;
}

export interface AmendmentReading {
  readonly store: ObjectStore;
  readonly sealer: ObjectSealer;
  /** Of the signing key. */
  readonly publicKey: KeyObject;
}

/** All amendments, in the order of their numbers. One that does not hold goes to `onBroken`, which may throw. */
export async function readAmendments(
  { store, sealer, publicKey }: AmendmentReading,
  onBroken: (key: string, error: unknown) => void,
): Promise<readonly ReadAmendment[]> {
  const read: ReadAmendment[] = [];
  for await (const { key } of store.list(amendmentPrefix)) {
    const found = await store.get(key);
    if (found === undefined) continue;
    try {
      const { amendment, sha256 } = openAmendmentFile(publicKey, key, await sealer.openManifest(found.body));
      read.push({ link: { key, sha256 }, amendment });
    } catch (error) {
      onBroken(key, error);
    }
  }
  return read;
}
