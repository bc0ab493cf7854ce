import { figure, type Figure, type Report } from '../../src/report/index.js';

/** A figure of the given runs. */
export function figureOf(id: string, samples: readonly number[], better: Figure['better'] = 'more'): Figure {
  return figure({
    id,
    group: 'Speed',
    name: id,
    unit: 'MB/s',
    better,
    samples,
    details: { bytes: 1_234_567 },
  });
}

export function reportOf(figures: readonly Figure[], rest: Partial<Report> = {}): Report {
  return {
    kind: 'engine',
    title: 'Engine',
    startedAt: '2026-01-02T03:04:05.000Z',
    machine: {
      cpu: 'CPU',
      cores: 2,
      memoryGiB: 4,
      os: 'OS 1',
      node: '20.0.0',
      commit: 'abc',
      isDirty: false,
    },
    settings: { rounds: 5 },
    notes: ['Mind this.'],
    figures: [...figures],
    plots: [],
    ...rest,
  };
}
