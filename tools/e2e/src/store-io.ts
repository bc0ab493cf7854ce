import { createObjectSealer } from '@scrubjay/sink';
import { testAwsAccess } from '@scrubjay/testkit';
import { createS3Store, type ObjectStore } from '@scrubjay/transport';
import { createKmsVault, type Purpose, type Vault } from '@scrubjay/vault';

export interface StoredEntry {
  readonly key: string;
  readonly body: Buffer;
}

export function openBucket(endpoint: string, bucket: string): ObjectStore {
  return createS3Store({ bucket, endpoint, forcePathStyle: true, ...testAwsAccess });
}

export function openVault(endpoint: string, keys: Readonly<Partial<Record<Purpose, string>>>): Vault {
  return createKmsVault({ client: { endpoint, ...testAwsAccess }, keys });
}

/** All objects below a prefix with their bytes. */
export async function* objectsOf(store: ObjectStore, prefix = ''): AsyncIterable<StoredEntry> {
  for await (const { key } of store.list(prefix)) {
    const found = await store.get(key);
    if (found !== undefined) yield { key, body: found.body };
  }
}

/** The canonical lines of all objects that a reader would find. */
export async function* scrubbedObjects(
  store: ObjectStore,
  vault: Vault,
  environment: string,
): AsyncIterable<{ readonly key: string; readonly sealed: Buffer; readonly plain: Buffer }> {
  const sealer = createObjectSealer(vault, environment);
  for await (const { key, body } of objectsOf(store, 'logs/')) {
    yield { key, sealed: body, plain: await sealer.openObject(body) };
  }
}

/** How often each id occurs. */
export class IdCount {
  readonly #pattern: RegExp;
  readonly #counts = new Map<string, number>();

  constructor(pattern: RegExp) {
    this.#pattern = pattern;
  }

  add(bytes: Buffer): void {
    for (const [id] of bytes.toString('latin1').matchAll(this.#pattern)) {
      this.#counts.set(id, (this.#counts.get(id) ?? 0) + 1);
    }
  }

  /** What is wrong against the ids that were sent: how many, and a few of them. */
  compare(expected: ReadonlySet<string>): {
    readonly missing: number;
    readonly repeated: number;
    readonly unknown: number;
    readonly examples: readonly string[];
  } {
    const missing = [...expected].filter((id) => !this.#counts.has(id));
    const repeated = [...this.#counts].filter(([, count]) => count > 1).map(([id]) => id);
    const unknown = [...this.#counts.keys()].filter((id) => !expected.has(id));
    const examples = [missing, repeated, unknown].flatMap((some) => some.slice(0, 3));
    return { missing: missing.length, repeated: repeated.length, unknown: unknown.length, examples };
  }
}

export const exact = { missing: 0, repeated: 0, unknown: 0, examples: [] } as const;
