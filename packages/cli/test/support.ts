import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type Finished, scrubjay as startProcess } from '@scrubjay/testkit';
import { inProcess } from './in-process.js';

export { inProcess as scrubjay };

/**
 * For processes that tests start: what they run is covered once, by commands in the process of a test. The built code
 * counted beside its sources would make many a function two, of which one is never called.
 */
export const uncovered = { _TAPJS_PROCESSINFO_COVERAGE_: '0' };

/** Runs the command as everybody does, in a process of its own. */
export const inItsOwnProcess: typeof startProcess = (args, options = {}) =>
  startProcess(args, { ...options, env: { ...options.env, ...uncovered } });

/** Writes the configuration of an embedded run whose files all lie in `dir`, and returns its path. */
export async function writeConfig(
  dir: string,
  sections: Readonly<Record<string, unknown>> = {},
): Promise<string> {
  const path = join(dir, 'scrubjay.yaml');
  const config = {
    environment: 'test',
    transport: 'memory',
    stateDir: join(dir, 'state'),
    keys: { provider: 'local', dir: join(dir, 'keys') },
    store: { kind: 'folder', path: join(dir, 'objects') },
    telemetry: { enabled: false, logLevel: 'warn' },
    ingest: { source: { kind: 'files', paths: [join(dir, 'logs')] } },
    // Each thread loads the rules anew: too much for a handful of records.
    redactor: { workers: 0 },
    ...sections,
  };
  // JSON is YAML.
  await writeFile(path, JSON.stringify(config));
  return path;
}

export function linesOf(text: string): string[] {
  return text === '' ? [] : text.replace(/\n$/, '').split('\n');
}

/** What a query printed, parsed. */
export function recordsOf({ stdout }: Finished): Readonly<Record<string, unknown>>[] {
  return linesOf(stdout).map((line) => JSON.parse(line) as Record<string, unknown>);
}

/** The bodies of all records in the store. */
export async function readBack(config: string): Promise<unknown[]> {
  const result = await inProcess(['query', '--config', config, '--from', '2000-01-01', '--to', '2100-01-01']);
  if (result.code !== 0) throw new Error(result.stderr);
  return recordsOf(result).map(({ body }) => body);
}
