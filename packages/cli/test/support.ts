import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { scrubjay, type Finished } from '@scrubjay/testkit';

export { scrubjay };

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
  const result = await scrubjay(['query', '--config', config, '--from', '2000-01-01', '--to', '2100-01-01']);
  if (result.code !== 0) throw new Error(result.stderr);
  return recordsOf(result).map(({ body }) => body);
}
