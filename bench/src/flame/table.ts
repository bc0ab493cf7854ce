import { formatMarkdownTable } from '../report/tables.js';
import type { PartShare } from './shares.js';

/** Files below this are left out. Per cent of all time. */
const leastPercent = 0.3;

const shown = (value: number): string => value.toFixed(1);

/** Own time by part of the engine, as Markdown. `cpuUsPerRecord` is what a record costs in all. */
export function formatShares(shares: readonly PartShare[], cpuUsPerRecord: number): string {
  const rows = shares.map(({ part, median, min, max, files }) => [
    part,
    shown(median),
    `${shown(min)} – ${shown(max)}`,
    ((median / 100) * cpuUsPerRecord).toFixed(2),
    files
      .filter(({ percent }) => percent >= leastPercent)
      .map(({ file, percent }) => `${file} ${shown(percent)}`)
      .join(', '),
  ]);
  return formatMarkdownTable({
    title: 'Own time by part',
    head: ['part', '%', 'least – most', 'CPU µs a record', 'where, % of all'],
    rows,
  });
}
