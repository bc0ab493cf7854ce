import { compileRuleset } from '@scrubjay/engine';
import { readRules } from '@scrubjay/boot/rules';
import { examplesCorpus, readCorpora } from '@scrubjay/measure';
import { Command, InvalidArgumentError } from 'commander';
import { benchEngine } from '../bench/engine-bench.js';
import { engineReport, formatEngineReport } from '../bench/engine-report.js';
import { printLine, tell } from '../output.js';
import { withRulesetOptions, type RulesetOptions } from '../ruleset-options.js';

interface BenchOptions extends RulesetOptions {
  readonly corpus?: string;
  readonly rounds: number;
  readonly leastMs: number;
  readonly comparisons: boolean;
  readonly json?: boolean;
}

export function benchCommand(): Command {
  const command = new Command('bench').description('Measures on this machine.');
  withRulesetOptions(command.command('engine'))
    .description(
      'Speed of the engine on logs, on one core: all together, the densest file, records without findings; beside a ' +
        'plain copy, RE2 rule by rule, JSON.parse and stringify, 500 rules against 120, two threads against one.',
    )
    .option(
      '--corpus <path>',
      "log file, or folder of *.log, *.ndjson and *.jsonl, plain or gzip, one record a line; default: the rules' examples",
    )
    .option('--rounds <n>', 'measured rounds', parseCount, 5)
    .option('--least-ms <n>', 'a round repeats its data until it took so long', parseCount, 200)
    .option('--no-comparisons', 'the engine and a plain copy only')
    .option('--json', 'one JSON line on standard output')
    .action(bench);
  return command;
}

function parseCount(text: string): number {
  if (!/^[1-9]\d{0,3}$/.test(text)) throw new InvalidArgumentError('Expected a whole number from 1 to 9999.');
  return Number(text);
}

async function bench(options: BenchOptions): Promise<void> {
  const { policy, rules, corpus, rounds, leastMs } = options;
  const sources = await readRules(policy, rules);
  const ruleset = compileRuleset(sources);
  const result = await benchEngine({
    ruleset,
    sources,
    corpora: corpus === undefined ? [examplesCorpus(ruleset)] : await readCorpora(corpus),
    options: { rounds, leastMs },
    compares: options.comparisons,
  });
  const head = { corpus: corpus ?? 'examples of the rules', detectors: ruleset.detectors.length, rounds };
  const report = engineReport(result, head);
  if (options.json === true) printLine(JSON.stringify(report));
  else formatEngineReport(report).forEach(printLine);
  tell(
    `${ruleset.detectors.length} detectors, ruleset ${ruleset.fingerprint.slice(0, 12)}, Node ${process.versions.node}`,
  );
}
