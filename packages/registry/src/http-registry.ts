import { describeForeign, isScrubjayError, ScrubjayError } from '@scrubjay/errors';
import { z } from 'zod';
import { LruMap } from './lru.js';
import type { RegisteredSchema, RegistryKey, SchemaReference, SchemaRegistry } from './types.js';

export interface HttpRegistryOptions {
  /** Base URL, for example https://registry.example:8081 or …/apis/ccompat/v7. */
  readonly url: string;
  readonly username?: string | undefined;
  readonly password?: string | undefined;
  readonly timeoutMs?: number;
  /** Schemas kept in memory; they never change, so none expires. Default 1000. */
  readonly maxSchemas?: number;
  /** How long "there is no such schema" is believed. Default 10000. */
  readonly absentForMs?: number;
  /** Unix milliseconds. */
  readonly now?: () => number;
}

const schemaAnswer = z.object({
  schema: z.string(),
  schemaType: z.enum(['PROTOBUF', 'AVRO', 'JSON']).nullish(),
  references: z.array(z.object({ name: z.string(), subject: z.string(), version: z.int() })).nullish(),
  metadata: z.object({ tags: z.record(z.string(), z.array(z.string())).nullish() }).nullish(),
});
const subjectsAnswer = z.array(z.object({ subject: z.string(), version: z.int() }));
type SchemaAnswer = z.infer<typeof schemaAnswer>;

const maxAnswerBytes = 8 * 1024 * 1024;
const maxReferences = 1000;

interface Entry {
  readonly schema: Promise<RegisteredSchema | undefined>;
  /** Unix milliseconds; for what is absent. */
  expiresAt: number;
}

/**
 * A client of the part of Confluent's Schema Registry API that a reader needs: schemas by id, GUID or version. Concurrent
 * requests for one schema share one. https://docs.confluent.io/platform/current/schema-registry/develop/api.html
 *
 * Why none of the clients on npm: the official one brings the SDKs of three clouds (177 packages, 171 MB) for field
 * encryption that is not used here, the other one hides schemas behind its own decoders.
 */
export function createHttpRegistry(options: HttpRegistryOptions): SchemaRegistry {
  return new HttpRegistry(options);
}

class HttpRegistry implements SchemaRegistry {
  readonly #options: HttpRegistryOptions;
  readonly #base: string;
  readonly #entries: LruMap<Entry>;
  readonly #now: () => number;

  constructor(options: HttpRegistryOptions) {
    this.#options = options;
    this.#base = options.url.replace(/\/+$/, '');
    this.#entries = new LruMap(options.maxSchemas ?? 1000);
    this.#now = options.now ?? Date.now;
  }

