import type { Completion, Rewrite } from './amendment.js';
import type { ReadAmendment } from './read-amendments.js';

/** What is known of one object from amendments. */
export interface AmendedObject {
  readonly key: string;
  /** Where it lay before, if elsewhere. */
  readonly from: string | null;
  /** What it has become, for certain; undefined where no amendment is complete. */
  readonly current: Completion | undefined;
  /** What it may have become meanwhile: intents without completion, the oldest first. */
  readonly open: readonly (Rewrite & { readonly reason: 'rescrub' | 'release' })[];
  /** Digests that it had before `current`. */
  readonly past: ReadonlySet<string>;
  /** Old versions that the store refused to remove. */
  readonly versionsKept: number;
}

class Amended implements AmendedObject {
  readonly key: string;
  from: string | null = null;
  current: Completion | undefined;
  open: (Rewrite & { readonly reason: 'rescrub' | 'release' })[] = [];
  readonly past = new Set<string>();
  versionsKept = 0;

  constructor(key: string) {
    this.key = key;
  }

  complete(completion: Completion): void {
    const { from, sha256, versionsKept } = completion;
    this.from = from ?? this.from;
    if (this.current !== undefined && this.current.sha256 !== sha256) this.past.add(this.current.sha256);
    for (const rewrite of this.open) {
      for (const digest of [rewrite.before, rewrite.sha256]) if (digest !== sha256) this.past.add(digest);
    }
    this.current = completion;
    this.open = [];
    this.versionsKept = versionsKept;
  }
}

/** What a row of amendments, read from its begin, says of each object. */
export function amendedObjects(amendments: readonly ReadAmendment[]): ReadonlyMap<string, AmendedObject> {
  const objects = new Map<string, Amended>();
  const objectAt = (key: string): Amended => {
    const known = objects.get(key) ?? new Amended(key);
    objects.set(key, known);
    return known;
  };
  for (const { amendment } of amendments) {
    if (amendment.kind === 'intent') {
      for (const rewrite of amendment.objects) {
        const object = objectAt(rewrite.key);
        object.open.push({ ...rewrite, reason: amendment.reason });
        object.from = rewrite.from ?? object.from;
      }
    } else {
      for (const completion of amendment.objects) objectAt(completion.key).complete(completion);
    }
  }
  return objects;
}

/** Whether the object may have these bytes; `stated`: the digest by its manifest. */
export function mayBe(
  object: AmendedObject | undefined,
  digest: string,
  stated: string | undefined,
): boolean {
  if (object === undefined) return digest === stated;
  const { current, open } = object;
  const isOpen = open.some((rewrite) => rewrite.sha256 === digest || rewrite.before === digest);
  return isOpen || digest === (current?.sha256 ?? stated);
}
