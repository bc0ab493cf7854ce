import {
  createQuarantineStore,
  frameMeasure,
  limitsOf,
  observeRunner,
  observeStage,
  retryForever,
  type ServiceContext,
} from '@scrubjay/boot';
import { ScrubjayError } from '@scrubjay/errors';
import type { Frame, FrameInput } from '@scrubjay/frame';
import { createRunner, type Runner, type Source, type Stage } from '@scrubjay/pipeline';
import type { ObjectStore } from '@scrubjay/transport';
import type { Signer } from '@scrubjay/vault';
import { incidentKey, type Incident } from './audit/incident.js';
import { startAuditor } from './audit/start.js';
import type { SinkConfig } from './config.js';
import { createManifestWriter, sealedUnder } from './manifest-writer.js';
import type { ObjectOutput } from './object-builder.js';
import { createObjectSealer } from './sealed-object.js';
import { createSinkStage } from './stage.js';
import { createObjectTarget, type SinkOutput } from './target.js';

export interface SinkEnds<M> {
  readonly source: Source<M>;
  readonly store: ObjectStore;
  /** Signs the manifests; it is closed with the runner. */
  readonly signer: Signer;
  /** Turns messages of the source into frames: opens sealed ones, or does nothing in one process. */
  readonly open: (stage: Stage<FrameInput, SinkOutput>) => Stage<M, SinkOutput>;
}

/** One compresses in zlib's threads while another is read. */
const maxBatchesInStage = 2;

/** Joins the sink's stage to a source and the object store, counted and observed. */
export function createSinkRunner<M>(context: ServiceContext, config: SinkConfig, ends: SinkEnds<M>): Runner {
  const { metrics, health, log, vault, codec, now } = context;
  const { environment, keys } = context.config;
  const sealer = createObjectSealer(vault, environment);
  const audit = startAuditor(context, config);
  const stage = observeStage('sink', createSinkStage(config, audit.auditor), metrics, {
    ...frameMeasure,
    bytesOut: (output) => (output.kind === 'object' ? output.plainBytes : 0),
  });
  return createRunner({
    name: 'sink',
    source: ends.source,
    stage: ends.open(stage),
    target: createObjectTarget({
      store: ends.store,
      journal: { seal: (plain) => sealer.sealJournal(plain), open: (sealed) => sealer.openJournal(sealed) },
      seal: (body) => sealer.sealObject(body),
      sealVoid: () => sealer.sealVoid(),
      manifests: createManifestWriter({
        environment,
        signer: ends.signer,
        seal: (plain) => sealer.sealManifest(plain),
        sealedUnder: sealedUnder(keys),
        now,
      }),
      now,
      quarantine: createQuarantineStore(ends.store, codec),
      onObject: countObject,
      onQuarantined: (frame: Frame) =>
        metrics.quarantined('sink', frame.quarantine?.reason ?? 'internal_error', 1),
      sealHeld: (body) => sealer.sealHeld(body),
      environment,
      onIncident: writeIncident,
      onMoved: () => audit.canaries.forget(),
      async onClose() {
        ends.signer.close();
        await audit.close();
      },
    }),
    limits: { ...limitsOf(config.batch), maxBatchesInStage },
    retry: retryForever,
    observer: observeRunner('sink', metrics, health, log),
  });

  async function writeIncident(incident: Incident): Promise<void> {
    const { id, alarms, objects } = incident;
    const key = incidentKey(incident);
    await ends.store.put(key, await sealer.sealIncident(Buffer.from(JSON.stringify(incident))), {});
    metrics.leak(alarms.reduce((sum, { count }) => sum + count, 0));
    metrics.heldObjects(objects.length);
    const error = new ScrubjayError('SJ_LEAK_DETECTED', `The auditor raised an alarm: ${incident.nature}.`);
    log.error('incident', error, {
      id,
      key,
      objects: objects.length,
      kinds: alarms.map(({ kind }) => kind).join(),
    });
  }

  function countObject(object: ObjectOutput, storedBytes: number): void {
    metrics.sinkObject(storedBytes);
    const durableAt = now();
    for (const { ingestedAtMs, records } of object.custody) {
      metrics.endToEnd(Math.max(0, durableAt - ingestedAtMs) / 1000, records);
    }
  }
}
