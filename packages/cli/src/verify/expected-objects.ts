import type { Manifest } from '@scrubjay/sink';
import type { AmendedObject } from '../rescrub/amended-objects.js';
import type { ExpectedObject, ObjectState } from './check-objects.js';

type Stated = Manifest['objects'][number];

/** An object that should be there, and what is told of it. */
export interface Expectation extends ExpectedObject {
  readonly bytes: number;
  readonly records: number;
}

/**
 * The objects that should be there: as the manifests say, or as an amendment says that they have become since. An object
 * that only amendments name is one whose manifest retention has removed.
 */
export function expectedObjects(
  manifests: readonly Manifest[],
  amended: ReadonlyMap<string, AmendedObject>,
): ReadonlyMap<string, Expectation> {
  const stated = new Map<string, Stated>();
  for (const { objects } of manifests) for (const object of objects) stated.set(object.key, object);
  const expected = new Map<string, Expectation>();
  for (const object of stated.values()) expected.set(object.key, asStated(object));
  for (const object of amended.values()) {
    const { key, from, current } = object;
    if (from !== null) {
      // Released: where it lay, nothing has to be any more, or still may be until the release is complete.
      expected.delete(from);
      if (current === undefined) continue;
    }
    const base = from === null ? stated.get(key) : undefined;
    const expectation = asAmended(object, base);
    if (expectation !== undefined) expected.set(key, expectation);
  }
  return expected;
}

function asStated({ key, held, bytes, records, sha256 }: Stated): Expectation {
  return { key, held, bytes, records, states: [{ sha256, records }], past: new Set() };
}

function asAmended(object: AmendedObject, base: Stated | undefined): Expectation | undefined {
  const { key, current, open, past } = object;
  const known = current ?? base;
  if (known === undefined) return undefined;
  const states: ObjectState[] = [known, ...open];
  const before = new Set(past);
  if (current !== undefined && base !== undefined && base.sha256 !== current.sha256) before.add(base.sha256);
  for (const { sha256 } of states) before.delete(sha256);
  return { key, held: false, bytes: known.bytes, records: known.records, states, past: before };
}
