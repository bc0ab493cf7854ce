import type { Partition } from '@scrubjay/pipeline';
import type { ObjectStore } from '@scrubjay/transport';
import { Journal, type JournalSealer } from './journal.js';
import type { VoidedKey } from './journal-entry.js';
import type { ManifestLink } from './manifest.js';

export interface FlushPlan {
  readonly first: bigint;
  readonly next: bigint;
  readonly keys: readonly string[];
  readonly manifest: ManifestLink;
}

export interface PartitionStore {
  readonly store: ObjectStore;
  readonly journal: JournalSealer;
  /** An object without records, sealed. */
  readonly sealVoid: () => Promise<Buffer>;
  /** Unix milliseconds. */
  readonly now: () => number;
}

/**
 * A void stays for so long. Until then no request can come that a former owner began: a PUT is given up after minutes,
 * and S3 refuses signatures older than 15 minutes.
 */
const voidMs = 3_600_000;

/** What is known of the flushes of one partition since it was assigned: the journal, the last manifest, the voids. */
export class PartitionFlushes {
  readonly journal: Journal;
  readonly #options: PartitionStore;
  #last: ManifestLink | null;
  #voided: readonly VoidedKey[];

  private constructor(
    options: PartitionStore,
    journal: Journal,
    last: ManifestLink | null,
    voided: readonly VoidedKey[],
  ) {
    this.#options = options;
    this.journal = journal;
    this.#last = last;
    this.#voided = voided;
  }

  /**
   * Reads the journal and makes void what a former owner's unfinished flush left behind: `first` is where this owner
   * begins, and a flush that reached beyond was never committed. The journal is claimed before: from then on its former
   * owner can tell that it lost. Voids, not deletions: where nothing lies, it could still write.
   * @throws SJ_STATE_DAMAGED, SJ_KAFKA_FENCED
   */
  static async open(
    options: PartitionStore,
    { stream, partition }: Partition,
    first: bigint,
  ): Promise<PartitionFlushes> {
    const journal = new Journal(options.store, options.journal, stream, partition);
    const last = await journal.load();
    if (last === undefined) return new PartitionFlushes(options, journal, null, []);
    if (last.next <= first)
      return new PartitionFlushes(options, journal, last.manifest ?? last.previous, last.voided);
    await journal.write(last);
    const leftovers = [...last.keys, ...(last.manifest === null ? [] : [last.manifest.key])];
    const atMs = options.now();
    for (const key of leftovers) await options.store.put(key, await options.sealVoid(), {});
    const voided = [...last.voided, ...leftovers.map((key) => ({ key, atMs }))];
    return new PartitionFlushes(options, journal, last.previous, voided);
  }

  /** The last finished flush's manifest: the next one names it. */
  get last(): ManifestLink | null {
    return this.#last;
  }

  /** Removes voids whose time is over and writes down what is about to be written. */
  async begin({ manifest, keys, ...range }: FlushPlan): Promise<void> {
    const { store, now } = this.#options;
    const written = new Set([...keys, manifest.key]);
    const over = now() - voidMs;
    const kept: VoidedKey[] = [];
    for (const one of this.#voided) {
      if (written.has(one.key)) continue;
      if (one.atMs > over) kept.push(one);
      else await store.delete(one.key);
    }
    await this.journal.write({ ...range, keys, manifest, previous: this.#last, voided: kept });
    this.#voided = kept;
  }

  /** The flush is whole, and nobody else has taken over. */
  async finish(manifest: ManifestLink): Promise<void> {
    await this.journal.proveCurrent();
    this.#last = manifest;
  }
}
