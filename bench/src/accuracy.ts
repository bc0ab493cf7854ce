/** Measures how well a policy finds sensitive data: `npm run bench:accuracy -- --help`. */
import { writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { loadRuleset } from '@scrubjay/boot';
import { Command, InvalidArgumentError, Option } from 'commander';
import { offsetUnits } from './accuracy/external.js';
import { floorsFrom, runGuard } from './accuracy/floors.js';
import { Misses } from './accuracy/misses.js';
import { formatText, writeReport } from './accuracy/report/write.js';
import { evaluate } from './accuracy/run.js';
import { openSet, type SetOptions } from './accuracy/sets.js';

interface Options extends SetOptions {
  readonly set: readonly string[];
  readonly policy: string;
  readonly rules?: string;
  readonly misses: number;
  readonly out: string;
  readonly writeFloors?: boolean;
}

/** Enough for some 25 labels of a rare kind, few enough for every CI run. */
const guardedLines = 3_000;
const floorsFile = new URL('../accuracy/floors.json', import.meta.url);

function wholeNumber(text: string): number {
  if (!/^\d{1,7}$/.test(text)) throw new InvalidArgumentError('Expected a whole number up to 9999999.');
  return Number(text);
}

async function writeFloors({ policy, rules }: Options): Promise<void> {
  const basis = { policy, seed: 1, lines: guardedLines };
  const floors = floorsFrom(runGuard(await loadRuleset({ policy, dir: rules }), basis), basis);
  await writeFile(floorsFile, `${JSON.stringify(floors, undefined, 2)}\n`);
  process.stderr.write(`written: ${fileURLToPath(floorsFile)}\n`);
}

async function measure(name: string, options: Options): Promise<void> {
  const ruleset = await loadRuleset({ policy: options.policy, dir: options.rules });
  const { lines, seed, name: set } = await openSet(name, options);
  const misses = new Misses(options.misses);
  const scores = evaluate(ruleset, lines, (outcome) => {
    misses.add(outcome);
  });
  const { fingerprint, detectors } = ruleset;
  const measurement = {
    set,
    seed,
    policy: options.policy,
    fingerprint,
    detectorCount: detectors.length,
    scores,
  };
  process.stdout.write(formatText(measurement));
  if (options.misses > 0) process.stdout.write(misses.format());
  const paths = await writeReport(options.out, set, measurement);
  process.stderr.write(`written: ${paths.join(', ')}\n`);
}

const program = new Command('bench:accuracy')
  .description('Precision and recall of a policy on labelled logs; see docs/accuracy.md.')
  .option('--set <name...>', 'tune, held-out, negatives, or a labelled file', ['held-out', 'negatives'])
  .option('--policy <name>', 'policy to measure', 'standard')
  .option('--rules <dir>', 'folder of packs and policies/; default: those that ship with Scrubjay')
  .option('--lines <n>', 'generated lines of each set', wholeNumber, 20_000)
  .option('--seed <n>', 'seed of the generator', wholeNumber, 1)
  .option('--misses <n>', 'print so many examples of each kind and detector that went wrong', wholeNumber, 0)
  .option('--labels <file>', 'for a labelled file: JSON object from its labels to kinds, categories or null')
  .addOption(
    new Option('--offsets <unit>', "for a labelled file: unit of its spans' offsets")
      .choices(offsetUnits)
      .default('bytes'),
  )
  .option(
    '--out <dir>',
    'folder of the report',
    fileURLToPath(new URL('../results/accuracy', import.meta.url)),
  )
  .option(
    '--write-floors',
    'write what is reached now to bench/accuracy/floors.json, and measure nothing else',
  )
  .action(async (options: Options) => {
    if (options.writeFloors === true) return writeFloors(options);
    for (const name of options.set) await measure(name, options);
  });

await program.parseAsync();
