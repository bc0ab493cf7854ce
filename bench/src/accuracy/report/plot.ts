import { init, use } from 'echarts/core';
import { ScatterChart } from 'echarts/charts';
import { GridComponent, LegendComponent, MarkLineComponent, TitleComponent } from 'echarts/components';
import { SVGRenderer } from 'echarts/renderers';
import type { Scores } from '../scores.js';

use([ScatterChart, GridComponent, LegendComponent, MarkLineComponent, TitleComponent, SVGRenderer]);

const rowHeight = 17;
const margin = { top: 84, bottom: 44 };

interface Row {
  /** The kind, and how many labels of it there were. */
  readonly name: string;
  readonly recall: number;
  /** Missing where nothing was found. */
  readonly precision: number | '-';
}

const worst = ({ recall, precision }: Row): number =>
  precision === '-' ? recall : Math.min(recall, precision);

function rowsOf(scores: Scores): Row[] {
  const rows = [...scores.kinds]
    .filter(([, { labels }]) => labels > 0)
    .map(([kind, { partial, labels }]) => ({
      name: `${kind} (${labels})`,
      recall: (partial.recall ?? 0) * 100,
      precision: partial.precision === undefined ? ('-' as const) : partial.precision * 100,
    }));
  // The vertical axis counts upwards: the worst come last and so stand on top.
  return rows.sort((a, b) => worst(b) - worst(a));
}

/** Recall and precision of every kind in per cent, the worst on top, as an SVG document. Throws where nothing was labelled. */
export function plotScores(scores: Scores, subtitle: string): string {
  const rows = rowsOf(scores);
  if (rows.length === 0) throw new RangeError('There is no kind to plot.');
  const height = rows.length * rowHeight + margin.top + margin.bottom;
  const chart = init(null, null, { renderer: 'svg', ssr: true, width: 900, height });
  const least = Math.min(...rows.map(worst));
  const series = (
    name: string,
    color: string,
    symbol: string,
    valueOf: (row: Row) => number | '-',
  ): object => ({
    name,
    type: 'scatter',
    symbol,
    symbolSize: 9,
    itemStyle: { color, opacity: 0.85 },
    data: rows.map((row, at) => [valueOf(row), at]),
  });
  chart.setOption({
    animation: false,
    backgroundColor: '#ffffff',
    title: { text: 'Recall and precision by kind', subtext: subtitle, left: 12, top: 8 },
    legend: { top: 14, right: 16 },
    grid: { left: 12, right: 28, top: margin.top, bottom: margin.bottom, containLabel: true },
    xAxis: {
      type: 'value',
      name: 'per cent (half of the label covered, right category)',
      nameLocation: 'middle',
      nameGap: 26,
      min: Math.max(0, Math.floor((least - 1) / 5) * 5),
      max: 100,
    },
    yAxis: {
      type: 'category',
      data: rows.map(({ name }) => name),
      axisLabel: { fontSize: 11, interval: 0 },
      splitLine: { show: true, lineStyle: { color: '#eeeeee' } },
    },
    series: [
      {
        ...series('recall', '#1b6ca8', 'circle', ({ recall }) => recall),
        markLine: {
          silent: true,
          symbol: 'none',
          label: { formatter: '{c}', position: 'end' },
          lineStyle: { color: '#999999', type: 'dashed' },
          data: [{ xAxis: 95 }, { xAxis: 99 }],
        },
      },
      series('precision', '#d1690e', 'diamond', ({ precision }) => precision),
    ],
  });
  const svg = chart.renderToSVGString();
  chart.dispose();
  return svg;
}
