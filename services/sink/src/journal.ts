import { randomUUID } from 'node:crypto';
import { ScrubjayError, isScrubjayError } from '@scrubjay/errors';
import type { ObjectStore } from '@scrubjay/transport';
import { z } from 'zod';
import { journalKey } from './grouping.js';

const entrySchema = z.strictObject({
  version: z.literal(1),
  /** Source positions of the flush: `first` up to but not including `next`. */
  first: z.string().regex(/^\d+$/),
  next: z.string().regex(/^\d+$/),
  keys: z.array(z.string()),
  /** Which process wrote it: a write whose answer was lost is recognised by it. */
  writer: z.string(),
});

/** What a flush is about to write. It is stored before the first object and stays until the next flush. */
export interface FlushEntry {
  readonly first: bigint;
  readonly next: bigint;
  readonly keys: readonly string[];
}

/** Seals and opens the journal: object keys name services and hours. */
export interface JournalSealer {
  seal(plain: Buffer): Promise<Buffer>;
  open(sealed: Buffer): Promise<Buffer>;
}

/**
 * The journal of one partition: one small object that names the flush under way. Each write is conditional on the
 * one before, so of two owners only one can go on; the other gets SJ_STORE_CONFLICT.
 */
export class Journal {
  readonly #writer = randomUUID();
  readonly #store: ObjectStore;
  readonly #sealer: JournalSealer;
  readonly #key: string;
  #etag: string | undefined;

  constructor(store: ObjectStore, sealer: JournalSealer, stream: string, partition: number) {
    this.#store = store;
    this.#sealer = sealer;
    this.#key = journalKey(stream, partition);
  }

  /** The last flush that was begun, by this or an earlier owner. */
  async load(): Promise<FlushEntry | undefined> {
    return (await this.#read())?.entry;
  }

  /** @throws SJ_KAFKA_FENCED when another owner has written since. */
  async write(entry: FlushEntry): Promise<void> {
    const text = JSON.stringify({
      version: 1,
      first: String(entry.first),
      next: String(entry.next),
      keys: entry.keys,
      writer: this.#writer,
    });
    const sealed = await this.#sealer.seal(Buffer.from(text));
    const condition = this.#etag === undefined ? { ifNoneMatch: true } : { ifMatch: this.#etag };
    try {
      this.#etag = (await this.#store.put(this.#key, sealed, condition)).etag;
    } catch (error) {
      if (!isScrubjayError(error) || error.code !== 'SJ_STORE_CONFLICT') throw error;
      // Either the answer to an own earlier write was lost, and a retry will now succeed, or we are a zombie.
      const found = await this.#read();
      if (found?.writer !== this.#writer) throw this.fenced();
      throw error;
    }
  }

  /** Whether the journal still is as this owner wrote it. */
  async isCurrent(): Promise<boolean> {
    return (await this.#store.get(this.#key))?.etag === this.#etag;
  }

  fenced(): ScrubjayError {
    return new ScrubjayError('SJ_KAFKA_FENCED', `Another instance writes the flush journal ${this.#key}.`);
  }

  async #read(): Promise<{ readonly entry: FlushEntry; readonly writer: string } | undefined> {
    const found = await this.#store.get(this.#key);
    if (found === undefined) return undefined;
    const { writer, ...entry } = this.#parse(await this.#sealer.open(found.body));
    // Only an etag of our own making, or the first one seen, may be built upon.
    if (this.#etag === undefined || writer === this.#writer) this.#etag = found.etag;
    return { entry, writer };
  }

  #parse(plain: Buffer): FlushEntry & { readonly writer: string } {
    let value: unknown;
    try {
      value = JSON.parse(plain.toString('utf8'));
    } catch {
      value = undefined;
    }
    const parsed = entrySchema.safeParse(value);
    if (!parsed.success) {
      throw new ScrubjayError('SJ_STATE_DAMAGED', `The flush journal ${this.#key} cannot be understood.`, {
        fix: 'Restore an earlier version of this object, or remove it after checking the partition for duplicates.',
      });
    }
    const { first, next, keys, writer } = parsed.data;
    return { first: BigInt(first), next: BigInt(next), keys, writer };
  }
}
