import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Report } from './model.js';
import { plotSvg } from './plot.js';
import { formatReportMarkdown } from './text.js';

/** bench/results/DATE-COMMIT: the reports of all kinds on one commit lie side by side. */
export function folderOf({ startedAt, machine }: Pick<Report, 'startedAt' | 'machine'>): string {
  const name = `${startedAt.slice(0, 10)}-${machine.commit}`;
  return fileURLToPath(new URL(`../../results/${name}`, import.meta.url));
}

/** Writes KIND.json, KIND.md and one KIND-PLOT.svg a plot. Returns their paths, the JSON first. */
export async function writeReport(folder: string | undefined, report: Report): Promise<string[]> {
  const target = folder ?? folderOf(report);
  await mkdir(target, { recursive: true });
  const { kind, plots } = report;
  const files: [name: string, content: string][] = [
    [`${kind}.json`, `${JSON.stringify(report, undefined, 2)}\n`],
    [`${kind}.md`, formatReportMarkdown(report)],
    ...plots.map((plot): [string, string] => [`${kind}-${plot.file}.svg`, plotSvg(plot)]),
  ];
  return Promise.all(
    files.map(async ([name, content]) => {
      const path = join(target, name);
      await writeFile(path, content);
      return path;
    }),
  );
}
