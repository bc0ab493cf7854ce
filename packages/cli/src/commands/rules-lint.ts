import { lintRuleset } from '@scrubjay/engine';
import { Command } from 'commander';
import { printLine, tell } from '../output.js';
import { countSeverities, printLint, withSeverity } from '../rules/print-lint.js';
import { rulesetOf, withRulesetOptions, type RulesetOptions } from '../ruleset-options.js';

interface LintOptions extends RulesetOptions {
  readonly strict?: boolean;
  readonly json?: boolean;
}

export function rulesLintCommand(): Command {
  return withRulesetOptions(new Command('lint'))
    .description('Compiles packs and policy and warns of rules that leak, are slow or doubtful.')
    .option('--strict', 'exit code 1 with warnings')
    .option('--json', 'as JSON')
    .action(lint);
}

async function lint(options: LintOptions): Promise<void> {
  const ruleset = await rulesetOf(options);
  const problems = lintRuleset(ruleset).map(withSeverity);
  const { errors, warnings } = countSeverities(problems);
  if (options.json === true)
    printLine(JSON.stringify({ fingerprint: ruleset.fingerprint, errors, warnings, problems }, null, 2));
  else {
    printLint(problems);
    tell(
      `${ruleset.detectors.length} detectors, ${warnings} warnings, ruleset ${ruleset.fingerprint.slice(0, 12)}`,
    );
  }
  if (errors > 0 || (options.strict === true && warnings > 0)) process.exitCode = 1;
}
