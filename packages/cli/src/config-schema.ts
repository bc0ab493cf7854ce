import { sharedConfig } from '@scrubjay/boot';
import { loadConfig, parseConfig, toConfigJsonSchema, type JsonSchema } from '@scrubjay/config';
import { ScrubjayError } from '@scrubjay/errors';
import { ingestConfig } from '@scrubjay/ingest';
import { redactorConfig } from '@scrubjay/redactor';
import { sinkConfig } from '@scrubjay/sink';
import type { z } from 'zod';

/** The whole configuration file: what all services share and a section for each. */
export const fullConfig = sharedConfig.extend({
  ingest: ingestConfig.optional(),
  redactor: redactorConfig,
  sink: sinkConfig,
});

export type FullConfig = z.output<typeof fullConfig>;

export function configJsonSchema(): JsonSchema {
  return { ...toConfigJsonSchema(fullConfig), title: 'Scrubjay configuration' };
}

/** Flags and meaning of the option that names the file for {@link readConfig}. */
export const configOption = [
  '--config <file>',
  'configuration file (YAML); default: SCRUBJAY_CONFIG, then the embedded defaults',
] as const;

/** Reads `file` with environment overrides; without a file, the defaults with the overrides. */
export async function readConfig(file: string | undefined): Promise<FullConfig> {
  const path = file ?? process.env['SCRUBJAY_CONFIG'];
  if (path === undefined) return parseConfig(fullConfig, { file: 'the environment', text: '' }, process.env);
  return loadConfig(fullConfig, path, process.env);
}

/** The ingest section, which only `run` needs. */
export function requireIngest(config: FullConfig): NonNullable<FullConfig['ingest']> {
  if (config.ingest !== undefined) return config.ingest;
  throw new ScrubjayError('SJ_CONFIG_INVALID', 'ingest: found nothing, expected a section with a source.');
}
