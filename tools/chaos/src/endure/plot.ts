import { LineChart } from 'echarts/charts';
import { GridComponent, LegendComponent, TitleComponent } from 'echarts/components';
import { init, use, type EChartsCoreOption } from 'echarts/core';
import { SVGRenderer } from 'echarts/renderers';
import { ratePoints } from '../report/rates.js';
import type { EndureResult } from './run.js';

use([LineChart, GridComponent, LegendComponent, TitleComponent, SVGRenderer]);

type Plotted = Pick<EndureResult, 'title' | 'seconds' | 'samples' | 'processes'>;

const [width, height] = [1200, 620];
const megabyte = 1_048_576;
const colours: Readonly<Record<string, string>> = {
  application: '#6b6b6b',
  ingest: '#1b6ca8',
  redactor: '#d1690e',
  sink: '#2c8c4b',
};

/** Records a second above, memory of each process below. */
export function plotEndurance(result: Plotted): string {
  const chart = init(null, null, { renderer: 'svg', ssr: true, width, height });
  chart.setOption(optionOf(result));
  const svg = chart.renderToSVGString();
  chart.dispose();
  return svg;
}

function optionOf({ title, seconds, samples, processes }: Plotted): EChartsCoreOption {
  const time = { type: 'value', min: 0, max: Math.ceil(seconds) };
  const value = { type: 'value', nameLocation: 'middle', nameGap: 52 };
  const side = { left: 80, right: 24 };
  const line = { type: 'line', showSymbol: false, lineStyle: { width: 1.2 } };
  const rates = (['sent', 'ingest', 'redactor', 'sink'] as const).map((key) => {
    const name = key === 'sent' ? 'application' : key;
    return { ...line, name, color: colours[name], data: ratePoints(samples, key) };
  });
  const memory = [...new Set(processes.map(({ instance }) => instance))].map((name) => {
    const own = processes.filter(({ instance }) => instance === name);
    const data = own.map(({ second, rssBytes }) => [second, Math.round(rssBytes / megabyte)]);
    const color = colours[own[0]?.service ?? ''];
    return { ...line, name: own[0]?.service, color, xAxisIndex: 1, yAxisIndex: 1, data };
  });
  return {
    animation: false,
    backgroundColor: '#ffffff',
    title: { text: title, left: 12, top: 8, textStyle: { fontSize: 16 } },
    legend: { top: 36, left: 12, data: Object.keys(colours) },
    grid: [
      { ...side, top: 70, height: 230 },
      { ...side, top: 340, height: 220 },
    ],
    xAxis: [
      { ...time, gridIndex: 0, axisLabel: { show: false } },
      { ...time, gridIndex: 1, name: 'seconds', nameLocation: 'middle', nameGap: 26 },
    ],
    yAxis: [
      { ...value, gridIndex: 0, name: 'records/s' },
      { ...value, gridIndex: 1, name: 'RSS, MiB' },
    ],
    series: [...rates, ...memory],
  };
}
