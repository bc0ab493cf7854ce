/**
 * `npm run fuzz -- [--target NAME] [--minutes N] [--seed N]` and `npm run fuzz -- hostile`: see CONTRIBUTING.md.
 */
import { loadRuleset, readPacks, shippedRulesDir } from '@scrubjay/boot';
import { Command } from 'commander';
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

function print(line: string): void {
  process.stdout.write(`${line}\n`);
}

async function runFuzz(flags: FuzzFlags): Promise<void> {
  const ruleset = await loadRuleset({ policy: flags.policy });
  const packs = await readPacks(shippedRulesDir());
  const seed = Number(flags.seed ?? Date.now() % 1_000_000_007);
  const targets = createTargets(
    ruleset,
    packs.map(({ text }) => text),
  ).filter(({ name }) => flags.target === undefined || name === flags.target);
  for (const target of targets) {
    const forMs = Number(flags.minutes) * 60_000;
    const { inputs, bytes, slowest, failure } = fuzz(target, { seed, forMs, maxInputs: Infinity });
    const outcome = failure === undefined ? 'no promise broken' : 'BROKEN';
    print(
      `${target.name}: ${inputs} inputs, ${bytes} bytes, at most ${slowest.toFixed(1)} us/byte, seed ${seed}: ${outcome}`,
    );
    if (failure === undefined) continue;
    process.exitCode = 1;
    print(`  ${String(failure.error)}\n  input, base64: ${failure.input.toString('base64')}`);
  }
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
  .command('hostile')
  .description('Time per byte of inputs made to be slow, by length: it must stay flat.')
  .option('--policy <name>', 'policy of the rules', 'standard')
  .option('--largest <bytes>', 'largest record', String(10 * kilobyte * kilobyte))
  .action(runHostile);
await program.parseAsync();
