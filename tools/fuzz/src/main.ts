/**
 * `npm run fuzz -- [--target NAME] [--minutes N] [--seed N]`, `npm run fuzz -- equivalence` and
 * `npm run fuzz -- hostile`: see CONTRIBUTING.md.
 */
import { loadRuleset, readPacks, readRules, shippedRulesDir } from '@scrubjay/boot';
import { Command } from 'commander';
import { Corpus } from './equivalence/corpus.js';
import { reportRun } from './equivalence/report.js';
import { runEquivalence, type Tally } from './equivalence/run.js';
import { corpusSource, packSource, patternSource, type CaseSource } from './equivalence/sources.js';
import { fuzz } from './fuzz.js';
import { hostileShapes, measureHostile } from './hostile.js';
import { createTargets } from './targets/index.js';

const kilobyte = 1024;

interface FuzzFlags {
  readonly target?: string;
  readonly minutes: string;
  readonly seed?: string;
  readonly policy: string;
}

interface EquivalenceFlags {
  readonly source?: string;
  readonly corpus?: string;
  readonly minutes?: string;
  readonly seconds?: string;
  readonly cases?: string;
  readonly seed?: string;
  readonly policy: string;
  readonly showInput?: boolean;
}

/** Milliseconds between two lines of progress. */
const progressMs = 10_000;

function print(line: string): void {
  process.stdout.write(`${line}\n`);
}

async function runFuzz(flags: FuzzFlags): Promise<void> {
  const ruleset = await loadRuleset({ policy: flags.policy });
  const packs = await readPacks(shippedRulesDir());
  const seed = Number(flags.seed ?? Date.now() % 1_000_000_007);
  const all = await createTargets(
    ruleset,
    packs.map(({ text }) => text),
  );
  for (const target of all.filter(({ name }) => flags.target === undefined || name === flags.target)) {
    const forMs = Number(flags.minutes) * 60_000;
    const { inputs, bytes, slowest, failure } = await fuzz(target, { seed, forMs, maxInputs: Infinity });
    const outcome = failure === undefined ? 'no promise broken' : 'BROKEN';
    print(
      `${target.name}: ${inputs} inputs, ${bytes} bytes, at most ${slowest.toFixed(1)} us/byte, seed ${seed}: ${outcome}`,
    );
    if (failure === undefined) continue;
    process.exitCode = 1;
    print(`  ${String(failure.error)}\n  input, base64: ${failure.input.toString('base64')}`);
  }
  for (const target of all) await target.close?.();
}

async function runHostile(flags: { readonly policy: string; readonly largest: string }): Promise<void> {
  const ruleset = await loadRuleset({ policy: flags.policy });
  const lengths = [kilobyte, 10 * kilobyte, 100 * kilobyte, kilobyte * kilobyte, 10 * kilobyte * kilobyte];
  const wanted = lengths.filter((length) => length <= Number(flags.largest));
  print(`ns/byte at ${wanted.join(', ')} bytes`);
  for (const shape of hostileShapes) {
    const measured = measureHostile(ruleset, shape, wanted);
    const cells = measured.map(({ nanosecondsPerByte }) => nanosecondsPerByte.toFixed(0).padStart(8));
    print(`${shape.name.padEnd(30)} ${cells.join(' ')}  ${measured.at(-1)?.outcome ?? ''}`);
  }
}

/** Prints how far a run is, now and then. */
function progressOf(name: string): (tally: Tally) => void {
  const start = performance.now();
  let next = start + progressMs;
  return ({ cases, bytes, findings }) => {
    const now = performance.now();
    if (now < next) return;
    next = now + progressMs;
    const seconds = Math.round((now - start) / 1000);
    print(`${name}: ${cases} cases, ${bytes} bytes, ${findings} findings in ${seconds} s`);
  };
}

async function sourcesOf({ source, corpus, policy }: EquivalenceFlags): Promise<readonly CaseSource[]> {
  const rules = await readRules(policy);
  const all = [
    ...(corpus === undefined ? [] : [corpusSource(rules, await Corpus.read(corpus))]),
    ...(corpus === undefined || source !== undefined ? [packSource(rules), patternSource()] : []),
  ];
  const wanted = all.filter(({ name }) => source === undefined || name === source);
  if (wanted.length === 0)
    throw new Error(`There is no source ${source}: packs, patterns, or corpus with --corpus.`);
  return wanted;
}

async function runEquivalenceOf(flags: EquivalenceFlags): Promise<void> {
  const { minutes = '10', seconds, cases = 'Infinity', corpus, policy, showInput = false } = flags;
  const seed = Number(flags.seed ?? Date.now() % 1_000_000_007);
  const forMs = seconds === undefined ? Number(minutes) * 60_000 : Number(seconds) * 1000;
  for (const source of await sourcesOf(flags)) {
    const { name } = source;
    const onProgress = progressOf(name);
    const result = runEquivalence(source, { seed, forMs, maxCases: Number(cases), onProgress });
    const folder = corpus === undefined ? '' : ` --corpus ${corpus}`;
    const command = `npm run fuzz -- equivalence --source ${name}${folder} --policy ${policy}`;
    for (const line of reportRun(name, seed, result, { command, showInput })) print(line);
    if (result.difference !== undefined) process.exitCode = 1;
  }
}

const program = new Command('fuzz').description(
  'Feeds parsers with mutated input and holds them to their promises.',
);
program
  .command('parsers', { isDefault: true })
  .option('--target <name>', 'one target only')
  .option('--minutes <n>', 'minutes per target', '10')
  .option('--seed <n>', 'repeats a run')
  .option('--policy <name>', 'policy of the rules', 'standard')
  .action(runFuzz);
program
  .command('equivalence')
  .description('Holds the fast path to the reference path on random rulesets and records, or on real logs.')
  .option('--source <name>', 'packs, patterns or corpus only')
  .option('--corpus <dir>', 'real logs, a record a line, instead of records that are made up')
  .option('--minutes <n>', 'minutes per source (default: 10)')
  .option('--seconds <n>', 'seconds per source, instead of minutes')
  .option('--cases <n>', 'cases per source at most')
  .option('--seed <n>', 'repeats a run')
  .option('--policy <name>', 'policy for real logs', 'standard')
  .option('--show-input', 'show the records of a difference: their content')
  .action(runEquivalenceOf);
program
  .command('hostile')
  .description('Time per byte of inputs made to be slow, by length: it must stay flat.')
  .option('--policy <name>', 'policy of the rules', 'standard')
  .option('--largest <bytes>', 'largest record', String(10 * kilobyte * kilobyte))
  .action(runHostile);
await program.parseAsync();
