/** `npm run endure -- --help`: promises that take minutes to keep. See docs/reliability.md. */
import { mkdir, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { Argument, Command } from 'commander';
import { positive, print, tell } from '../command-line.js';
import { withOwner } from '../stage/owner.js';
import { killing } from './kills.js';
import { plotEndurance } from './plot.js';
import { rolling } from './rolling.js';
import { runScenario, type EndureResult } from './run.js';
import { stall } from './stall.js';

const scenarios = [stall, killing, rolling];

interface Flags {
  readonly seed: number;
  readonly minutes?: number;
  readonly rate: number;
  readonly brokers: number;
  readonly out?: string;
}

async function write(folder: string, { lines, ...result }: EndureResult): Promise<void> {
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, 'report.json'), JSON.stringify(result, undefined, 1));
  await writeFile(join(folder, 'timeline.svg'), plotEndurance(result));
  await writeFile(join(folder, 'services.ndjson'), lines.map((line) => `${line}\n`).join(''));
  tell(folder);
}

async function main(name: string, { seed, minutes, rate, brokers, out }: Flags): Promise<void> {
  const scenario = scenarios.find((one) => one.name === name) ?? stall;
  const settings = { scenario, seed, perSecond: rate, brokers, minutes: minutes ?? scenario.minutes };
  await withOwner(tell, async (owner) => {
    const result = await runScenario(owner, settings, tell);
    if ('reason' in result) {
      print(`There are no servers: ${result.reason}.`);
      process.exitCode = 3;
      return;
    }
    await write(resolve(process.env['INIT_CWD'] ?? '.', out ?? join('chaos-results', name)), result);
    const { facts, findings, verdict } = result;
    print(
      JSON.stringify({ facts, balance: verdict.balance, quarantined: verdict.quarantined }, undefined, 1),
    );
    for (const finding of findings) print(`FOUND: ${finding}`);
    print(findings.length === 0 ? 'passed' : 'failed');
    process.exitCode = findings.length === 0 ? 0 : 1;
  });
}

await new Command('endure')
  .description('Holds the services, with their default settings, to promises that take minutes to keep.')
  .addArgument(new Argument('<scenario>', 'what to run').choices(scenarios.map(({ name }) => name)))
  .option('--seed <n>', 'of the records', positive, 1)
  .option('--minutes <n>', 'how long; each scenario has a default', positive)
  .option('--rate <n>', 'messages a second that the application writes', positive, 500)
  .option('--brokers <n>', 'brokers of the cluster', positive, 1)
  .option('--out <dir>', 'folder of the report; default: chaos-results/<scenario>')
  .action(main)
  .parseAsync();
