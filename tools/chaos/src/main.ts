/** `npm run chaos -- --help`: the whole pipeline under faults. See docs/reliability.md. */
import { randomInt } from 'node:crypto';
import { join, resolve } from 'node:path';
import { mostLoadRecords } from '@scrubjay/e2e';
import { Command, InvalidArgumentError } from 'commander';
import { positive, print, tell } from './command-line.js';
import { diskName } from './disk/full-disk.js';
import { faultKinds } from './faults/index.js';
import { densities, drawRounds } from './plan.js';
import { writeReport } from './report/write.js';
import { chosenKinds, runChaos } from './run.js';
import type { Settings } from './settings.js';
import { withOwner } from './stage/owner.js';

interface Flags {
  readonly seed?: number;
  readonly minutes: number;
  readonly faults?: number;
  readonly records?: number;
  readonly rate: number;
  readonly only?: string[];
  readonly brokers: number;
  readonly out?: string;
  readonly dense?: boolean;
  readonly plan?: boolean;
}

const recoveryLimitMs = 120_000;
/** Of the time in which the last round ends. */
const spareMinutes = 4;

const allNames = [...faultKinds.map(({ name }) => name), diskName];

function names(text: string): string[] {
  const chosen = text.split(',').filter((name) => name !== '');
  const unknown = chosen.find((name) => !allNames.includes(name));
  if (unknown === undefined) return chosen;
  throw new InvalidArgumentError(`There is no fault ${unknown}: ${allNames.join(', ')}.`);
}

function settingsOf({ seed, minutes, faults, records, rate, only, brokers, dense }: Flags): Settings {
  const wanted = Math.ceil((minutes + spareMinutes) * 60 * rate);
  return {
    seed: seed ?? randomInt(1, 9_999_999),
    minutes,
    faults: faults ?? Infinity,
    records: records ?? Math.min(wanted, mostLoadRecords),
    perSecond: rate,
    only: only ?? [],
    brokers,
    density: dense === true ? 'dense' : 'usual',
    recoveryLimitMs,
  };
}

/** Prints what a seed draws, without running it. */
function printPlan({ seed, only, faults, density }: Settings): void {
  const kinds = chosenKinds({ only });
  let left = faults === Infinity ? kinds.length * 2 : faults;
  for (const round of drawRounds(seed, kinds, densities[density])) {
    if (left <= 0) return;
    print(JSON.stringify(round));
    left -= round.faults.length;
  }
}

async function main(flags: Flags): Promise<void> {
  const settings = settingsOf(flags);
  if (flags.plan === true) {
    printPlan(settings);
    return;
  }
  tell(`seed ${settings.seed}`);
  await withOwner(tell, async (owner) => {
    const result = await runChaos(owner, settings, tell);
    if ('reason' in result) {
      print(`There are no servers: ${result.reason}.`);
      process.exitCode = 3;
      return;
    }
    const out = resolve(
      process.env['INIT_CWD'] ?? '.',
      flags.out ?? join('chaos-results', String(settings.seed)),
    );
    for (const path of await writeReport(out, result)) tell(path);
    for (const finding of result.findings) print(`FOUND: ${finding}`);
    print(result.findings.length === 0 ? 'passed' : `failed: seed ${settings.seed}`);
    process.exitCode = result.findings.length === 0 ? 0 : 1;
  });
}

await new Command('chaos')
  .description(
    'Runs the services on real servers under faults, and checks that nothing is lost, twice or leaked.',
  )
  .option('--seed <n>', 'repeats a schedule; drawn and printed unless told', positive)
  .option('--minutes <n>', 'no new faults after so long', positive, 10)
  .option('--faults <n>', 'no more faults than this', positive)
  .option('--records <n>', 'records at most', positive)
  .option('--rate <n>', 'records a second that the application writes', positive, 200)
  .option('--only <kinds>', 'kinds of faults, comma-separated', names)
  .option('--brokers <n>', 'brokers of the cluster', positive, 3)
  .option('--dense', 'many faults at once, nearly always')
  .option('--out <dir>', 'folder of the report; default: chaos-results/<seed>')
  .option('--plan', 'print what the seed draws and run nothing')
  .action(main)
  .parseAsync();
