import { Command } from 'commander';
import { rulesDiffCommand } from './rules-diff.js';
import { rulesExplainCommand } from './rules-explain.js';
import { rulesLintCommand } from './rules-lint.js';
import { rulesListCommand } from './rules-list.js';
import { rulesPromoteCommand } from './rules-promote.js';
import { rulesTestCommand } from './rules-test.js';

export function rulesCommand(): Command {
  const command = new Command('rules').description('Checks, tests, explains, compares and promotes rules.');
  const parts = [
    rulesLintCommand(),
    rulesTestCommand(),
    rulesListCommand(),
    rulesExplainCommand(),
    rulesDiffCommand(),
    rulesPromoteCommand(),
  ];
  for (const part of parts) command.addCommand(part);
  return command;
}
