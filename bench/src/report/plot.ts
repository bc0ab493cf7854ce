import { BarChart, CustomChart, LineChart } from 'echarts/charts';
import { GridComponent, LegendComponent, TitleComponent } from 'echarts/components';
import { init, use, type EChartsCoreOption } from 'echarts/core';
import { SVGRenderer } from 'echarts/renderers';
import type { Plot } from './model.js';
import { whiskers } from './whiskers.js';

use([BarChart, CustomChart, LineChart, GridComponent, LegendComponent, TitleComponent, SVGRenderer]);

const colours = ['#1b6ca8', '#d1690e', '#2c8c4b', '#8a3ea8', '#a8323e', '#6b6b6b', '#b08d00', '#1aa3a3'];
const width = 900;
const rowHeight = 18;
const margin = { top: 72, bottom: 56 };
/** Of a letter of a category's name, at most: no canvas is there to measure it, and what is guessed falls short. */
const letterWidth = 6.8;

type Axis = Readonly<Record<string, unknown>>;

function valueAxis(name: string, log: boolean | undefined, nameGap: number): Axis {
  return { type: log === true ? 'log' : 'value', name, nameLocation: 'middle', nameGap };
}

function head({ title, series }: Plot): EChartsCoreOption {
  return {
    animation: false,
    backgroundColor: '#ffffff',
    color: colours,
    title: { text: title, left: 12, top: 8, textStyle: { fontSize: 16 } },
    legend: { show: series.length > 1, top: 34, left: 12, data: series.map(({ name }) => name) },
    grid: { left: 28, right: 28, top: margin.top, bottom: margin.bottom },
  };
}

function lines(plot: Plot): EChartsCoreOption {
  const drawn = plot.series.map(({ name, points }) => ({
    name,
    type: 'line',
    symbolSize: points.length > 60 ? 0 : 6,
    data: points.map(({ x, y }) => [x, y]),
  }));
  return {
    ...head(plot),
    xAxis: valueAxis(plot.xLabel, plot.xLog, 28),
    yAxis: valueAxis(plot.yLabel, plot.yLog, 48),
    series: [...drawn, ...plot.series.map(({ points }, at) => whiskers(points, 'vertical', colours[at]))],
  };
}

/** Where bars on a logarithmic axis begin: the power of ten below all that is drawn. */
function floorOf({ series }: Plot): number {
  const values = series.flatMap(({ points }) => points.map(({ y, low = y }) => low)).filter((one) => one > 0);
  return 10 ** Math.floor(Math.log10(Math.min(...values)));
}

/** Horizontal bars, the first category on top. */
function bars(plot: Plot): EChartsCoreOption {
  const categories = [...new Set(plot.series.flatMap(({ points }) => points.map(({ x }) => String(x))))];
  const drawn = plot.series.map(({ name, points }) => {
    const values = new Map(points.map(({ x, y }) => [String(x), y]));
    return { name, type: 'bar', data: categories.map((category) => values.get(category) ?? '-') };
  });
  // Several series share a category's row, so only the bars of a single one have their end where whiskers are drawn.
  const spread = plot.series.length > 1 ? [] : plot.series;
  const left = 20 + letterWidth * Math.max(...categories.map(({ length }) => length));
  return {
    ...head(plot),
    grid: { left, right: 28, top: margin.top, bottom: margin.bottom, outerBoundsMode: 'none' },
    xAxis: {
      ...valueAxis(plot.yLabel, plot.yLog, 28),
      ...(plot.yLog === true && { startValue: floorOf(plot), min: floorOf(plot) }),
    },
    yAxis: {
      type: 'category',
      data: categories,
      inverse: true,
      name: plot.xLabel,
      nameLocation: 'start',
      axisLabel: { interval: 0, fontSize: 11 },
    },
    series: [...drawn, ...spread.map(({ points }) => whiskers(points, 'horizontal', '#333333'))],
  };
}

function heightOf({ kind, series }: Plot): number {
  if (kind === 'lines') return 460;
  const rows = series.reduce((most, { points }) => Math.max(most, points.length), 0) * series.length;
  return rows * rowHeight + margin.top + margin.bottom;
}

/** A plot as an SVG document. */
export function plotSvg(plot: Plot): string {
  const chart = init(null, null, { renderer: 'svg', ssr: true, width, height: heightOf(plot) });
  chart.setOption(plot.kind === 'lines' ? lines(plot) : bars(plot));
  const svg = chart.renderToSVGString();
  chart.dispose();
  return svg;
}
