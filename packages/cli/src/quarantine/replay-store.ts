import { nameQuarantineObjects } from '@scrubjay/boot';
import type { Frame, FrameCodec, FrameInput, FrameOutput } from '@scrubjay/frame';
import type { Stage } from '@scrubjay/pipeline';
import { ScrubjayError } from '@scrubjay/errors';
import {
  manifestKey,
  sha256Of,
  type ManifestWriter,
  type ObjectSealer,
  type SealedObject,
  type SinkOutput,
} from '@scrubjay/sink';
import type { ObjectStore } from '@scrubjay/transport';
import { isMeant, type EntryFilter } from './entry.js';
import type { Rebuild, Rebuilt } from './rebuild.js';
import { ReplayJournal } from './replay-journal.js';
import type { ReplayReport } from './replay-report.js';
import { onlyRecordName, recordName, replayBatch, scrub } from './scrub.js';
import { listStoreEntries, openStoreEntry, type StoreEntry } from './store-entries.js';

export interface StoreReplayOptions {
  readonly store: ObjectStore;
  readonly codec: FrameCodec;
  readonly sealer: ObjectSealer;
  readonly rebuild: Rebuild;
  readonly redactor: Stage<FrameInput, FrameOutput>;
  readonly sink: Stage<FrameInput, SinkOutput>;
  readonly manifests: ManifestWriter;
  readonly filter: EntryFilter;
  readonly report: ReplayReport;
  readonly isDryRun: boolean;
}

/** Bytes of records that are replayed at once, and their number. */
const maxBytes = 8_388_608;
const maxEntries = 1_000;
/** More than a request of the largest record size can hold. */
const indexesPerBatch = 10_000_000;

/**
 * Runs the chosen records of the store through redactor and sink in this process: their objects are durable before the
 * quarantine objects go. What the redactor withholds again stays as it is.
 */
export async function replayStore(options: StoreReplayOptions): Promise<void> {
  const { store, sealer, isDryRun, filter } = options;
  const journal = isDryRun ? undefined : await ReplayJournal.open(store, sealer);
  // Listed whole first: what a replay writes is not to be met by it.
  const entries: StoreEntry[] = [];
  for await (const entry of listStoreEntries(store)) if (isMeant(entry, filter)) entries.push(entry);
  let batch = new StoreBatch(options, journal);
  for (const entry of entries) {
    await batch.take(entry);
    if (!batch.isFull) continue;
    await batch.finish();
    batch = new StoreBatch(options, journal);
  }
  await batch.finish();
}

interface Taken {
  readonly entry: StoreEntry;
  /** Name of the record, where what the redactor withholds is that very record. */
  readonly name: string | undefined;
}

/** Records that are replayed together. */
class StoreBatch {
  readonly #options: StoreReplayOptions;
  readonly #journal: ReplayJournal | undefined;
  readonly #taken: Taken[] = [];
  readonly #raw: Frame[] = [];
  /** Of requests with many records, those that ingest withholds again. */
  readonly #withheld: Frame[] = [];
  #bytes = 0;

  constructor(options: StoreReplayOptions, journal: ReplayJournal | undefined) {
    this.#options = options;
    this.#journal = journal;
  }

  get isFull(): boolean {
    return this.#bytes >= maxBytes || this.#taken.length >= maxEntries;
  }

  async take(entry: StoreEntry): Promise<void> {
    const rebuilt = await this.#rebuild(entry);
    if (rebuilt.kind !== 'outputs') {
      this.#options.report.addUnsent(rebuilt, entry);
      return;
    }
    const [first, ...others] = rebuilt.outputs;
    const isOne = first?.to === 'raw' && others.length === 0;
    this.#taken.push({ entry, name: isOne ? onlyRecordName(first.frame) : undefined });
    this.#bytes += entry.storedBytes;
    for (const { to, frame } of rebuilt.outputs) (to === 'raw' ? this.#raw : this.#withheld).push(frame);
  }

  async #rebuild(entry: StoreEntry): Promise<Rebuilt> {
    const { store, codec, rebuild } = this.#options;
    if (!entry.isComplete) return { kind: 'left', why: 'incomplete' };
    const frames = await openStoreEntry(store, codec, entry);
    return frames === undefined ? { kind: 'left', why: 'unreadable' } : rebuild(frames);
  }

