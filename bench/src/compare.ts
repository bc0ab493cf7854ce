/** Compares two runs of the benchmarks: `npm run bench:compare -- A B [--fail-above PERCENT]`. */
import { Command, InvalidArgumentError } from 'commander';
import { compareReports, formatComparison, readReports, regressionsOf, ReportError } from './report/index.js';

function percent(text: string): number {
  const value = Number(text);
  if (text === '' || !(value >= 0)) throw new InvalidArgumentError('Expected a number of per cent.');
  return value;
}

async function compare(a: string, b: string, options: { readonly failAbove?: number }): Promise<void> {
  const [before, after] = [await readReports(a), await readReports(b)];
  const comparisons = compareReports(before, after);
  process.stdout.write(formatComparison(before, after, comparisons));
  if (options.failAbove === undefined) return;
  const regressions = regressionsOf(comparisons, options.failAbove);
  if (regressions.length === 0) return;
  process.stderr.write(`${regressions.length} worse by more than ${options.failAbove} %:\n`);
  for (const { id, change } of regressions) process.stderr.write(`  ${id} ${change.toFixed(1)} %\n`);
  process.exitCode = 1;
}

const program = new Command('bench:compare')
  .description('Differences of two runs with their spread; bench/README.md says what counts as one.')
  .argument('<a>', 'folder of results, or one of its JSON files: what was')
  .argument('<b>', 'the same: what is')
  .option('--fail-above <percent>', 'exit code 1 where something got worse by more, beyond noise', percent)
  .action(compare);

try {
  await program.parseAsync();
} catch (error) {
  if (!(error instanceof ReportError)) throw error;
  process.stderr.write(`${error.message}\n`);
  process.exitCode = 2;
}
