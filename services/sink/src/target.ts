import { isScrubjayError } from '@scrubjay/errors';
import type { Frame } from '@scrubjay/frame';
import type { Delivery, Partition, Receipt, Target } from '@scrubjay/pipeline';
import type { ObjectStore } from '@scrubjay/transport';
import { Journal, type JournalSealer } from './journal.js';
import type { ObjectOutput } from './object-builder.js';

/** What the sink puts out: objects, and sealed messages that it could not open. */
export type SinkOutput = ObjectOutput | { readonly kind: 'quarantine'; readonly frame: Frame };

export interface ObjectTargetOptions {
  readonly store: ObjectStore;
  readonly journal: JournalSealer;
  /** Seals an object's compressed body. */
  readonly seal: (body: Buffer) => Promise<Buffer>;
  /** Told of every object that is durable, with its stored size. */
  readonly onObject: (object: ObjectOutput, storedBytes: number) => void;
  readonly quarantine: (frames: readonly Frame[]) => Promise<void>;
  readonly onQuarantined: (frame: Frame) => void;
}

const done: Receipt = { durable: Promise.resolve(), positionCommitted: false };
/** PUTs of one flush that run side by side. */
const parallelPuts = 4;

/**
 * Writes the objects of a flush so that a reader never sees a record twice: the journal names the keys first, what
 * an unfinished flush left behind is removed, every PUT is conditional, and only then is the position acknowledged.
 */
export function createObjectTarget(options: ObjectTargetOptions): Target<SinkOutput> {
  const { store, seal, onObject } = options;
  const partitions = new Map<string, Journal>();

  return {
    async deliver(delivery) {
      const withheld = delivery.outputs.flatMap((output) =>
        output.kind === 'quarantine' ? [output.frame] : [],
      );
      const objects = delivery.outputs.filter((output) => output.kind === 'object');
      await options.quarantine(withheld);
      withheld.filter((frame) => frame.quarantine?.part === 0).forEach(options.onQuarantined);
      if (objects.length === 0) return done;
      const journal = await openJournal(delivery);
      const keys = objects.map((object) => object.key);
      await journal.write({ first: delivery.first, next: delivery.next, keys });
      for (let at = 0; at < objects.length; at += parallelPuts) {
        const some = objects.slice(at, at + parallelPuts);
        await Promise.all(some.map((object) => writeObject(journal, object)));
      }
      if (!(await journal.isCurrent())) throw journal.fenced();
      return done;
    },
    onAssigned: (assigned) => forget(assigned),
    onRevoked: (revoked) => forget(revoked),
    close: () => store.close(),
  };

  /** The partition's journal; on the first flush since assignment, what a former owner left unfinished is removed. */
  async function openJournal({ partition, first }: Delivery<SinkOutput>): Promise<Journal> {
    const known = partitions.get(nameOf(partition));
    if (known !== undefined) return known;
    const journal = new Journal(store, options.journal, partition.stream, partition.partition);
    const last = await journal.load();
    if (last !== undefined && last.next > first) {
      // Its position was never committed, or this batch would begin behind it.
      for (const key of last.keys) await store.delete(key);
    }
    partitions.set(nameOf(partition), journal);
    return journal;
  }

  async function writeObject(journal: Journal, object: ObjectOutput): Promise<void> {
    const sealed = await seal(object.body);
    try {
      await store.put(object.key, sealed, { ifNoneMatch: true });
    } catch (error) {
      if (!isScrubjayError(error) || error.code !== 'SJ_STORE_CONFLICT') throw error;
      await replaceOwn(journal, object.key, sealed);
    }
    onObject(object, sealed.length);
  }

  /**
   * The key is taken: by an earlier try of this same flush, as long as the journal is ours and holds this key. The
   * exact object that is there now is replaced; should another writer come between, the PUT fails.
   */
  async function replaceOwn(journal: Journal, key: string, sealed: Buffer): Promise<void> {
    const existing = await store.get(key);
    if (!(await journal.isCurrent())) throw journal.fenced();
    await store.put(key, sealed, existing === undefined ? { ifNoneMatch: true } : { ifMatch: existing.etag });
  }

  async function forget(changed: readonly Partition[]): Promise<void> {
    for (const partition of changed) partitions.delete(nameOf(partition));
  }
}

function nameOf({ stream, partition }: Partition): string {
  return `${stream}\n${partition}`;
}
