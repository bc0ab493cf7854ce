import { ScrubjayError } from '@scrubjay/errors';
import { createHttpRegistry, type DecodersOptions, type SchemaRegistry } from '@scrubjay/registry';
import { readFile } from 'node:fs/promises';
import type { SchemasConfig } from './config/schemas.js';

export type SchemaSources = Pick<DecodersOptions, 'registry' | 'files' | 'tags' | 'reviewed'>;

/** The registry of the configuration; undefined where none is named. It is first asked when a record needs it. */
export function createRegistry({ registry }: SchemasConfig): SchemaRegistry | undefined {
  return registry && createHttpRegistry(registry);
}

/** All that schemas come from. Throws SJ_FILE_UNREADABLE. */
export async function openSchemas(config: SchemasConfig): Promise<SchemaSources> {
  const files = await Promise.all(
    Object.entries(config.files).map(async ([name, { path, imports }]) => {
      const references = Object.entries(imports).map(async ([reference, from]) => ({
        name: reference,
        text: await read(from),
      }));
      return [name, { text: await read(path), references: await Promise.all(references) }] as const;
    }),
  );
  return {
    registry: createRegistry(config),
    files: new Map(files),
    tags: config.tags,
    reviewed: new Map(Object.entries(config.reviewed)),
  };
}

async function read(path: string): Promise<string> {
  try {
    return await readFile(path, 'utf8');
  } catch (cause) {
    throw new ScrubjayError('SJ_FILE_UNREADABLE', `The schema file ${path} cannot be read.`, { cause });
  }
}
