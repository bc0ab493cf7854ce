/** Draws where the engine's time goes: `npm run bench:flame -- --help`. */
import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { readRules } from '@scrubjay/boot';
import { compileRuleset } from '@scrubjay/engine';
import { engineTask, readCorpora, totalsOf } from '@scrubjay/measure';
import { Command, InvalidArgumentError, Option } from 'commander';
import { ownCorpora } from './engine/data/own-corpora.js';
import { boxesOf } from './flame/boxes.js';
import { fold } from './flame/fold.js';
import { flameSvg } from './flame/picture.js';
import { recordProfiles, type Recording } from './flame/record.js';
import { sharesOf } from './flame/shares.js';
import { formatShares } from './flame/table.js';
import { folderOf, machineOf } from './report/index.js';

interface Options {
  readonly corpora?: string;
  readonly policy: string;
  readonly rules?: string;
  readonly seconds: number;
  readonly rounds: number;
  readonly bytes: number;
  readonly out?: string;
}

/** Frames that take less are left out of the picture. Per cent of all time. */
const leastPercent = 0.3;

function positive(text: string): number {
  const number = Number(text);
  if (!(number > 0)) throw new InvalidArgumentError('Expected a number above 0.');
  return number;
}

function count(text: string): number {
  if (!/^[1-9]\d{0,8}$/.test(text)) throw new InvalidArgumentError('Expected a whole number above 0.');
  return Number(text);
}

const sumOf = (recordings: readonly Recording[], field: 'passes' | 'cpuMs'): number =>
  recordings.reduce((sum, recording) => sum + recording[field], 0);

async function draw({ corpora, policy, rules, seconds, rounds, bytes, out }: Options): Promise<void> {
  const startedAt = new Date().toISOString();
  const ruleset = compileRuleset(await readRules(policy, rules));
  const logs = corpora === undefined ? ownCorpora(1, bytes) : await readCorpora(corpora);
  const frames = logs.flatMap((corpus) => corpus.frames);
  const recordings = recordProfiles(engineTask('engine', ruleset, frames), rounds, seconds / rounds);
  const graph = fold(recordings.map(({ profile }) => profile));
  const shares = sharesOf(
    graph,
    recordings.map(({ profile }) => fold([profile])),
  );
  const { bytes: size, records } = totalsOf(frames);
  const cpuMs = sumOf(recordings, 'cpuMs') / sumOf(recordings, 'passes');
  const machine = await machineOf();
  const subtitle = [
    `${corpora === undefined ? 'generated' : 'real'} logs, ${(size / 1e6).toFixed(1)} MB`,
    `policy ${policy}, ${String(ruleset.detectors.length)} detectors`,
    `${(size / 1000 / cpuMs).toFixed(1)} MB a CPU second while profiled`,
    `${startedAt.slice(0, 10)}, commit ${machine.commit}`,
    `frames below ${String(leastPercent)} % left out`,
  ].join(' · ');
  const title = 'Where the time of the engine goes';
  const path = out ?? join(folderOf({ startedAt, machine }), 'flame.svg');
  const tablePath = path.replace(/(?:\.svg)?$/, '.md');
  const table = formatShares(shares, (cpuMs * 1000) / records);
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, flameSvg({ title, subtitle, boxes: boxesOf(graph, leastPercent), shares }));
  await writeFile(tablePath, `# ${title}\n\n${subtitle}\n\n${table}`);
  process.stdout.write(`${table}\n`);
  process.stderr.write(`written: ${path}, ${tablePath}\n`);
}

const program = new Command('bench:flame')
  .description('A flame graph of the engine over logs, as a picture, and own time by part as a table.')
  .addOption(
    new Option(
      '--corpora <path>',
      'real logs: a file, or a folder of *.log, *.ndjson, *.jsonl, plain or gzip',
    ).env('SCRUBJAY_CORPORA'),
  )
  .option('--policy <name>', 'policy to measure', 'standard')
  .option('--rules <dir>', 'folder of packs and policies/; default: those that ship with Scrubjay')
  .option('--seconds <n>', 'profiled time, in all rounds together', positive, 20)
  .option('--rounds <n>', 'profiles, between which the spread is taken', count, 5)
  .option('--bytes <n>', 'data generated where no logs are named', count, 4_194_304)
  .option(
    '--out <file>',
    'the picture; its table stands beside it; default: bench/results/DATE-COMMIT/flame.svg',
  )
  .action(draw);

await program.parseAsync();
