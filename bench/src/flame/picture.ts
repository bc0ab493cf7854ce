import { CustomChart } from 'echarts/charts';
import { GridComponent, LegendComponent, TitleComponent } from 'echarts/components';
import { init, use, type EChartsCoreOption } from 'echarts/core';
import { SVGRenderer } from 'echarts/renderers';
import { labelOf, type Box } from './boxes.js';
import { parts, type Part } from './parts.js';
import type { PartShare } from './shares.js';

use([CustomChart, GridComponent, LegendComponent, TitleComponent, SVGRenderer]);

/** Light enough for dark text. */
const colours: Readonly<Record<Part, string>> = {
  'prefilter kernel': '#8ec1ea',
  'prefilter automata': '#5aa2d8',
  'prefilter choice': '#b9cdf5',
  tokens: '#9adbc4',
  units: '#bfe3a0',
  'names of fields': '#e6dc7f',
  RE2: '#f2a07b',
  confirm: '#f7c98b',
  judge: '#e3a6d8',
  'settle and edits': '#c3aeea',
  joins: '#d9b99b',
  'garbage collection': '#c4c4c4',
  rest: '#e2e2e2',
};

const width = 1200;
const side = 24;
const top = 118;
const bottom = 52;
const rowHeight = 19;
/** Of the labels, monospaced so that what fits is known without measuring. Pixels. */
const font = { size: 11, charWidth: 6.65, padding: 4 };

/** The part of ECharts' drawing interface that is used. */
interface Api {
  value(dimension: number): number;
  coord(data: readonly number[]): number[];
}

function renderBox(box: Box, api: Api): object {
  const [left = 0, base = 0] = api.coord([box.from, box.depth]);
  const [right = 0] = api.coord([box.to, box.depth]);
  const shape = {
    x: left,
    y: base - rowHeight + 1,
    width: Math.max(1, right - left - 1),
    height: rowHeight - 1,
  };
  const text = labelOf(box, Math.floor((shape.width - 2 * font.padding) / font.charWidth));
  const rect = { type: 'rect', shape: { ...shape, r: 2 }, style: { fill: colours[box.part] } };
  if (text === '') return { type: 'group', children: [rect] };
  const style = {
    text,
    x: shape.x + font.padding,
    y: shape.y + shape.height / 2,
    verticalAlign: 'middle',
    font: `${String(font.size)}px monospace`,
    fill: '#1c1c1c',
  };
  return { type: 'group', children: [rect, { type: 'text', style }] };
}

function seriesOf(part: Part, name: string, boxes: readonly Box[]): object {
  const own = boxes.filter((box) => box.part === part);
  return {
    type: 'custom',
    name,
    silent: true,
    encode: { x: [0, 1], y: 2 },
    data: own.map(({ from, to, depth }) => [from, to, depth]),
    renderItem: ({ dataIndex }: { readonly dataIndex: number }, api: Api) => {
      const box = own[dataIndex];
      return box === undefined ? undefined : renderBox(box, api);
    },
  };
}

export interface Picture {
  readonly title: string;
  readonly subtitle: string;
  readonly boxes: readonly Box[];
  readonly shares: readonly PartShare[];
}

/** A flame graph as an SVG document: callers below what they call, colours by part, own times in the legend. */
export function flameSvg({ title, subtitle, boxes, shares }: Picture): string {
  const rows = 1 + boxes.reduce((most, { depth }) => Math.max(most, depth), 0);
  const height = top + rows * rowHeight + bottom;
  const names = new Map(shares.map(({ part, median }) => [part, `${part} ${median.toFixed(1)} %`]));
  const option: EChartsCoreOption = {
    animation: false,
    backgroundColor: '#ffffff',
    color: parts.map((part) => colours[part]),
    title: {
      ...{ text: title, subtext: subtitle, left: side - 5, top: 8 },
      textStyle: { fontSize: 18 },
      subtextStyle: { fontSize: 13, color: '#444444' },
    },
    legend: {
      ...{ top: 62, left: side - 5, right: side, itemWidth: 14, itemGap: 14, icon: 'rect' },
      textStyle: { fontSize: 12 },
      data: [...names.values()],
    },
    grid: { left: side, right: side, top, bottom },
    xAxis: {
      ...{ type: 'value', min: 0, max: 100, nameLocation: 'middle', nameGap: 26 },
      name: '% of the time; above: the own time of each part, without what it calls',
      splitLine: { show: false },
    },
    yAxis: { type: 'value', min: 0, max: rows, show: false },
    series: parts.map((part) => seriesOf(part, names.get(part) ?? part, boxes)),
  };
  const chart = init(null, null, { renderer: 'svg', ssr: true, width, height });
  chart.setOption(option);
  const svg = chart.renderToSVGString();
  chart.dispose();
  return svg;
}
