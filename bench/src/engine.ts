/** Measures the engine and what it is held against; needs no server: `npm run bench -- --help`. */
import { Command, InvalidArgumentError, Option } from 'commander';
import { groups } from './engine/groups/index.js';
import { runGroups } from './engine/run.js';
import { openContext, type EngineOptions } from './engine/settings.js';
import { formatReportText, writeReport } from './report/index.js';

interface Options extends EngineOptions {
  readonly only?: readonly string[];
  readonly out?: string;
}

const names = groups.map(({ name }) => name);

function count(text: string): number {
  if (!/^[1-9]\d{0,8}$/.test(text)) throw new InvalidArgumentError('Expected a whole number above 0.');
  return Number(text);
}

async function bench(options: Options): Promise<void> {
  const { only = names, out } = options;
  const wanted = groups.filter(({ name }) => only.includes(name));
  const context = await openContext(options);
  const report = await runGroups(wanted, context, options, ({ name }) => {
    process.stderr.write(`${name} …\n`);
  });
  process.stdout.write(formatReportText(report));
  const paths = await writeReport(out, report);
  process.stderr.write(`written: ${paths.join(', ')}\n`);
}

const program = new Command('bench')
  .description(
    'Speed of the engine: on logs, by share of findings, sizes of records and rulesets, on hostile inputs.',
  )
  .addOption(
    new Option(
      '--corpora <path>',
      'real logs: a file, or a folder of *.log, *.ndjson, *.jsonl, plain or gzip',
    ).env('SCRUBJAY_CORPORA'),
  )
  .addOption(new Option('--only <group...>', 'measure these groups only').choices(names))
  .option('--policy <name>', 'policy to measure', 'standard')
  .option('--rules <dir>', 'folder of packs and policies/; default: those that ship with Scrubjay')
  .option('--rounds <n>', 'measured runs of each figure', count, 5)
  .option('--least-ms <n>', 'a run repeats its data until it took so long', count, 200)
  .option('--bytes <n>', 'data generated for a figure; half of it for slow baselines', count, 4_194_304)
  .option('--seed <n>', 'seed of generated data', count, 1)
  .option('--quick', 'little data, two runs: to see that it runs', false)
  .option('--out <dir>', 'folder of the report; default: bench/results/DATE-COMMIT')
  .action(bench);

await program.parseAsync();
