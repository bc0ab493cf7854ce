import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { ChaosResult } from '../result.js';
import { toMarkdown } from './markdown.js';
import { plotTimeline } from './plot.js';
import { summarize } from './summary.js';

/** Writes `report.json`, `report.md`, `timeline.svg` and what the services wrote, `services.ndjson`, into a folder; returns their paths. */
export async function writeReport(folder: string, result: ChaosResult): Promise<string[]> {
  await mkdir(folder, { recursive: true });
  const { lines, ...rest } = result;
  const files = {
    'services.ndjson': lines.map((line) => `${line}\n`).join(''),
    'report.json': JSON.stringify({ ...rest, kinds: summarize(result) }, undefined, 1),
    'report.md': toMarkdown(result),
    'timeline.svg': plotTimeline(result),
  };
  return await Promise.all(
    Object.entries(files).map(async ([name, text]) => {
      const path = join(folder, name);
      await writeFile(path, text);
      return path;
    }),
  );
}
