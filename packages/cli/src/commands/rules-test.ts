import { runExamples, type CompiledDetector, type ExampleResult, type Ruleset } from '@scrubjay/engine';
import { ScrubjayError } from '@scrubjay/errors';
import { Command } from 'commander';
import { printLine, tell } from '../output.js';
import { printFailure } from '../rules/print-failure.js';
import { rulesetOf, withRulesetOptions, type RulesetOptions } from '../ruleset-options.js';

interface TestOptions extends RulesetOptions {
  readonly pack?: readonly string[];
  readonly detector?: readonly string[];
  readonly json?: boolean;
}

export function rulesTestCommand(): Command {
  return withRulesetOptions(new Command('test'))
    .description('Runs the examples of every detector; exit code 1 when one fails.')
    .option('--pack <name...>', 'only detectors of these packs')
    .option('--detector <id...>', 'only these detectors')
    .option('--json', 'counts and failures as JSON')
    .action(test);
}

async function test(options: TestOptions): Promise<void> {
  const ruleset = await rulesetOf(options);
  const chosen = new Map(choose(ruleset, options).map((detector) => [detector.id, detector]));
  const results = runExamples(ruleset).filter(({ detector }) => chosen.has(detector));
  const failures = results.filter(({ passed }) => !passed);
  const passed = results.length - failures.length;
  if (failures.length > 0) process.exitCode = 1;
  if (options.json === true) {
    const told = failures.map((failure) => describe(failure, chosen.get(failure.detector)));
    const counts = { detectors: chosen.size, examples: results.length, passed, failed: failures.length };
    printLine(JSON.stringify({ fingerprint: ruleset.fingerprint, ...counts, failures: told }, null, 2));
    return;
  }
  for (const failure of failures) printFailure(ruleset, failure);
  tell(`${results.length} examples of ${chosen.size} detectors: ${passed} passed, ${failures.length} failed`);
}

/** @throws SJ_USAGE for a pack or detector that the policy does not have: a typing error must not pass every test. */
function choose({ detectors }: Ruleset, { pack, detector }: TestOptions): readonly CompiledDetector[] {
  const refuse = (what: string, name: string): never => {
    throw new ScrubjayError('SJ_USAGE', `The policy has no ${what} ${name}.`, {
      fix: '`scrubjay rules list` shows what it has.',
    });
  };
  for (const name of pack ?? []) if (!detectors.some((one) => one.pack === name)) refuse('pack', name);
  for (const id of detector ?? []) if (!detectors.some((one) => one.id === id)) refuse('detector', id);
  return detectors.filter(
    (one) => (pack?.includes(one.pack) ?? true) && (detector?.includes(one.id) ?? true),
  );
}

function describe(failure: ExampleResult, owner: CompiledDetector | undefined): object {
  const { detector, example, index, spans, withheld } = failure;
  const place = { pack: owner?.pack, file: owner?.file, line: owner?.line };
  return { detector, ...place, ...example, index, found: spans, ...(withheld && { withheld }) };
}
