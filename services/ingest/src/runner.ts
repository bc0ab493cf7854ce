import {
  countQuarantined,
  createRegistry,
  frameBytesOut,
  limitsOf,
  messageMeasure,
  observeRunner,
  observeStage,
  retryForever,
  type ServiceContext,
} from '@scrubjay/boot';
import { ScrubjayError } from '@scrubjay/errors';
import type { FrameOutput } from '@scrubjay/frame';
import { createRunner, type Runner, type Source, type SourceMessage, type Target } from '@scrubjay/pipeline';
import { Canaries } from './canaries.js';
import type { IngestConfig } from './config.js';
import { createIngestStage } from './stage.js';

/** Joins the ingest stage to a source and a target, counted and observed. */
export function createIngestRunner(
  context: ServiceContext,
  config: IngestConfig,
  ends: { readonly source: Source<SourceMessage>; readonly target: Target<FrameOutput> },
): Runner {
  const { metrics, health, log, now } = context;
  const registry = createRegistry(context.config.schemas);
  if (registry === undefined && config.routes.some(({ format }) => format === 'registry')) {
    throw new ScrubjayError(
      'SJ_CONFIG_INVALID',
      'schemas.registry: found nothing, expected a section: a route has the format registry.',
    );
  }
  const stage = createIngestStage({
    config,
    environment: context.config.environment,
    registry,
    now,
    onDiscarded: (reason, count) => metrics.stage('ingest').discarded(reason, count),
  });
  const { intervalSeconds, kinds } = config.canaries;
  const canaries = new Canaries({
    ...{ kinds, now, environment: context.config.environment },
    intervalMs: intervalSeconds * 1000,
    onSent: (count) => metrics.canaries('sent', count),
  });
  return createRunner({
    name: 'ingest',
    source: ends.source,
    target: canaries.watch(ends.target),
    stage: observeStage('ingest', canaries.around(stage), metrics, {
      ...messageMeasure,
      bytesOut: frameBytesOut,
      onOutputs: (outputs) => countQuarantined('ingest', outputs, metrics),
    }),
    limits: limitsOf(config.batch),
    retry: retryForever,
    observer: observeRunner('ingest', metrics, health, log),
  });
}
