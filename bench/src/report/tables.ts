import Table from 'cli-table3';
import type { Figure, Report } from './model.js';
import { formatNumber } from './numbers.js';

export interface ReportTable {
  readonly title: string;
  readonly head: readonly string[];
  readonly rows: readonly (readonly string[])[];
}

const fixedHead = ['median', 'min', 'max', 'quartiles', 'unit'];

function cellOf(value: number | string | undefined): string {
  if (value === undefined) return '';
  return typeof value === 'number' ? formatNumber(value) : value;
}

function rowOf(figure: Figure, columns: readonly string[]): string[] {
  const { name, median, min, max, lowerQuartile, upperQuartile, unit, details } = figure;
  const quartiles = `${formatNumber(lowerQuartile)} – ${formatNumber(upperQuartile)}`;
  const further = columns.map((column) => cellOf(details[column]));
  return [name, ...[median, min, max].map(formatNumber), quartiles, unit, ...further];
}

/** One table a group, in the order in which the groups first occur. */
export function tablesOf({ figures }: Pick<Report, 'figures'>): ReportTable[] {
  const titles = [...new Set(figures.map(({ group }) => group))];
  return titles.map((title) => {
    const members = figures.filter(({ group }) => group === title);
    const columns = [...new Set(members.flatMap(({ details }) => Object.keys(details)))];
    return { title, head: ['', ...fixedHead, ...columns], rows: members.map((one) => rowOf(one, columns)) };
  });
}

/** For the terminal: numbers to the right, no lines between rows. */
export function formatTextTable({ title, head, rows }: ReportTable): string {
  const table = new Table({
    head: [...head],
    colAligns: head.map((_, at) => (at === 0 ? 'left' : 'right')),
    chars: { mid: '', 'left-mid': '', 'mid-mid': '', 'right-mid': '' },
    style: { head: [], border: [] },
  });
  for (const row of rows) table.push([...row]);
  return `${title}\n${table.toString()}`;
}

const markdownRow = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;

export function formatMarkdownTable({ title, head, rows }: ReportTable): string {
  const rule = head.map((_, at) => (at === 0 ? '---' : '--:'));
  return [`## ${title}`, '', ...[head, rule, ...rows].map(markdownRow), ''].join('\n');
}
