import { randomUUID } from 'node:crypto';
import { ScrubjayError, isScrubjayError } from '@scrubjay/errors';
import { manifestLink, type FlushEntry, type ManifestLink, type ObjectSealer } from '@scrubjay/sink';
import type { ObjectStore } from '@scrubjay/transport';
import { z } from 'zod';

export const replayJournalKey = '_scrubjay/replay';

const stateSchema = z.strictObject({
  version: z.literal(1),
  /** Number of the batch; it is part of the names of what the batch writes, and is never used twice. */
  batch: z.int().min(0),
  phase: z.enum(['idle', 'writing', 'written']),
  /** Quarantine objects of the records in the batch. */
  from: z.array(z.string()),
  /** Objects that the batch writes. */
  to: z.array(z.string()),
  /** Manifest of the batch, and of the last one that was finished before it. */
  manifest: manifestLink.nullable().default(null),
  previous: manifestLink.nullable().default(null),
  writer: z.string(),
});

type State = z.output<typeof stateSchema>;

const idle: Omit<State, 'writer'> = {
  ...{ version: 1, batch: 0, phase: 'idle', from: [], to: [], manifest: null, previous: null },
};

/**
 * What a replay within the store is about to do, in one small sealed object: first the objects that it will write, then
 * that they are written. After a kill the first is undone and the second completed, so no record is in both places or in
 * neither. Every write is conditional on the one before, so of two replays only one can go on.
 */
export class ReplayJournal {
  readonly #store: ObjectStore;
  readonly #sealer: ObjectSealer;
  readonly #writer = randomUUID();
  #state: State = { ...idle, writer: this.#writer };
  #etag: string | undefined;

  private constructor(store: ObjectStore, sealer: ObjectSealer) {
    this.#store = store;
    this.#sealer = sealer;
  }

  /** Takes over from any other replay, and settles what one that was killed has left behind. */
  static async open(store: ObjectStore, sealer: ObjectSealer): Promise<ReplayJournal> {
    const journal = new ReplayJournal(store, sealer);
    await journal.#recover();
    return journal;
  }

  /** Number of the next batch, for the names of its objects. */
  get nextBatch(): number {
    return this.#state.batch + 1;
  }

  /** Manifest of the last batch that was finished; the next one names it. */
  get lastManifest(): ManifestLink | null {
    return this.#state.previous;
  }

  /** Before the first object of the next batch is written. */
  async begin(from: readonly string[], to: readonly string[], manifest: ManifestLink): Promise<void> {
    const keys = { from: [...from], to: [...to, manifest.key] };
    await this.#write({ phase: 'writing', batch: this.nextBatch, ...keys, manifest });
  }

  /** All objects of the batch are durable: removes the quarantine objects that they came from. */
  async finish(): Promise<void> {
    await this.#write({ phase: 'written', previous: this.#state.manifest });
    await this.#removeAll(this.#state.from);
    await this.#write({ phase: 'idle', from: [], to: [], manifest: null });
  }

  async #recover(): Promise<void> {
    const found = await this.#store.get(replayJournalKey);
    if (found !== undefined) {
      this.#etag = found.etag;
      this.#state = parse(await this.#sealer.openJournal(found.body));
    }
    const { phase, from, to } = this.#state;
    // The other one, should it still be there, can write nothing under a name that counts from here on.
    await this.#write({});
    if (phase === 'writing') await this.#removeAll(to);
    if (phase === 'written') await this.#removeAll(from);
    await this.#write({ phase: 'idle', from: [], to: [], manifest: null });
  }

  async #removeAll(keys: readonly string[]): Promise<void> {
    for (const one of keys) await this.#store.delete(one);
  }

  async #write(change: Partial<State>): Promise<void> {
    const before = this.#state;
    const state = { ...before, ...change, writer: this.#writer };
    const sealed = await this.#sealer.sealJournal(Buffer.from(JSON.stringify(state)));
    const condition = this.#etag === undefined ? { ifNoneMatch: true } : { ifMatch: this.#etag };
    try {
      this.#etag = (await this.#store.put(replayJournalKey, sealed, condition)).etag;
    } catch (error) {
      if (isScrubjayError(error) && error.code === 'SJ_STORE_CONFLICT') await this.#giveUp(before);
      throw error;
    }
    this.#state = state;
  }

  /** Another replay took over and knows nothing of what was written since: nobody else uses these names. */
  async #giveUp({ phase, to }: State): Promise<void> {
    if (phase === 'writing') await this.#removeAll(to.filter((one) => one.startsWith('logs/')));
    throw new ScrubjayError('SJ_STORE_CONFLICT', 'Another replay works on this store.', {
      fix: 'Let it finish; then run the replay again.',
    });
  }
}

/** What the journal says of manifests, as that of a partition does; undefined where nothing was ever replayed here. */
export async function readReplays(store: ObjectStore, sealer: ObjectSealer): Promise<FlushEntry | undefined> {
  const found = await store.get(replayJournalKey);
  if (found === undefined) return undefined;
  const { batch, to, manifest, previous } = parse(await sealer.openJournal(found.body));
  const first = BigInt(batch);
  return { first, next: first + 1n, keys: to, manifest, previous, voided: [] };
}

function parse(plain: Buffer): State {
  try {
    return stateSchema.parse(JSON.parse(plain.toString()));
  } catch (cause) {
    throw new ScrubjayError(
      'SJ_STATE_DAMAGED',
      `The replay journal ${replayJournalKey} cannot be understood.`,
      {
        fix: 'Restore an earlier version of this object, or remove it after checking that no replay was under way.',
        cause,
      },
    );
  }
}
