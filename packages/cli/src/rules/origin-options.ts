import { rulesetFor, type Ruleset } from '@scrubjay/engine';
import type { Command } from 'commander';

/** Where the records come from, for a policy with overrides. */
export interface OriginOptions {
  readonly service?: string;
  readonly environment?: string;
  readonly schema?: string;
}

export function withOriginOptions(command: Command): Command {
  return command
    .option('--service <name>', 'apply the overrides of the policy for this service')
    .option('--environment <name>', 'apply the overrides for this environment')
    .option('--schema <id>', 'apply the overrides for this schema');
}

/** The ruleset as it applies to records from there. */
export function rulesetAt(ruleset: Ruleset, options: OriginOptions): Ruleset {
  const { service = '', environment = '', schema = '' } = options;
  return rulesetFor(ruleset, { service, environment, schema });
}
