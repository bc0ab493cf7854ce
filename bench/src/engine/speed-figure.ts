import { summarise, type Speed } from '@scrubjay/measure';
import { figure, type Figure, type Plot } from '../report/index.js';

type Point = Plot['series'][number]['points'][number];

/** A speed as a row of its group's table. */
export function speedFigure(
  id: string,
  group: string,
  speed: Speed,
  { name = speed.name, details = {} }: { readonly name?: string; readonly details?: Figure['details'] } = {},
): Figure {
  const { bytes, records, findings, mbPerSecond, gcPercent } = speed;
  const { median } = summarise(mbPerSecond);
  return figure({
    id,
    group,
    name,
    unit: 'MB/s',
    better: 'more',
    samples: mbPerSecond,
    details: {
      'records/s': Math.round((records / bytes) * median * 1e6),
      bytes,
      records,
      ...(findings !== undefined && { findings }),
      'GC %': Math.round(gcPercent * 10) / 10,
      ...details,
    },
  });
}

/** How many times as fast, or as much, one thing is as another. */
export function ratioFigure(
  id: string,
  group: string,
  name: string,
  samples: readonly number[],
  better: Figure['better'] = 'more',
): Figure {
  return figure({ id, group, name, unit: '×', better, samples });
}

/** A figure as a point of a plot, with its spread. */
export function pointOf(x: number | string, { median, min, max }: Figure): Point {
  return { x, y: median, low: min, high: max };
}
