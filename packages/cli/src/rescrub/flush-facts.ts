import type { KeyObject } from 'node:crypto';
import { isScrubjayError } from '@scrubjay/errors';
import {
  flushOf,
  journalPrefix,
  openManifestFile,
  partitionName,
  readJournals,
  type Manifest,
  type ObjectSealer,
} from '@scrubjay/sink';
import type { ObjectStore } from '@scrubjay/transport';
import { readReplays } from '../quarantine/replay-journal.js';
import { replayStream } from '../quarantine/scrub.js';
import { isSettled, type Committed, type DatedJournal } from './settled-flushes.js';

const brokenCodes: ReadonlySet<string> = new Set([
  ...['SJ_VAULT_OPEN_FAILED', 'SJ_SIGNATURE_INVALID', 'SJ_STATE_DAMAGED'],
]);

/** What the flush of an object says of it, or why it is not to be touched. */
export type FlushFact =
  | { readonly kind: 'known'; readonly stated: Manifest['objects'][number] }
  | { readonly kind: 'left'; readonly why: 'unsettled' | 'voided' | 'no_manifest' };

export interface FlushFactsOptions {
  readonly store: ObjectStore;
  readonly sealer: ObjectSealer;
  readonly publicKey: KeyObject;
  readonly committed: Committed;
  /** Unix milliseconds. */
  readonly now: () => number;
}

/** Asks manifests and journals about objects. Of manifests only the last one is kept. */
export class FlushFacts {
  readonly #options: FlushFactsOptions;
  readonly #journals: ReadonlyMap<string, DatedJournal>;
  readonly #voided: ReadonlySet<string>;
  #last: { readonly key: string; readonly manifest: Manifest | undefined } | undefined;

  private constructor(options: FlushFactsOptions, journals: ReadonlyMap<string, DatedJournal>) {
    this.#options = options;
    this.#journals = journals;
    this.#voided = new Set([...journals.values()].flatMap(({ entry }) => entry.voided.map(({ key }) => key)));
  }

  static async open(options: FlushFactsOptions): Promise<FlushFacts> {
    const { store, sealer, now } = options;
    const entries = await readJournals(store, sealer);
    const journals = new Map<string, DatedJournal>();
    // Times after entries: one that is too late only makes an object wait.
    for await (const { key, lastModified } of store.list(journalPrefix)) {
      const name = key.slice(journalPrefix.length);
      const entry = entries.get(name);
      if (entry !== undefined) journals.set(name, { entry, writtenAtMs: lastModified.getTime() });
    }
    const replays = await readReplays(store, sealer);
    // A batch that a replay has finished is final; one under way is never old enough.
    if (replays !== undefined)
      journals.set(partitionName(replayStream, 0), {
        entry: { ...replays, previous: null },
        writtenAtMs: now(),
      });
    return new FlushFacts(options, journals);
  }

  /** `logKey`: where the object belongs; `key`: where it lies, which is another place while it is withheld. */
  async of(logKey: string, key = logKey): Promise<FlushFact> {
    const flush = flushOf(logKey);
    if (this.#voided.has(logKey)) return { kind: 'left', why: 'voided' };
    const manifest = flush && (await this.#manifestAt(flush.manifest));
    const stated = manifest?.objects.find((object) => object.key === key);
    if (flush === undefined || manifest === undefined || stated === undefined)
      return { kind: 'left', why: 'no_manifest' };
    const { committed, now } = this.#options;
    const journal = this.#journals.get(flush.partition);
    if (!isSettled(manifest, flush.manifest, { committed, journal, nowMs: now() }))
      return { kind: 'left', why: 'unsettled' };
    return { kind: 'known', stated };
  }

  async #manifestAt(key: string): Promise<Manifest | undefined> {
    if (this.#last?.key === key) return this.#last.manifest;
    const manifest = await this.#read(key);
    this.#last = { key, manifest };
    return manifest;
  }

  /** Undefined for one that is not there, or that does not hold: `verify` says which. */
  async #read(key: string): Promise<Manifest | undefined> {
    const { store, sealer, publicKey } = this.#options;
    const found = await store.get(key);
    if (found === undefined) return undefined;
    try {
      return openManifestFile(publicKey, key, await sealer.openManifest(found.body)).manifest;
    } catch (error) {
      if (isScrubjayError(error) && brokenCodes.has(error.code)) return undefined;
      throw error;
    }
  }
}
