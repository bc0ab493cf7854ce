import { createCircuit, type Circuit } from '@scrubjay/circuit';
import type { Logger, Metrics } from '@scrubjay/telemetry';

/** The circuit of a service before one of its dependencies: what becomes of it is told by metrics and in the log. */
export function watchedCircuit(dependency: 's3' | 'kms', metrics: Metrics, log: Logger): Circuit {
  metrics.circuit(dependency, 'closed');
  return createCircuit({
    onState(state) {
      metrics.circuit(dependency, state);
      if (state === 'open')
        log.warn('a dependency does not answer and is left alone for a moment', { dependency });
      if (state === 'closed') log.info('a dependency answers again', { dependency });
    },
    onRefused: () => metrics.circuitRefused(dependency),
  });
}
