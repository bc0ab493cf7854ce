import { ScrubjayError, isScrubjayError } from '@scrubjay/errors';
import { Journal, type FlushEntry, type ManifestLink, type ObjectSealer } from '@scrubjay/sink';
import type { ObjectStore } from '@scrubjay/transport';
import type { Signer } from '@scrubjay/vault';
import { amendmentKey, attestAmendment, type Amendment } from './amendment.js';
import type { ReadAmendment } from './read-amendments.js';

/** Stands for the stream in the journal of amendments; no topic and no file of a user is called so. */
export const rescrubStream = '_rescrub';

const nothingYet: FlushEntry = { first: 1n, next: 1n, keys: [], manifest: null, previous: null, voided: [] };

type Facts = Pick<Amendment, 'environment' | 'reason' | 'run' | 'ruleset' | 'sealedUnder'>;
type Content = {
  [K in Amendment['kind']]: Pick<Extract<Amendment, { kind: K }>, 'kind' | 'objects'>;
}[Amendment['kind']];

export interface RescrubLogOptions {
  readonly store: ObjectStore;
  readonly sealer: ObjectSealer;
  readonly signer: Signer;
  readonly facts: Facts;
  /** Unix milliseconds. */
  readonly now: () => number;
}

/**
 * Writes amendments, each signed and naming the one before it. The journal names the last, as that of a partition does for
 * manifests, so that one that was taken out shows; and of two runs only the later one can go on.
 */
export class RescrubLog {
  readonly #options: RescrubLogOptions;
  readonly #journal: Journal;
  #last: ManifestLink | null;
  #next: number;

  private constructor(options: RescrubLogOptions, journal: Journal, entry: FlushEntry) {
    this.#options = options;
    this.#journal = journal;
    this.#last = entry.previous;
    this.#next = Number(entry.next);
  }

  /**
   * Takes over from any other run, then has the amendments read: from then on the other can add at most the one that it
   * had announced. Where that is not there, the next takes its place, so that only one of the two can lie there.
   */
  static async open(
    options: RescrubLogOptions,
    read: () => Promise<readonly ReadAmendment[]>,
  ): Promise<{ readonly log: RescrubLog; readonly amendments: readonly ReadAmendment[] }> {
    const { store, sealer } = options;
    const journal = new Journal(
      store,
      { seal: (plain) => sealer.sealJournal(plain), open: (sealed) => sealer.openJournal(sealed) },
      rescrubStream,
      0,
    );
    const found = (await journal.load()) ?? nothingYet;
    const log = new RescrubLog(options, journal, found);
    await log.#write(found);
    const amendments = await read();
    const announced = found.manifest;
    const there = amendments.find(({ link }) => link.key === announced?.key);
    if (there !== undefined) log.#last = there.link;
    else if (announced !== null) log.#next = Number(found.first);
    await log.#settle();
    return { log, amendments };
  }

  /** Before anything of it is done, or when all of it is. Durable when it resolves. */
  async add(content: Content): Promise<void> {
    const { store, sealer, signer, facts, now } = this.#options;
    const number = this.#next;
    const writtenAt = new Date(now()).toISOString();
    const amendment: Amendment = {
      version: 1,
      ...facts,
      number,
      writtenAt,
      previous: this.#last,
      ...content,
    };
    const { bytes, sha256 } = await attestAmendment(signer, amendment);
    const body = await sealer.sealManifest(bytes);
    const link = { key: amendmentKey(number), sha256 };
    const keys = content.objects.map(({ key }) => key);
    const entry = { first: BigInt(number), next: BigInt(number) + 1n, keys, voided: [] };
    await this.#write({ ...entry, manifest: link, previous: this.#last });
    this.#next = number + 1;
    await putOnce(store, link.key, body);
    this.#last = link;
    if (content.kind === 'completion') await this.#settle();
  }

  /** Nothing is announced: the last amendment must be there from now on. */
  #settle(): Promise<void> {
    const next = BigInt(this.#next);
    return this.#write({ first: next, next, keys: [], voided: [], manifest: null, previous: this.#last });
  }

  async #write(entry: FlushEntry): Promise<void> {
    try {
      await this.#writeOnce(entry);
    } catch (error) {
      if (!isScrubjayError(error) || error.code !== 'SJ_KAFKA_FENCED') throw error;
      throw new ScrubjayError('SJ_STORE_CONFLICT', 'Another rescrub or release works on this store.', {
        fix: 'Let it finish; then run this again.',
        retryable: false,
        cause: error,
      });
    }
  }

  /** Where only the answer to the first try got lost, the second one is right. */
  async #writeOnce(entry: FlushEntry): Promise<void> {
    try {
      await this.#journal.write(entry);
    } catch (error) {
      if (!isScrubjayError(error) || error.code !== 'SJ_STORE_CONFLICT') throw error;
      await this.#journal.write(entry);
    }
  }
}

/** Nobody else writes to this place: what lies there is what an earlier try has written. */
async function putOnce(store: ObjectStore, key: string, body: Buffer): Promise<void> {
  try {
    await store.put(key, body, { ifNoneMatch: true });
  } catch (error) {
    if (!isScrubjayError(error) || error.code !== 'SJ_STORE_CONFLICT') throw error;
    if ((await store.get(key))?.body.equals(body) !== true) throw error;
  }
}