  find(key: RegistryKey): Promise<RegisteredSchema | undefined> {
    const path =
      key.kind === 'guid'
        ? `/schemas/guids/${encodeURIComponent(key.guid)}`
        : `/schemas/ids/${String(key.id)}`;
    return this.#cached(path, async () => {
      const answer = await this.#getSchema(path);
      if (answer === undefined) return undefined;
      // Only ids can be asked for their subjects; a GUID's reader does without a reviewed version.
      const subjects = key.kind === 'guid' ? [] : await this.#get(`${path}/versions`, subjectsAnswer);
      return await this.#complete(answer, subjects ?? []);
    });
  }

  findVersion(subject: string, version: number): Promise<RegisteredSchema | undefined> {
    const path = `/subjects/${encodeURIComponent(subject)}/versions/${String(version)}`;
    return this.#cached(path, async () => {
      const answer = await this.#getSchema(path);
      return answer === undefined ? undefined : await this.#complete(answer, [{ subject, version }]);
    });
  }

  async #cached(
    key: string,
    load: () => Promise<RegisteredSchema | undefined>,
  ): Promise<RegisteredSchema | undefined> {
    const known = this.#entries.get(key);
    if (known !== undefined && known.expiresAt > this.#now()) return await known.schema;
    const entry: Entry = { schema: load(), expiresAt: Number.POSITIVE_INFINITY };
    this.#entries.set(key, entry);
    try {
      const schema = await entry.schema;
      if (schema === undefined) entry.expiresAt = this.#now() + (this.#options.absentForMs ?? 10_000);
      return schema;
    } catch (error) {
      if (this.#entries.get(key) === entry) this.#entries.delete(key);
      throw error;
    }
  }

  async #complete(
    answer: SchemaAnswer,
    subjects: RegisteredSchema['subjects'],
  ): Promise<RegisteredSchema | undefined> {
    const references = new Map<string, string>();
    const isWhole = await this.#collect(answer.references ?? [], references, new Set());
    if (!isWhole) return undefined;
    return {
      type: answer.schemaType ?? 'AVRO',
      text: answer.schema,
      references: [...references].map(([name, text]) => ({ name, text })),
      tags: new Map(Object.entries(answer.metadata?.tags ?? {})),
      subjects,
    };
  }

  /** Depth first, so that what a schema needs comes before it. False where one of them is missing. */
  async #collect(
    wanted: readonly SchemaReference[],
    found: Map<string, string>,
    under: ReadonlySet<string>,
  ): Promise<boolean> {
    for (const { name, subject, version } of wanted) {
      if (found.has(name) || under.has(name)) continue;
      if (found.size >= maxReferences) return false;
      const path = `/subjects/${encodeURIComponent(subject)}/versions/${String(version)}`;
      const answer = await this.#getSchema(path);
      if (answer === undefined) return false;
      if (!(await this.#collect(answer.references ?? [], found, new Set([...under, name])))) return false;
      found.set(name, answer.schema);
    }
    return true;
  }

  #getSchema(path: string): Promise<SchemaAnswer | undefined> {
    return this.#get(path, schemaAnswer);
  }

  /** Undefined for "not found". */
  async #get<T>(path: string, shape: z.ZodType<T>): Promise<T | undefined> {
    const answer = await this.#fetch(path);
    if (answer.status === 404) {
      await answer.body?.cancel();
      // A 404 of the registry itself is JSON with an error code; any other server's is no answer about a schema.
      if (isRegistryAnswer(answer)) return undefined;
      throw unreachable('something that is no schema registry answers there', undefined);
    }
    if (!answer.ok) {
      await answer.body?.cancel();
      throw refused(answer.status);
    }
    const parsed = shape.safeParse(await readJson(answer));
    if (!parsed.success) throw unreachable('its answer has an unknown form', undefined);
    return parsed.data;
  }

  async #fetch(path: string): Promise<Response> {
    const { username, password = '', timeoutMs = 10_000 } = this.#options;
    const headers: Record<string, string> = {
      accept: 'application/vnd.schemaregistry.v1+json, application/json',
    };
    if (username !== undefined) {
      headers['authorization'] = `Basic ${Buffer.from(`${username}:${password}`).toString('base64')}`;
    }
    try {
      return await fetch(`${this.#base}${path}`, {
        headers,
        redirect: 'error',
        signal: AbortSignal.timeout(timeoutMs),
      });
    } catch (cause) {
      throw unreachable(describeForeign(causeOf(cause)), cause);
    }
  }
}

function isRegistryAnswer(answer: Response): boolean {
  return (answer.headers.get('content-type') ?? '').includes('json');
}

async function readJson(answer: Response): Promise<unknown> {
  try {
    const chunks: Uint8Array[] = [];
    let bytes = 0;
    for await (const chunk of (answer.body ?? []) as AsyncIterable<Uint8Array>) {
      bytes += chunk.length;
      if (bytes > maxAnswerBytes) throw unreachable('its answer is too large', undefined);
      chunks.push(chunk);
    }
    return JSON.parse(Buffer.concat(chunks).toString());
  } catch (cause) {
    if (isScrubjayError(cause)) throw cause;
    throw unreachable('its answer is cut off or no JSON', cause);
  }
}

/** fetch says only "fetch failed"; what failed is its cause. */
function causeOf(error: unknown): unknown {
  return error instanceof Error && error.cause !== undefined ? error.cause : error;
}

function refused(status: number): ScrubjayError {
  const isDenied = status === 401 || status === 403;
  return isDenied
    ? new ScrubjayError(
        'SJ_REGISTRY_DENIED',
        `The schema registry refused the request (HTTP ${String(status)}).`,
      )
    : unreachable(`HTTP ${String(status)}`, undefined);
}

function unreachable(what: string, cause: unknown): ScrubjayError {
  return new ScrubjayError('SJ_REGISTRY_UNREACHABLE', `The schema registry gives no schemas: ${what}.`, {
    cause,
  });
}
