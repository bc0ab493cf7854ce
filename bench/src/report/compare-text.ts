import type { Comparison, Comparisons } from './compare.js';
import type { Figure, Report } from './model.js';
import { formatNumber, formatPercent } from './numbers.js';
import { formatTextTable } from './tables.js';
import { originOf } from './text.js';

const withSpread = ({ median, min, max }: Figure): string =>
  `${formatNumber(median)} (${formatNumber(min)} – ${formatNumber(max)})`;

function rowOf({ id, before, after, change, verdict }: Comparison): string[] {
  return [id, withSpread(before), withSpread(after), before.unit, formatPercent(change), verdict];
}

/** What makes two runs hard to compare. */
function warningsOf(before: readonly Report[], after: readonly Report[]): string[] {
  const settings = (reports: readonly Report[], name: 'cpu' | 'cores' | 'node'): string =>
    [...new Set(reports.map(({ machine }) => String(machine[name])))].join(', ');
  return (['cpu', 'cores', 'node'] as const).flatMap((name) => {
    const [left, right] = [settings(before, name), settings(after, name)];
    return left === right ? [] : [`Not the same ${name}: ${left} and ${right}.`];
  });
}

/** For the terminal: median and spread of both sides, the change, and whether it is beyond noise. */
export function formatComparison(
  before: readonly Report[],
  after: readonly Report[],
  { both, onlyBefore, onlyAfter }: Comparisons,
): string {
  const head = ['figure', 'A: median (min – max)', 'B', 'unit', 'change', 'beyond noise'];
  const lines = [
    ...before.map((report) => `A ${report.kind}: ${originOf(report)}`),
    ...after.map((report) => `B ${report.kind}: ${originOf(report)}`),
    ...warningsOf(before, after),
    formatTextTable({ title: '', head, rows: both.map(rowOf) }),
  ];
  if (onlyBefore.length > 0) lines.push(`Only in A: ${onlyBefore.join(', ')}`);
  if (onlyAfter.length > 0) lines.push(`Only in B: ${onlyAfter.join(', ')}`);
  return `${lines.join('\n')}\n`;
}
