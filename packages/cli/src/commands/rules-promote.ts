import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { loadRuleset } from '@scrubjay/boot/rules';
import { ScrubjayError } from '@scrubjay/errors';
import { Command } from 'commander';
import { readConfig } from '../config-schema.js';
import { printLine, tell } from '../output.js';
import { checkCandidate, checkReviewed } from '../rules/check-candidate.js';
import { parseDiffReport } from '../rules/diff-report.js';
import {
  exists,
  pathsOf,
  readNote,
  stage,
  swap,
  swapBack,
  unstage,
  type FolderPaths,
} from '../rules/swap-folder.js';

interface PromoteOptions {
  readonly to?: string;
  readonly config?: string;
  readonly policy: string;
  readonly reviewed?: string;
  readonly force?: string;
  readonly rollback?: boolean;
}

export function rulesPromoteCommand(): Command {
  return new Command('promote')
    .description(
      'Puts a candidate in the place of the active rules, or with --rollback the previous ones back.',
    )
    .argument('[candidate]', 'folder of the candidate')
    .option('--to <dir>', 'folder of the active rules; default: rules.dir of the configuration')
    .option('--config <file>', 'configuration file (YAML)')
    .option('--policy <name>', 'policy under which the rulesets are compared', 'standard')
    .option('--reviewed <file>', 'what rules diff --save wrote about these two rulesets')
    .option('--force <reason>', 'promote without having looked at the differences; the reason is kept')
    .option('--rollback', 'go back to the rules that the last promotion replaced')
    .addHelpText('after', '\nRunning redactors take the new rules up at a frame boundary.')
    .action(promote);
}

async function promote(candidate: string | undefined, options: PromoteOptions): Promise<void> {
  if ((candidate === undefined) !== (options.rollback === true))
    throw new ScrubjayError('SJ_USAGE', 'rules promote takes a folder, or --rollback without one.');
  if (options.force?.trim() === '') throw new ScrubjayError('SJ_USAGE', '--force needs a reason.');
  const paths = await pathsOf(await targetOf(options));
  if (candidate === undefined) return rollBack(paths, options);
  if ((await pathsOf(candidate)).active === paths.active)
    throw new ScrubjayError('SJ_USAGE', `${candidate} holds the active rules already.`);
  const { ruleset, examples, warnings } = await checkCandidate(candidate, options.policy);
  tell(`${candidate}: ${examples} examples passed, ${warnings} warnings in lint`);
  const { policy } = options;
  const active = (await exists(paths.active)) ? await loadRuleset({ policy, dir: paths.active }) : undefined;
  if (active !== undefined && active.fingerprint !== ruleset.fingerprint && options.force === undefined)
    checkReviewed(await readReviewed(options.reviewed), active, ruleset);
  await stage(candidate, paths);
  try {
    await checkStaged(paths, policy, ruleset.fingerprint);
    await swap(paths, active && noteOf(policy, active.fingerprint, options.force));
  } catch (error) {
    await unstage(paths);
    throw error;
  }
  tellChange(paths, active?.fingerprint, ruleset.fingerprint);
}

function noteOf(policy: string, fingerprint: string, reason: string | undefined) {
  return {
    policy,
    fingerprint,
    replacedAt: new Date().toISOString(),
    ...(reason === undefined ? {} : { reason }),
  };
}

function tellChange({ active, previous }: FolderPaths, before: string | undefined, now: string): void {
  printLine(`before ${before ?? 'none'}`);
  printLine(`now    ${now}`);
  tell(`${active} holds the new rules${before === undefined ? '' : `, ${previous} those before`}`);
}

/** The folder to replace. Rules that came with a package are not: the next installation would undo it. */
async function targetOf({ to, config }: PromoteOptions): Promise<string> {
  const dir = to ?? (await readConfig(config)).rules.dir;
  if (dir === undefined)
    throw new ScrubjayError('SJ_USAGE', 'It is not said which rules are to be replaced.', {
      fix: 'Give --to DIR, or set rules.dir in the configuration.',
    });
  if (await exists(join(dir, 'package.json')))
    throw new ScrubjayError('SJ_USAGE', `${dir} belongs to an installed package.`, {
      fix: 'Copy it to a folder of your own and set rules.dir.',
    });
  return dir;
}

async function readReviewed(file: string | undefined) {
  if (file === undefined) return undefined;
  const text = await readFile(file, 'utf8').catch((cause: unknown) => {
    throw new ScrubjayError('SJ_FILE_UNREADABLE', `${file} cannot be read.`, { cause });
  });
  return parseDiffReport(text, file);
}

/** What was checked is what goes live: the copy must be the same, whoever wrote to the candidate meanwhile. */
async function checkStaged(paths: FolderPaths, policy: string, fingerprint: string): Promise<void> {
  const staged = await loadRuleset({ policy, dir: paths.next }).catch(() => undefined);
  if (staged?.fingerprint === fingerprint) return;
  throw new ScrubjayError('SJ_RULES_NOT_PROMOTED', 'The candidate changed while it was promoted.', {
    fix: 'Try again once nobody writes to it.',
  });
}

async function rollBack(paths: FolderPaths, { force }: PromoteOptions): Promise<void> {
  const note = await readNote(paths);
  const { policy } = note;
  const previous = await loadRuleset({ policy, dir: paths.previous });
  if (previous.fingerprint !== note.fingerprint && force === undefined)
    throw new ScrubjayError(
      'SJ_RULES_NOT_PROMOTED',
      `${paths.previous} is not what it was when it was replaced.`,
      {
        fix: 'Look at what changed there; --force REASON takes it as it is.',
      },
    );
  // Rules that cannot be compiled are the best reason to go back.
  const active = await loadRuleset({ policy, dir: paths.active }).catch(() => undefined);
  await swapBack(paths, noteOf(policy, active?.fingerprint ?? 'invalid', force));
  tellChange(paths, active?.fingerprint, previous.fingerprint);
}
