import { isScrubjayError } from '@scrubjay/errors';
import { handleSignals, type Runner } from '@scrubjay/pipeline';
import type { ServiceContext } from './context.js';

export interface Lifecycle {
  /** Runners from first to last: a drain begins at the first, the end of its input flows down. */
  readonly runners: readonly Runner[];
  /** Stages joined by Kafka drain side by side; those joined by memory one after another. */
  readonly joinedBy: 'kafka' | 'memory';
  /** Drains as a first SIGTERM does: another service of this process has failed. */
  readonly signal?: AbortSignal | undefined;
}

/**
 * Runs until the input ends, a signal drains it, or one runner fails; then all stop and the first failure is thrown.
 * The first SIGTERM or SIGINT drains, a second stops at once; neither loses or leaks anything.
 */
export async function runToEnd(
  context: ServiceContext,
  { runners, joinedBy, signal }: Lifecycle,
): Promise<void> {
  const { log, health } = context;
  const drained = joinedBy === 'memory' ? runners.slice(0, 1) : runners;
  const stopAll = (): void => runners.forEach((runner) => runner.stop());
  const drain = (): void => {
    log.info('draining: a second signal stops at once');
    health.report('shutdown', 'draining');
    drained.forEach((runner) => runner.drain());
  };
  signal?.addEventListener('abort', drain, { once: true });
  if (signal?.aborted === true) drain();
  const dispose = handleSignals({
    drain,
    stop() {
      log.warn('stopping at once');
      stopAll();
    },
  });
  health.report('start', undefined);
  log.info('running', { environment: context.config.environment });
  const failures: unknown[] = [];
  const guarded = runners.map((runner) =>
    runner.run().catch((error: unknown) => {
      failures.push(error);
      stopAll();
    }),
  );
  await Promise.all(guarded);
  dispose();
  if (failures.length > 0) throw firstCause(failures);
  log.info('finished');
}

/** The failure that began it: those that were only stopped for its sake come after. */
function firstCause(failures: readonly unknown[]): unknown {
  return failures.find((error) => !isScrubjayError(error) || error.code !== 'SJ_STOPPED') ?? failures[0];
}
