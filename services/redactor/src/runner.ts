import {
  countQuarantined,
  createValueSealer,
  frameBytesOut,
  frameMeasure,
  limitsOf,
  observeRunner,
  observeStage,
  openSchemas,
  retryForever,
  type ServiceContext,
} from '@scrubjay/boot';
import type { Ruleset } from '@scrubjay/engine';
import type { FrameInput, FrameOutput } from '@scrubjay/frame';
import { createRunner, type Runner, type Source, type Stage, type Target } from '@scrubjay/pipeline';
import type { RedactorConfig } from './config.js';
import { openRulesets, pseudonymizes } from './rulesets.js';
import { createFrameSchemas } from './schemas.js';
import { createRedactorStage } from './stage.js';

export interface RedactorEnds<M> {
  readonly source: Source<M>;
  readonly target: Target<FrameOutput>;
  /** Turns messages of the source into frames: opens sealed ones, or does nothing in one process. */
  readonly open: (stage: Stage<FrameInput, FrameOutput>) => Stage<M, FrameOutput>;
}

/** Joins the redactor's stage to a source and a target, counted and observed. */
export async function createRedactorRunner<M>(
  context: ServiceContext,
  config: RedactorConfig,
  ruleset: Ruleset,
  ends: RedactorEnds<M>,
): Promise<Runner> {
  const { metrics, health, log, vault } = context;
  const { epoch, tenant } = context.config.rules;
  const key = pseudonymizes(ruleset) ? await vault.pseudonymKey(epoch) : Buffer.alloc(0);
  const seal = await createValueSealer(vault);
  const rulesets = await openRulesets(context, config, ruleset);
  const schemas = createFrameSchemas(await openSchemas(context.config.schemas), config.maxRecordBytes);
  const stage = createRedactorStage({
    ruleset: rulesets.active,
    shadow: rulesets.shadow,
    schemas,
    pseudonyms: { key, epoch, tenant },
    seal,
    limits: config,
    events: {
      onFinding: (...finding) => metrics.finding(...finding),
      onDiscarded: (count) => metrics.stage('redactor').discarded('rule', count),
    },
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
    run: () => runner.run().finally(() => rulesets.close()),
    drain: () => runner.drain(),
    stop: () => runner.stop(),
  };
}