  async finish(): Promise<void> {
    if (this.#taken.length === 0) return;
    const { redactor, sink, report } = this.#options;
    const number = this.#journal?.nextBatch ?? 1;
    const { frames, withheld } = await scrub(redactor, number, this.#raw);
    const { done, again } = this.#sort(withheld);
    for (const { entry, reason } of again) report.add('withheld again', entry, reason);
    if (done.length === 0) return;
    const messages = frames.map((frame) => ({ offset: BigInt(number), frame }));
    const outputs = await sink.process(replayBatch(number, messages));
    await this.#write(done, outputs);
    for (const entry of done) report.add('replayed', entry);
  }

  /** Which records are through, and which the redactor withholds again; new ones, of a request, join what is withheld. */
  #sort(withheld: readonly (readonly Frame[])[]): {
    readonly done: readonly StoreEntry[];
    readonly again: readonly { readonly entry: StoreEntry; readonly reason: string }[];
  } {
    const names = new Set(this.#taken.map(({ name }) => name));
    const reasons = new Map<string, string[]>();
    for (const parts of withheld) {
      const name = recordName(parts);
      const reason = parts[0]?.quarantine?.reason ?? 'internal_error';
      if (names.has(name)) reasons.set(name, [...(reasons.get(name) ?? []), reason]);
      else this.#withheld.push(...parts);
    }
    const done: StoreEntry[] = [];
    const again: { entry: StoreEntry; reason: string }[] = [];
    for (const { entry, name = '' } of this.#taken) {
      const reason = reasons.get(name)?.shift();
      if (reason === undefined) done.push(entry);
      else again.push({ entry, reason });
    }
    return { done, again };
  }

  async #write(done: readonly StoreEntry[], outputs: readonly SinkOutput[]): Promise<void> {
    const { store, codec } = this.#options;
    const journal = this.#journal;
    if (journal === undefined) return;
    refuseAlarms(outputs);
    const objects = await this.#seal(outputs);
    const manifest = await this.#describe(journal, objects, outputs);
    // Under names that no other batch or run gives: what is undone after a kill can only be this batch's.
    const withheld = nameQuarantineObjects(this.#withheld, journal.nextBatch * indexesPerBatch);
    const from = done.flatMap(({ keys }) => keys);
    const to = [...objects.map(({ object }) => object.key), ...withheld.map(({ key }) => key)];
    await journal.begin(from, to, manifest.link);
    for (const { object, body } of objects) await store.put(object.key, body, { ifNoneMatch: true });
    for (const { key, frame } of withheld) {
      await store.put(key, await codec.seal('quarantine', frame), { ifNoneMatch: true });
    }
    await store.put(manifest.link.key, manifest.body, { ifNoneMatch: true });
    await journal.finish();
  }

  async #seal(outputs: readonly SinkOutput[]): Promise<readonly SealedObject[]> {
    const sealed: SealedObject[] = [];
    for (const object of outputs) {
      if (object.kind !== 'object') continue;
      const body = await this.#options.sealer.sealObject(object.body);
      sealed.push({ object, body, sha256: sha256Of(body) });
    }
    return sealed;
  }

  #describe(
    journal: ReplayJournal,
    objects: readonly SealedObject[],
    outputs: readonly SinkOutput[],
  ): ReturnType<ManifestWriter['write']> {
    const { partition, first, next } = replayBatch(journal.nextBatch, []);
    return this.#options.manifests.write({
      ...{ partition, first, next, objects, withheld: 0, previous: journal.lastManifest },
      key: manifestKey({ ...partition, first }),
      tally: outputs.find((output) => output.kind === 'tally'),
    });
  }
}

/** @throws SJ_LEAK_DETECTED where the auditor says so: then everything stays where it was. */
function refuseAlarms(outputs: readonly SinkOutput[]): void {
  if (!outputs.some(({ kind }) => kind === 'alarms')) return;
  throw new ScrubjayError(
    'SJ_LEAK_DETECTED',
    'Replayed records did not pass the second look; they stay in quarantine.',
    {
      fix: 'Mend the rule, or report the bug; then replay again.',
    },
  );
}
