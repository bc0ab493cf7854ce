import { randomBytes } from 'node:crypto';
import { loadRuleset } from '@scrubjay/boot/rules';
import { defaultLimits, type RedactContext, type Ruleset } from '@scrubjay/engine';
import type { Command } from 'commander';

export interface RulesetOptions {
  readonly policy: string;
  readonly rules?: string;
}

export function withRulesetOptions(command: Command): Command {
  return command
    .option('--policy <name>', 'policy to apply', 'standard')
    .option('--rules <dir>', 'folder of packs and policies/; default: those that ship with Scrubjay');
}

export function rulesetOf({ policy, rules }: RulesetOptions): Promise<Ruleset> {
  return loadRuleset({ policy, dir: rules });
}

/** Pseudonyms of a command that has no keys: stable within this run and unlinkable to any other. */
export function contextForThisRun(): RedactContext {
  return { pseudonymKey: randomBytes(32), epoch: 'local', limits: defaultLimits };
}
