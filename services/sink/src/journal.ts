import { randomUUID } from 'node:crypto';
import { ScrubjayError, isScrubjayError } from '@scrubjay/errors';
import type { ObjectStore } from '@scrubjay/transport';
import { journalKey } from './grouping.js';
import { readEntry, writeEntry, type FlushEntry, type WrittenEntry } from './journal-entry.js';

/** Seals and opens the journal: object keys name services and hours. */
export interface JournalSealer {
  seal(plain: Buffer): Promise<Buffer>;
  open(sealed: Buffer): Promise<Buffer>;
}

/** For so long what was proven of the journal is relied upon. */
const proofMs = 30_000;

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
  #provenAt = -Infinity;

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
    const sealed = await this.#sealer.seal(writeEntry(entry, this.#writer));
    const condition = this.#etag === undefined ? { ifNoneMatch: true } : { ifMatch: this.#etag };
    const beganAt = performance.now();
    try {
      this.#etag = (await this.#store.put(this.#key, sealed, condition)).etag;
      this.#provenAt = beganAt;
    } catch (error) {
      if (!isScrubjayError(error) || error.code !== 'SJ_STORE_CONFLICT') throw error;
      // Either the answer to an own earlier write was lost, and a retry will now succeed, or we are a zombie.
      const found = await this.#read();
      if (found?.writer !== this.#writer) throw this.#fenced();
      throw error;
    }
  }

  /** @throws SJ_KAFKA_FENCED unless the journal still is as this owner wrote it. */
  async proveCurrent(): Promise<void> {
    const beganAt = performance.now();
    if ((await this.#store.get(this.#key))?.etag !== this.#etag) throw this.#fenced();
    this.#provenAt = beganAt;
  }

  /**
   * The same, without a request where that was proven a moment ago. Asked before every write, it keeps a process that
   * was stopped for a while from going on where it was.
   */
  async stayCurrent(): Promise<void> {
    if (performance.now() - this.#provenAt > proofMs) await this.proveCurrent();
  }

  #fenced(): ScrubjayError {
    return new ScrubjayError('SJ_KAFKA_FENCED', `Another instance writes the flush journal ${this.#key}.`);
  }

  async #read(): Promise<WrittenEntry | undefined> {
    const found = await this.#store.get(this.#key);
    if (found === undefined) return undefined;
    const written = readEntry(await this.#sealer.open(found.body), this.#key);
    // Only an etag of our own making, or the first one seen, may be built upon.
    if (this.#etag === undefined || written.writer === this.#writer) this.#etag = found.etag;
    return written;
  }
}
