import type { FrameInput, FrameOutput } from '@scrubjay/frame';
import type { RunnerObserver, SourceMessage, Stage } from '@scrubjay/pipeline';
import type { Health, Logger, Metrics, StageName } from '@scrubjay/telemetry';

/** How a stage's inputs and outputs are counted. */
export interface StageMeasure<In, Out> {
  readonly records: (input: In) => number;
  readonly bytesIn: (input: In) => number;
  readonly bytesOut: (output: Out) => number;
  readonly onOutputs?: (outputs: readonly Out[]) => void;
}

/** Counts what goes through a stage, so that the stage itself stays plain. */
export function observeStage<In, Out>(
  name: StageName,
  stage: Stage<In, Out>,
  metrics: Metrics,
  measure: StageMeasure<In, Out>,
): Stage<In, Out> {
  const counts = metrics.stage(name);
  return {
    async process(batch) {
      const start = performance.now();
      // Before the work: a stage may give its input's bytes away.
      const records = sum(batch.messages, measure.records);
      const bytesIn = sum(batch.messages, measure.bytesIn);
      const outputs = await stage.process(batch);
      counts.batch(records, bytesIn, sum(outputs, measure.bytesOut), (performance.now() - start) / 1000);
      measure.onOutputs?.(outputs);
      return outputs;
    },
  };
}

export const messageMeasure = {
  records: () => 1,
  bytesIn: (message: SourceMessage) => message.value?.length ?? 0,
};

export const frameMeasure = {
  records: ({ frame }: FrameInput) => frame.lengths.length,
  bytesIn: ({ frame }: FrameInput) => frame.records.length,
};

export function frameBytesOut({ frame }: FrameOutput): number {
  return frame.records.length;
}

/** Counts records that go to quarantine, each once however many parts it has. */
export function countQuarantined(name: StageName, outputs: readonly FrameOutput[], metrics: Metrics): void {
  for (const { frame } of outputs) {
    if (frame.quarantine?.part === 0)
      metrics.quarantined(name, frame.quarantine.reason, frame.lengths.length);
  }
}

/** What a runner reports, as metrics, logs and readiness. */
export function observeRunner(
  name: StageName,
  metrics: Metrics,
  health: Health,
  log: Logger,
): RunnerObserver {
  return {
    onBatchDone({ partition, messages, bytes, seconds }) {
      health.report(name, undefined);
      log.debug('batch done', { stage: name, ...partition, messages, bytes, seconds });
    },
    onRetry(error) {
      metrics.retry(name, error.code);
      health.report(name, error.code);
      log.warn('trying again', { stage: name, code: error.code, message: error.message, fix: error.fix });
    },
    onLag: ({ stream, partition }, lag) => metrics.lag(stream, partition, lag),
  };
}

function sum<T>(items: readonly T[], of: (item: T) => number): number {
  let total = 0;
  for (const item of items) total += of(item);
  return total;
}
