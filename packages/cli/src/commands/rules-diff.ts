import { writeFile } from 'node:fs/promises';
import type { EngineFormat } from '@scrubjay/engine';
import { ScrubjayError } from '@scrubjay/errors';
import { Command, InvalidArgumentError, Option } from 'commander';
import { printLine, tell } from '../output.js';
import { recordsOf } from '../records-of.js';
import { compareCorpus, type Comparison } from '../rules/compare-corpus.js';
import { hasDifferences, printReport, type DiffReport } from '../rules/diff-report.js';
import { liveReport } from '../rules/live-diff.js';
import { rulesetAt, withOriginOptions, type OriginOptions } from '../rules/origin-options.js';
import { fetchMetrics } from '../rules/read-metrics.js';
import { loadSides, type Side } from '../rules/sides.js';

interface DiffOptions extends OriginOptions {
  readonly policy: string;
  readonly policyA?: string;
  readonly policyB?: string;
  readonly rules?: string;
  readonly corpus?: readonly string[];
  readonly live?: readonly string[];
  readonly format?: EngineFormat;
  readonly samples: number;
  readonly json?: boolean;
  readonly save?: string;
  readonly exitCode?: boolean;
}

const progressMs = 1000;

export function rulesDiffCommand(): Command {
  return withOriginOptions(new Command('diff'))
    .description(
      'Shows what would change between two rulesets on real logs, or what redactors see of a shadow.',
    )
    .argument('[a]', 'the rules as they are: a folder, or the name of a policy')
    .argument('[b]', 'the candidate: a folder, or the name of a policy')
    .option('--corpus <file...>', 'logs to compare on, plain or gzip; -: standard input')
    .option('--live <url...>', 'addresses of redactors with a shadow ruleset, in place of a corpus')
    .option('--policy <name>', 'policy to apply on both sides', 'standard')
    .option('--policy-a <name>', 'policy of the first side')
    .option('--policy-b <name>', 'policy of the second side')
    .option('--rules <dir>', 'folder for sides that are policies; default: the rules that ship with Scrubjay')
    .addOption(new Option('--format <format>', 'how records are read').choices(['text', 'json']))
    .option('--samples <n>', 'samples for each detector and kind of change', wholeNumber, 2)
    .option('--json', 'as JSON')
    .option('--save <file>', 'also write the counts there, for rules promote')
    .option('--exit-code', 'exit code 1 when there are differences')
    .addHelpText('after', '\nSamples are scrubbed by both rulesets: what either of them finds is not shown.')
    .action(diff);
}

function wholeNumber(text: string): number {
  if (/^\d{1,3}$/.test(text)) return Number(text);
  throw new InvalidArgumentError('expected a whole number up to 999.');
}

async function diff(a: string | undefined, b: string | undefined, options: DiffOptions): Promise<void> {
  const { report, samples } =
    options.live === undefined
      ? await compareOnCorpus(a, b, options)
      : await compareLive(options.live, options.corpus ?? a);
  if (options.json === true) printLine(JSON.stringify({ ...report, samples }, null, 2));
  else printReport(report, samples);
  if (options.save !== undefined) await save(options.save, report);
  if (options.exitCode === true && hasDifferences(report)) process.exitCode = 1;
}

interface Outcome {
  readonly report: DiffReport;
  readonly samples: Comparison['samples'];
}

async function compareLive(addresses: readonly string[], other: unknown): Promise<Outcome> {
  if (other !== undefined)
    throw new ScrubjayError('SJ_USAGE', 'With --live the rulesets are those that the redactors run.', {
      fix: 'Leave out the folders and --corpus, or --live.',
    });
  const samples = (await Promise.all(addresses.map(fetchMetrics))).flat();
  const { errors, ...report } = liveReport(samples, new Date());
  if (errors > 0)
    tell(`${errors} comparisons failed: the redactors count them as scrubjay_shadow_errors_total`);
  return { report, samples: [] };
}

async function compareOnCorpus(
  first: string | undefined,
  second: string | undefined,
  options: DiffOptions,
): Promise<Outcome> {
  if (options.corpus === undefined)
    throw new ScrubjayError('SJ_USAGE', 'rules diff needs logs to compare on.', {
      fix: 'Give --corpus FILE…, or --live URL.',
    });
  const [a, b] = await loadSides(first, second, options);
  const records = recordsOf(options.corpus);
  const [atA, atB] = [rulesetAt(a.ruleset, options), rulesetAt(b.ruleset, options)];
  const { samples, ...counts } = await compareCorpus(atA, atB, records, {
    samples: options.samples,
    format: options.format,
    onProgress: showProgress(),
  });
  const report: DiffReport = {
    kind: 'scrubjay-rules-diff',
    a: describeSide(a),
    b: describeSide(b),
    source: 'corpus',
    at: new Date().toISOString(),
    records: counts.records,
    withheld: counts.withheld,
    detectors: [...counts.detectors],
  };
  return { report, samples };
}

function describeSide({ name, policy, ruleset }: Side): DiffReport['a'] {
  return { name, policy, fingerprint: ruleset.fingerprint };
}

/** A count on a terminal, now and then; nothing elsewhere. */
function showProgress(): (records: number) => void {
  let next = performance.now() + progressMs;
  return (records) => {
    if (!process.stderr.isTTY || performance.now() < next) return;
    next = performance.now() + progressMs;
    process.stderr.write(`\r${records} records\r`);
  };
}

async function save(file: string, report: DiffReport): Promise<void> {
  try {
    await writeFile(file, `${JSON.stringify(report, null, 2)}\n`);
  } catch (cause) {
    throw new ScrubjayError('SJ_USAGE', `Nothing can be written to ${file}.`, { cause });
  }
}
