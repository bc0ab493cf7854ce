import { CustomChart, LineChart } from 'echarts/charts';
import { GridComponent, LegendComponent, TitleComponent } from 'echarts/components';
import { init, use, type EChartsCoreOption } from 'echarts/core';
import { SVGRenderer } from 'echarts/renderers';
import type { ChaosResult, FaultRecord } from '../result.js';
import type { Sample } from '../stage/timeline.js';
import { ratePoints } from './rates.js';

use([CustomChart, LineChart, GridComponent, LegendComponent, TitleComponent, SVGRenderer]);

const width = 1200;
const plotHeight = 260;
const laneHeight = 16;
const margin = { top: 70, left: 150, right: 24, between: 44, bottom: 40 };
const lines = [
  { name: 'application', key: 'sent', colour: '#6b6b6b' },
  { name: 'ingest', key: 'ingest', colour: '#1b6ca8' },
  { name: 'redactor', key: 'redactor', colour: '#d1690e' },
  { name: 'sink', key: 'sink', colour: '#2c8c4b' },
] as const;

/** Records a second over time, and below it when each fault lasted (dark) and how long recovery took (light). */
export function plotTimeline(result: ChaosResult): string {
  const kinds = [...new Set(result.faults.map(({ kind }) => kind))].sort();
  const height = margin.top + plotHeight + margin.between + kinds.length * laneHeight + margin.bottom;
  const chart = init(null, null, { renderer: 'svg', ssr: true, width, height });
  chart.setOption(optionOf(result, kinds));
  const svg = chart.renderToSVGString();
  chart.dispose();
  return svg;
}

function optionOf({ samples, faults, seconds, settings }: ChaosResult, kinds: string[]): EChartsCoreOption {
  const { left, right, top, between } = margin;
  const lanesTop = top + plotHeight + between;
  const time = { type: 'value', min: 0, max: Math.ceil(seconds) };
  return {
    animation: false,
    backgroundColor: '#ffffff',
    title: {
      text: `Records a second under faults, seed ${settings.seed}`,
      left: 12,
      top: 8,
      textStyle: { fontSize: 16 },
    },
    legend: { top: 36, left: 12, data: lines.map(({ name }) => name) },
    grid: [
      { left, right, top, height: plotHeight },
      { left, right, top: lanesTop, height: kinds.length * laneHeight },
    ],
    xAxis: [
      { ...time, gridIndex: 0, axisLabel: { show: false } },
      { ...time, gridIndex: 1, name: 'seconds', nameLocation: 'middle', nameGap: 24 },
    ],
    yAxis: [
      { type: 'value', gridIndex: 0, name: 'records/s', nameLocation: 'middle', nameGap: 48 },
      {
        type: 'category',
        gridIndex: 1,
        data: kinds,
        inverse: true,
        axisLabel: { interval: 0, fontSize: 10 },
        axisTick: { show: false },
      },
    ],
    series: [...rates(samples), bars(faults, kinds)],
  };
}

function rates(samples: readonly Sample[]): EChartsCoreOption[] {
  return lines.map(({ name, key, colour }) => ({
    name,
    type: 'line',
    showSymbol: false,
    lineStyle: { width: 1.2 },
    color: colour,
    data: ratePoints(samples, key),
  }));
}

interface Drawing {
  value(dimension: number): number;
  coord(point: readonly [number, number]): readonly [number, number];
}

function bars(faults: readonly FaultRecord[], kinds: readonly string[]): EChartsCoreOption {
  const data = faults.map(({ kind, begun, healed, recoverySeconds = 0 }) => {
    return [begun, healed, healed + recoverySeconds, kinds.indexOf(kind)];
  });
  return {
    type: 'custom',
    xAxisIndex: 1,
    yAxisIndex: 1,
    encode: { x: [0, 1, 2], y: 3 },
    data,
    renderItem: (_: unknown, drawing: Drawing) => {
      const lane = drawing.value(3);
      const bar = (from: number, to: number, fill: string): object => {
        const [x, y] = drawing.coord([drawing.value(from), lane]);
        const [end] = drawing.coord([drawing.value(to), lane]);
        const shape = {
          x,
          y: y - laneHeight * 0.35,
          width: Math.max(1.5, end - x),
          height: laneHeight * 0.7,
        };
        return { type: 'rect', shape, style: { fill } };
      };
      return { type: 'group', children: [bar(1, 2, '#f0b7a4'), bar(0, 1, '#a8323e')] };
    },
  };
}
