import {
  countQuarantined,
  frameBytesOut,
  frameMeasure,
  limitsOf,
  observeRunner,
  observeStage,
  retryForever,
  type ServiceContext,
} from '@scrubjay/boot';
import type { FrameInput, FrameOutput } from '@scrubjay/frame';
import { createRunner, type Runner, type Source, type Stage, type Target } from '@scrubjay/pipeline';
import type { RedactorConfig } from './config.js';
import type { Redaction } from './redaction.js';
import { createStage } from './stage.js';

export interface RedactorEnds<M> {
  readonly source: Source<M>;
  readonly target: Target<FrameOutput>;
  /** Turns messages of the source into frames: opens sealed ones, or does nothing in one process. */
  readonly open: (stage: Stage<FrameInput, FrameOutput>) => Stage<M, FrameOutput>;
}

/** Joins the redactor's stage to a source and a target, counted and observed. The redaction is closed with its run. */
export async function createRedactorRunner<M>(
  context: ServiceContext,
  config: RedactorConfig,
  redaction: Redaction,
  ends: RedactorEnds<M>,
): Promise<Runner> {
  const { metrics, health, log } = context;
  const stage = createStage(await redaction.open(context), {
    onFinding: (...finding) => metrics.finding(...finding),
    onDiscarded: (count) => metrics.stage('redactor').discarded('rule', count),
  });
  const observed = observeStage('redactor', stage, metrics, { ...frameMeasure, bytesOut: frameBytesOut });
  const opened = ends.open(observed);
  const runner = createRunner({
    name: 'redactor',
    source: ends.source,
    target: ends.target,
    stage: {
      async process(batch) {
        const outputs = await opened.process(batch);
        countQuarantined('redactor', outputs, metrics);
        return outputs;
      },
    },
    limits: limitsOf(config.batch),
    retry: retryForever,
    observer: observeRunner('redactor', metrics, health, log),
  });
  return {
    run: () => runner.run().finally(() => redaction.close()),
    drain: () => runner.drain(),
    stop: () => runner.stop(),
  };
}
