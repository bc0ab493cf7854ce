import type { Frame } from '@scrubjay/frame';
import type { Delivery, Partition, Receipt, Target } from '@scrubjay/pipeline';
import type { ObjectStore } from '@scrubjay/transport';
import type { Alarms } from './audit/alarm.js';
import { describeIncident, type Incident } from './audit/incident.js';
import { heldKey, manifestKey } from './grouping.js';
import { sha256Of, type ManifestLink } from './manifest.js';
import type { ManifestWriter, SealedObject } from './manifest-writer.js';
import type { ObjectOutput } from './object-builder.js';
import { putOwned } from './owned-put.js';
import { PartitionFlushes, type PartitionStore } from './partition-flushes.js';
import type { Tally } from './tally.js';

/** What the sink puts out: objects, what is to be said of them, and sealed messages that it could not open. */
export type SinkOutput =
  ObjectOutput | Tally | Alarms | { readonly kind: 'quarantine'; readonly frame: Frame };

export interface ObjectTargetOptions extends PartitionStore {
  readonly store: ObjectStore;
  /** Seals an object's compressed body. */
  readonly seal: (body: Buffer) => Promise<Buffer>;
  /** The same for one that is withheld. */
  readonly sealHeld: (body: Buffer) => Promise<Buffer>;
  /** Writes down an incident, durably. Done again it overwrites. */
  readonly onIncident: (incident: Incident) => Promise<void>;
  readonly environment: string;
  readonly manifests: ManifestWriter;
  /** Told of every object that is durable, with its stored size. */
  readonly onObject: (object: ObjectOutput, storedBytes: number) => void;
  readonly quarantine: (frames: readonly Frame[]) => Promise<void>;
  readonly onQuarantined: (frame: Frame) => void;
  /** Frees what the target was given beside the store. */
  readonly onClose?: () => Promise<void>;
  /** Told when partitions change hands. */
  readonly onMoved?: () => void;
}

const done: Receipt = { durable: Promise.resolve(), positionCommitted: false };
/** PUTs of one flush that run side by side. */
const parallelPuts = 4;

/**
 * Writes the objects of a flush so that a reader never sees a record twice: the journal names the keys first, what
 * an unfinished flush left behind is made void, every PUT is conditional, and only then is the position acknowledged.
 * A signed manifest says what was written and what had been removed.
 */
export function createObjectTarget(options: ObjectTargetOptions): Target<SinkOutput> {
  const { store } = options;
  const partitions = new Map<string, PartitionFlushes>();

  return {
    async deliver(delivery) {
      const withheld = framesOf(delivery);
      await options.quarantine(withheld);
      const messages = withheld.filter((frame) => frame.quarantine?.part === 0);
      messages.forEach(options.onQuarantined);
      const objects = delivery.outputs.filter((output) => output.kind === 'object');
      const isSilent = objects.length === 0 && messages.length === 0 && !hasAlarms(delivery);
      if (!isSilent) await flush(delivery, objects, messages.length);
      return done;
    },
    onAssigned: (assigned) => forget(assigned),
    onRevoked: (revoked) => forget(revoked),
    async close() {
      await options.onClose?.();
      await store.close();
    },
  };

  async function flush(
    delivery: Delivery<SinkOutput>,
    objects: readonly ObjectOutput[],
    withheld: number,
  ): Promise<void> {
    const { first, next } = delivery;
    const flushes = await flushesOf(delivery);
    const sealed: SealedObject<ObjectOutput>[] = [];
    for (const object of objects) sealed.push(await sealOne(object));
    await report(delivery, sealed);
    const manifest = await options.manifests.write({
      key: manifestKey({ ...delivery.partition, first }),
      ...{ partition: delivery.partition, first, next, withheld },
      tally: delivery.outputs.find((output) => output.kind === 'tally'),
      objects: sealed,
      previous: flushes.last,
    });
    await flushes.begin({
      first,
      next,
      keys: sealed.map(({ object }) => object.key),
      manifest: manifest.link,
    });
    await writeAll(flushes, sealed, manifest);
    await flushes.finish(manifest.link);
  }

  async function sealOne(object: ObjectOutput): Promise<SealedObject<ObjectOutput>> {
    const isHeld = object.isHeld === true;
    const body = await (isHeld ? options.sealHeld : options.seal)(object.body);
    const placed = isHeld ? { ...object, key: heldKey(object.key) } : object;
    return { object: placed, body, sha256: sha256Of(body) };
  }

  /** Before anything is written: what was seen must not be lost to a failure. */
  async function report(
    { partition, first, next, outputs }: Delivery<SinkOutput>,
    sealed: readonly SealedObject<ObjectOutput>[],
  ): Promise<void> {
    const alarms = outputs.flatMap((output) => (output.kind === 'alarms' ? output.alarms : []));
    if (alarms.length === 0) return;
    const objects = sealed.filter(({ object }) => object.isHeld === true).map(({ object }) => object);
    const described = objects.map(({ key, records }) => ({ key, records }));
    const { environment, now } = options;
    await options.onIncident(
      describeIncident({ environment, partition, first, next, alarms, objects: described, atMs: now() }),
    );
  }

  async function writeAll(
    { journal }: PartitionFlushes,
    objects: readonly SealedObject<ObjectOutput>[],
    manifest: { readonly link: ManifestLink; readonly body: Buffer },
  ): Promise<void> {
    for (let at = 0; at < objects.length; at += parallelPuts) {
      const some = objects.slice(at, at + parallelPuts);
      await Promise.all(
        some.map(async ({ object, body }) => {
          await putOwned(store, journal, object.key, body);
          options.onObject(object, body.length);
        }),
      );
    }
    await putOwned(store, journal, manifest.link.key, manifest.body);
  }

  async function flushesOf({ partition, first }: Delivery<SinkOutput>): Promise<PartitionFlushes> {
    const known = partitions.get(nameOf(partition));
    if (known !== undefined) return known;
    const opened = await PartitionFlushes.open(options, partition, first);
    partitions.set(nameOf(partition), opened);
    return opened;
  }

  async function forget(changed: readonly Partition[]): Promise<void> {
    for (const partition of changed) partitions.delete(nameOf(partition));
    options.onMoved?.();
  }
}

function hasAlarms({ outputs }: Delivery<SinkOutput>): boolean {
  return outputs.some(({ kind }) => kind === 'alarms');
}

function framesOf({ outputs }: Delivery<SinkOutput>): readonly Frame[] {
  return outputs.flatMap((output) => (output.kind === 'quarantine' ? [output.frame] : []));
}

function nameOf({ stream, partition }: Partition): string {
  return `${stream}\n${partition}`;
}
