import type { Plot } from './model.js';

type Point = Plot['series'][number]['points'][number];

/** The part of ECharts' drawing interface that is used. */
interface Api {
  value(dimension: number): number | string;
  coord(data: readonly (number | string)[]): number[];
}

const cap = 3;

function line(x1: number, y1: number, x2: number, y2: number, stroke: string): object {
  return { type: 'line', shape: { x1, y1, x2, y2 }, style: { stroke, lineWidth: 1 } };
}

/** The spread of each point, drawn as a line with a cap at either end. Points without a spread get none. */
export function whiskers(
  points: readonly Point[],
  direction: 'vertical' | 'horizontal',
  colour = '#333333',
): object {
  const spread = points.filter(({ low, high }) => low !== undefined && high !== undefined);
  const renderItem = (_: unknown, api: Api): object => {
    const [x, low, high] = [api.value(0), api.value(1), api.value(2)];
    const at = (value: number | string): number[] =>
      api.coord(direction === 'vertical' ? [x, value] : [value, x]);
    const [x1 = 0, y1 = 0] = at(low);
    const [x2 = 0, y2 = 0] = at(high);
    const capAt = (cx: number, cy: number): object =>
      direction === 'vertical'
        ? line(cx - cap, cy, cx + cap, cy, colour)
        : line(cx, cy - cap, cx, cy + cap, colour);
    return { type: 'group', children: [line(x1, y1, x2, y2, colour), capAt(x1, y1), capAt(x2, y2)] };
  };
  const encode = direction === 'vertical' ? { x: 0, y: [1, 2] } : { y: 0, x: [1, 2] };
  return {
    type: 'custom',
    silent: true,
    z: 3,
    renderItem,
    encode,
    data: spread.map(({ x, low, high }) => [x, low, high]),
  };
}
