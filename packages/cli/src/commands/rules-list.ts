import { Command } from 'commander';
import { formatTable, printLine, tell } from '../output.js';
import { rulesetOf, withRulesetOptions, type RulesetOptions } from '../ruleset-options.js';

interface ListOptions extends RulesetOptions {
  readonly json?: boolean;
}

export function rulesListCommand(): Command {
  return withRulesetOptions(new Command('list'))
    .description('Lists the detectors of a policy.')
    .option('--json', 'as JSON')
    .action(list);
}

async function list(options: ListOptions): Promise<void> {
  const { detectors, fingerprint } = await rulesetOf(options);
  const shown = detectors.map(({ id, title, category, severity, action, pack }) => ({
    id,
    title,
    category,
    severity,
    action,
    pack,
  }));
  if (options.json === true) {
    printLine(JSON.stringify({ policy: options.policy, fingerprint, detectors: shown }, null, 2));
    return;
  }
  const rows = shown.map(({ id, category, severity, action, title }) => [
    id,
    category,
    severity,
    action,
    title,
  ]);
  printLine(formatTable(['detector', 'category', 'severity', 'action', 'title'], rows));
  tell(`${detectors.length} detectors, policy ${options.policy}, ruleset ${fingerprint.slice(0, 12)}`);
}
