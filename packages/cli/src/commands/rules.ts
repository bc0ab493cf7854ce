import { readRules } from '@scrubjay/boot';
import { compileRuleset, lintRuleset, runExamples, type ExampleResult, type Ruleset } from '@scrubjay/engine';
import { Command } from 'commander';
import { formatTable, printLine, tell } from '../output.js';
import { withRulesetOptions, type RulesetOptions } from '../ruleset-options.js';

export function rulesCommand(): Command {
  const command = new Command('rules').description('Checks, tests and lists the rules.');
  withRulesetOptions(command.command('lint'))
    .description(
      'Compiles packs and policy and warns of rules that are slow or doubtful; exit code 1 with warnings under --strict.',
    )
    .option('--strict', 'warnings count as failed checks')
    .action(lint);
  withRulesetOptions(command.command('test'))
    .description('Runs the examples of every detector; exit code 1 when one fails.')
    .action(test);
  withRulesetOptions(command.command('list'))
    .description('Lists the detectors of a policy.')
    .option('--json', 'as JSON')
    .action(list);
  return command;
}

async function compile({ policy, rules }: RulesetOptions): Promise<Ruleset> {
  return compileRuleset(await readRules(policy, rules));
}

async function lint(options: RulesetOptions & { readonly strict?: boolean }): Promise<void> {
  const ruleset = await compile(options);
  const warnings = lintRuleset(ruleset);
  for (const { file, line, detector, message } of warnings)
    printLine(`${file}:${line}: ${detector ?? ''}: ${message}`);
  tell(
    `${ruleset.detectors.length} detectors, ${warnings.length} warnings, ruleset ${ruleset.fingerprint.slice(0, 12)}`,
  );
  if (options.strict === true && warnings.length > 0) process.exitCode = 1;
}

async function test(options: RulesetOptions): Promise<void> {
  const ruleset = await compile(options);
  const results = runExamples(ruleset);
  const failed = results.filter(({ passed }) => !passed);
  for (const result of failed) printLine(describeFailure(ruleset, result));
  tell(
    `${results.length} examples of ${ruleset.detectors.length} detectors: ${results.length - failed.length} passed, ${failed.length} failed`,
  );
  if (failed.length > 0) process.exitCode = 1;
}

/** Examples are part of the rules, not record content: they are shown. */
function describeFailure(ruleset: Ruleset, { detector, example, spans, withheld }: ExampleResult): string {
  const { file, line } = ruleset.detectors.find(({ id }) => id === detector) ?? { file: '?', line: 0 };
  const found = spans.map(({ start, end }) => `${start}-${end}`).join(', ');
  const outcome = withheld ?? (found === '' ? 'nothing found' : `found ${found}`);
  const wanted = example.expected === 'match' ? 'match' : 'ignore';
  return `${file}:${line}: ${detector}: should ${wanted} ${JSON.stringify(example.text)}: ${outcome}`;
}

async function list(options: RulesetOptions & { readonly json?: boolean }): Promise<void> {
  const ruleset = await compile(options);
  if (options.json === true) {
    const rows = ruleset.detectors.map(({ id, title, category, severity, action, pack }) => ({
      id,
      title,
      category,
      severity,
      action: action,
      pack,
    }));
    printLine(
      JSON.stringify({ policy: options.policy, fingerprint: ruleset.fingerprint, detectors: rows }, null, 2),
    );
    return;
  }
  const rows = ruleset.detectors.map(({ id, category, severity, action, title }) => [
    id,
    category,
    severity,
    action,
    title,
  ]);
  printLine(formatTable(['detector', 'category', 'severity', 'action', 'title'], rows));
  tell(
    `${ruleset.detectors.length} detectors, policy ${options.policy}, ruleset ${ruleset.fingerprint.slice(0, 12)}`,
  );
}
