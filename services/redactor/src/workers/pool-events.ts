import type { ServiceContext } from '@scrubjay/boot';
import type { PoolEvents } from './pool.js';
import { tellShadow } from './shadow-counter.js';

/** Counts what happens in a pool, and logs workers that end. */
export function poolEvents({ metrics, log }: Pick<ServiceContext, 'metrics' | 'log'>): PoolEvents {
  const counts = metrics.redactorWorkers();
  return {
    onLoad: (...load) => counts.load(...load),
    onFrame: (...seconds) => counts.frame(...seconds),
    onShadow: (shadow) => tellShadow(shadow, metrics),
    onLost(reason) {
      counts.exit(reason);
      log.warn('worker ended', { reason });
    },
    onStartFailed: (error) => log.error('worker cannot be started', error),
  };
}
