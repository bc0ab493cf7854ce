/** Measures Kafka → S3 on real servers: `npm run bench:e2e -- --help`. */
import { mkdir } from 'node:fs/promises';
import { loadavg } from 'node:os';
import { basename, resolve } from 'node:path';
import { Command, InvalidArgumentError, Option } from 'commander';
import { openPayload } from './e2e/payload.js';
import {
  cpuPlot,
  drainFigures,
  latencyPlot,
  loadFigures,
  memoryPlot,
  pacePlot,
  sustainedFigures,
} from './e2e/report.js';
import { judgeBudgets } from './e2e/budgets.js';
import {
  drainBacklog,
  measureLoads,
  measureSustained,
  type Drain,
  type Load,
  type Sustained,
} from './e2e/run.js';
import { codecs, type Settings } from './e2e/settings.js';
import { formatReportText, machineOf, writeReport, type Report } from './report/index.js';

function positive(text: string): number {
  const number = Number(text);
  if (!(number > 0)) throw new InvalidArgumentError('Expected a number above 0.');
  return number;
}

function percents(text: string): number[] {
  return text === '' ? [] : text.split(',').map(positive);
}

function tell(text: string): void {
  process.stderr.write(`${text}\n`);
}

function speed({ bytes, seconds }: Drain): number {
  return bytes / seconds;
}

function shareOf({ sustained }: Settings): string {
  return sustained === undefined ? 'as much as is taken' : `${String(sustained)} % of that`;
}

async function measure(settings: Settings): Promise<Pick<Report, 'figures' | 'plots' | 'notes'>> {
  const payload = await openPayload(settings.payload);
  const drains: Drain[] = [];
  for (let round = 1; round <= settings.rounds; round += 1) {
    const drain = await drainBacklog(settings, payload, settings.megabytes * 1e6);
    drains.push(drain);
    tell(`capacity, round ${String(round)}: ${(speed(drain) / 1e6).toFixed(1)} MB/s`);
  }
  const capacity = drains.map(speed).sort((a, b) => a - b)[Math.floor(drains.length / 2)] ?? 0;
  const figures = drainFigures(drains);
  const plots = [cpuPlot(drains)];
  const last = drains.at(-1);
  if (last !== undefined) plots.push(memoryPlot('memory', last.samples));
  let loads: Load[] = [];
  let sustained: Sustained | undefined;
  if (settings.loads.length > 0) {
    tell(`latency at ${settings.loads.join(', ')} % of ${(capacity / 1e6).toFixed(1)} MB/s`);
    loads = await measureLoads(settings, payload, capacity);
    figures.push(...loadFigures(loads));
    plots.push(latencyPlot(loads));
  }
  if (settings.minutes > 0) {
    tell(`sustained for about ${String(settings.minutes)} minutes, ${shareOf(settings)}`);
    sustained = await measureSustained(settings, payload, capacity);
    figures.push(...sustainedFigures(sustained));
    plots.push(
      memoryPlot('memory-sustained', sustained.samples),
      pacePlot('pace-sustained', sustained.samples),
    );
  }
  return { figures, plots, notes: judgeBudgets(loads, sustained) };
}

async function main(options: Settings & { readonly out?: string }): Promise<void> {
  const { out, profile, ...rest } = options;
  const settings = { ...rest, profile: profile === undefined ? undefined : resolve(profile) };
  if (settings.profile !== undefined) await mkdir(settings.profile, { recursive: true });
  const startedAt = new Date().toISOString();
  const [load = 0] = loadavg();
  // Servers and services alike take it from here; the stand-in accepts any.
  Object.assign(process.env, {
    AWS_REGION: 'us-east-1',
    AWS_ACCESS_KEY_ID: 'test',
    AWS_SECRET_ACCESS_KEY: 'test',
  });
  const measured = await measure(settings);
  const { loads, payload, megabytes, rounds, seconds, minutes, sustained, codec, policy, sinkAgeMs } =
    settings;
  const report: Report = {
    ...{ kind: 'e2e', title: 'Kafka → S3', startedAt, machine: await machineOf(), ...measured },
    settings: {
      payload: basename(payload),
      megabytes,
      rounds,
      seconds,
      minutes,
      ...(sustained === undefined ? {} : { sustained }),
      codec,
      policy,
      sinkAgeMs,
      loads: loads.join(','),
    },
    notes: [
      ...measured.notes,
      'Broker, S3 and KMS emulator, three services and the load generator share this machine.',
      `Load average when it began: ${load.toFixed(1)}. With other work on the machine, CPU seconds say more than MB/s.`,
      'Capacity: a backlog in a topic of 6 partitions, from all services running until every object is durable; start-up is left out.',
      'Latency: from the application sending a record until its scrubbed frame is committed and read.',
      'S3 PUT: objects and one journal entry a flush. KMS requests grow with time and partitions, not with bytes.',
    ],
  };
  process.stdout.write(formatReportText(report));
  tell(`written: ${(await writeReport(out, report)).join(', ')}`);
}

const program = new Command('bench:e2e')
  .description(
    'Throughput, CPU, latency and memory from Kafka to S3, the services as processes of their own.',
  )
  .option(
    '--payload <source>',
    'generated `samples`, or a folder of log files',
    process.env['SCRUBJAY_BENCH_CORPORA'] ?? 'samples',
  )
  .option('--megabytes <n>', 'raw records for each round of the capacity', positive, 100)
  .option('--rounds <n>', 'rounds of the capacity', positive, 3)
  .option(
    '--loads <percents>',
    'shares of the capacity for latency, comma-separated; empty for none',
    percents,
    [25, 50, 75, 100],
  )
  .option('--seconds <n>', 'length of each load', positive, 10)
  .option('--minutes <n>', 'length of a sustained run; none by default', positive)
  .option(
    '--sustained <percent>',
    'of the capacity for that; default: as much as the services take',
    positive,
  )
  .addOption(
    new Option('--codec <name>', 'of the record batches that applications write')
      .choices(Object.keys(codecs))
      .default('lz4'),
  )
  .option('--policy <name>', 'policy that the redactor applies', 'standard')
  .option('--rules <dir>', 'folder of packs and policies/; default: those that ship with Scrubjay')
  .option('--sink-age-ms <n>', 'longest that the sink gathers for an object', positive, 2_000)
  .option('--profile <dir>', 'write a CPU profile of each service there')
  .option('--out <dir>', 'folder of the report; default: bench/results/<date>-<commit>')
  .action((options: Settings & { readonly out?: string }) =>
    main({ ...options, minutes: options.minutes || 0 }),
  );

await program.parseAsync();
