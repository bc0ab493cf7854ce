import { ScrubjayError } from '@scrubjay/errors';
import { Command, InvalidArgumentError } from 'commander';
import { benchEngine, framesOf } from '../bench/engine-bench.js';
import { printLine, tell } from '../output.js';
import { recordsOf } from '../records-of.js';
import { contextForThisRun, rulesetOf, withRulesetOptions, type RulesetOptions } from '../ruleset-options.js';

interface BenchOptions extends RulesetOptions {
  readonly corpus: string;
  readonly rounds: number;
  readonly json?: boolean;
}

export function benchCommand(): Command {
  const command = new Command('bench').description('Measures on this machine.');
  withRulesetOptions(command.command('engine'))
    .description('Speed of the engine on a file of logs, on one core, beside a plain copy of the same bytes.')
    .requiredOption('--corpus <file>', 'log file, plain or gzip, one record a line')
    .option('--rounds <n>', 'measured rounds', parseRounds, 5)
    .option('--json', 'one JSON line on standard output')
    .action(bench);
  return command;
}

function parseRounds(text: string): number {
  if (!/^[1-9]\d{0,3}$/.test(text)) throw new InvalidArgumentError('Expected a whole number from 1 to 9999.');
  return Number(text);
}

async function bench(options: BenchOptions): Promise<void> {
  const ruleset = await rulesetOf(options);
  const frames = await framesOf(recordsOf([options.corpus]));
  if (frames.length === 0) {
    throw new ScrubjayError('SJ_USAGE', `${options.corpus} holds no records.`, {
      fix: 'Name a file with one record a line.',
    });
  }
  const result = benchEngine(ruleset, frames, contextForThisRun(), options.rounds);
  const report = {
    corpus: options.corpus,
    bytes: result.bytes,
    records: result.records,
    detectors: ruleset.detectors.length,
    findings: result.findings,
    mb_per_s: round(result.mbPerSecond),
    memcpy_mb_per_s: round(result.memcpyMbPerSecond),
    ratio: Number((result.mbPerSecond / result.memcpyMbPerSecond).toPrecision(3)),
    peak_rss_mb: round(process.resourceUsage().maxRSS / 1024),
    rounds: options.rounds,
    mb_per_s_min: round(result.spread[0]),
    mb_per_s_max: round(result.spread[1]),
  };
  if (options.json === true) printLine(JSON.stringify(report));
  else for (const [key, value] of Object.entries(report)) printLine(`${key.padEnd(16)} ${value}`);
  tell(
    `${ruleset.detectors.length} detectors, ruleset ${ruleset.fingerprint.slice(0, 12)}, one core, Node ${process.versions.node}`,
  );
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}
