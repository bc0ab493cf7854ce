import { readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { reportSchema, type Report } from './model.js';

/** A path that holds no report. The message names it and says what was expected. */
export class ReportError extends Error {}

async function readOne(path: string): Promise<Report> {
  let content: unknown;
  try {
    content = JSON.parse(await readFile(path, 'utf8'));
  } catch (cause) {
    throw new ReportError(`${path} cannot be read as JSON.`, { cause });
  }
  const parsed = reportSchema.safeParse(content);
  if (parsed.success) return parsed.data;
  throw new ReportError(`${path} is no report of a benchmark.`, { cause: parsed.error });
}

/** The reports of a folder, or the one of a file. Throws a {@link ReportError}. */
export async function readReports(path: string): Promise<readonly Report[]> {
  const found = await stat(path).catch(() => undefined);
  if (found === undefined) throw new ReportError(`${path} does not exist.`);
  if (!found.isDirectory()) return [await readOne(path)];
  const names = (await readdir(path)).filter((name) => name.endsWith('.json')).sort();
  if (names.length === 0) throw new ReportError(`${path} holds no reports (*.json).`);
  return Promise.all(names.map((name) => readOne(join(path, name))));
}
