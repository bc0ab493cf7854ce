import type { Report } from './model.js';
import { formatMarkdownTable, formatTextTable, tablesOf } from './tables.js';

/** Where and on what a report was measured, in one sentence. */
export function originOf({ startedAt, machine, settings }: Report): string {
  const { cpu, cores, memoryGiB, os, node, commit, isDirty } = machine;
  const changes = isDirty ? ' with uncommitted changes' : '';
  const told = Object.entries(settings).map(([name, value]) => `${name} ${String(value)}`);
  return (
    `${startedAt.slice(0, 16).replace('T', ' ')} UTC, commit ${commit}${changes}; ${cores} × ${cpu}, ` +
    `${memoryGiB} GiB, ${os}, Node ${node}; ${told.join(', ')}`
  );
}

/** For the terminal. */
export function formatReportText(report: Report): string {
  const tables = tablesOf(report).map(formatTextTable);
  return [report.title, `${originOf(report)}.`, ...report.notes, ...tables, ''].join('\n');
}

export function formatReportMarkdown(report: Report): string {
  const pictures = report.plots.flatMap(({ file, title }) => [`![${title}](${report.kind}-${file}.svg)`, '']);
  return [
    `# ${report.title}`,
    '',
    `${originOf(report)}.`,
    '',
    ...report.notes.map((note) => `- ${note}`),
    ...(report.notes.length === 0 ? [] : ['']),
    ...tablesOf(report).map(formatMarkdownTable),
    ...pictures,
  ].join('\n');
}
