import { readFile } from 'node:fs/promises';
import { ScrubjayError } from '@scrubjay/errors';
import { LineCounter, parseDocument } from 'yaml';
import type { z } from 'zod';
import { overlayEnvironment } from './environment.js';
import { toConfigJsonSchema } from './json-schema.js';
import { describeIssues } from './problems.js';

export interface ConfigSource {
  /** Name of the file for messages. */
  readonly file: string;
  readonly text: string;
}

/**
 * Reads, overlays with the environment, validates whole and freezes a configuration.
 * @throws SJ_CONFIG_NOT_FOUND when the file cannot be read, SJ_CONFIG_INVALID with every problem at once.
 */
export async function loadConfig<S extends z.ZodType>(
  schema: S,
  file: string,
  environment: Readonly<Record<string, string | undefined>> = {},
): Promise<z.output<S>> {
  let text: string;
  try {
    text = await readFile(file, 'utf8');
  } catch (cause) {
    throw new ScrubjayError('SJ_CONFIG_NOT_FOUND', `The configuration file ${file} cannot be read.`, {
      cause,
    });
  }
  return parseConfig(schema, { file, text }, environment);
}

/** {@link loadConfig} for a text that is already at hand. */
export function parseConfig<S extends z.ZodType>(
  schema: S,
  source: ConfigSource,
  environment: Readonly<Record<string, string | undefined>> = {},
): z.output<S> {
  const written = readYaml(source);
  const { config, problems } = overlayEnvironment(written, toConfigJsonSchema(schema), environment);
  const result = schema.safeParse(config ?? {});
  if (problems.length > 0 || !result.success) {
    const all = [...problems, ...(result.success ? [] : describeIssues(result.error, config))];
    throw invalid(source.file, all);
  }
  return deepFreeze(result.data);
}

function readYaml({ file, text }: ConfigSource): unknown {
  const lines = new LineCounter();
  const document = parseDocument(text, {
    lineCounter: lines,
    prettyErrors: false,
    // Or `{{ password }}`, of a template that was not filled in, is a key that is quoted in a warning.
    stringKeys: true,
    logLevel: 'error',
  });
  if (document.errors.length > 0) {
    // The parser's own message may quote the file, which may hold a password: only its code and place are told.
    const found = document.errors.map(
      (e) => `line ${lines.linePos(e.pos[0]).line}: not valid YAML (${e.code})`,
    );
    throw invalid(file, found);
  }
  try {
    return document.toJS({ maxAliasCount: 100 }) as unknown;
  } catch {
    throw invalid(file, ['too many YAML aliases']);
  }
}

function invalid(file: string, problems: readonly string[]): ScrubjayError {
  return new ScrubjayError('SJ_CONFIG_INVALID', `${file} is not valid: ${problems.join('; ')}.`);
}

function deepFreeze<T>(value: T): T {
  if (typeof value === 'object' && value !== null && !Object.isFrozen(value)) {
    Object.freeze(value);
    Object.values(value).forEach(deepFreeze);
  }
  return value;
}
