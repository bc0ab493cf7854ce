import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { formatMarkdownTable, formatTextTable } from '../../report/tables.js';
import type { Scores } from '../scores.js';
import { plotScores } from './plot.js';
import { sectionsOf, summaryOf } from './rows.js';

/** What was measured: enough to measure it again. */
export interface Measurement {
  readonly set: string;
  readonly seed: number | undefined;
  readonly policy: string;
  readonly fingerprint: string;
  readonly detectorCount: number;
  readonly scores: Scores;
}

function titleOf({ set, seed, policy, fingerprint, detectorCount }: Measurement): string {
  const drawn = seed === undefined ? '' : `, seed ${seed}`;
  return `Set ${set}${drawn}; policy ${policy}, ${detectorCount} detectors, ruleset ${fingerprint.slice(0, 12)}`;
}

/** For the terminal. */
export function formatText(measurement: Measurement): string {
  const tables = sectionsOf(measurement.scores).map((section) =>
    formatTextTable({
      ...section,
      title: `${section.title} (per cent; partial overlap unless strict is said)`,
    }),
  );
  return [titleOf(measurement), ...summaryOf(measurement.scores), ...tables, ''].join('\n');
}

export function formatMarkdown(measurement: Measurement): string {
  const tables = sectionsOf(measurement.scores).map(formatMarkdownTable);
  const intro = [`# Accuracy: ${measurement.set}`, '', `${titleOf(measurement)}.`, ''];
  const summary = summaryOf(measurement.scores).map((line) => `- ${line}`);
  return [...intro, ...summary, '', ...tables].join('\n');
}

export function toJson({ scores, ...rest }: Measurement): object {
  return {
    ...rest,
    ...scores,
    kinds: Object.fromEntries(scores.kinds),
    categories: Object.fromEntries(scores.categories),
    classes: Object.fromEntries(scores.classes),
    shapes: Object.fromEntries(scores.shapes),
    detectors: Object.fromEntries(scores.detectors),
  };
}

/** Writes NAME.md, NAME.json and, where there are labels, NAME.svg into a folder. Returns their paths. */
export async function writeReport(folder: string, name: string, measurement: Measurement): Promise<string[]> {
  await mkdir(folder, { recursive: true });
  const files: [ending: string, content: string][] = [
    ['md', formatMarkdown(measurement)],
    ['json', `${JSON.stringify(toJson(measurement), undefined, 2)}\n`],
  ];
  const hasLabels = [...measurement.scores.kinds.values()].some(({ labels }) => labels > 0);
  if (hasLabels) files.push(['svg', plotScores(measurement.scores, titleOf(measurement))]);
  return Promise.all(
    files.map(async ([ending, content]) => {
      const path = join(folder, `${name}.${ending}`);
      await writeFile(path, content);
      return path;
    }),
  );
}
