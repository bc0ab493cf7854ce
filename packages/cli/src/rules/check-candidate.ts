import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { loadRuleset } from '@scrubjay/boot/rules';
import { lintRuleset, runExamples, type Ruleset } from '@scrubjay/engine';
import { ScrubjayError } from '@scrubjay/errors';
import type { DiffReport } from './diff-report.js';
import { countSeverities, withSeverity } from './print-lint.js';

export interface CheckedCandidate {
  /** Under the policy that was asked for. */
  readonly ruleset: Ruleset;
  readonly examples: number;
  readonly warnings: number;
}

/**
 * Compiles the candidate under every policy it has and runs lint and examples.
 * @throws SJ_RULES_INVALID, SJ_RULES_NOT_FOUND, SJ_RULES_NOT_PROMOTED.
 */
export async function checkCandidate(dir: string, policy: string): Promise<CheckedCandidate> {
  const ruleset = await loadRuleset({ policy, dir });
  const files = await readdir(join(dir, 'policies'));
  for (const file of files.filter((name) => name.endsWith('.yaml')))
    await loadRuleset({ policy: file.slice(0, -'.yaml'.length), dir });
  const { errors, warnings } = countSeverities(lintRuleset(ruleset).map(withSeverity));
  const examples = runExamples(ruleset);
  const failed = examples.filter(({ passed }) => !passed).length;
  if (errors > 0 || failed > 0)
    throw new ScrubjayError(
      'SJ_RULES_NOT_PROMOTED',
      `${dir} has ${errors} errors in lint and ${failed} failed examples.`,
      { fix: 'See `scrubjay rules lint` and `scrubjay rules test`.' },
    );
  return { ruleset, examples: examples.length, warnings };
}

/** @throws SJ_RULES_NOT_PROMOTED unless `report` is of just these two rulesets, and of some records. */
export function checkReviewed(report: DiffReport | undefined, active: Ruleset, candidate: Ruleset): void {
  const refuse = (message: string): never => {
    throw new ScrubjayError('SJ_RULES_NOT_PROMOTED', message, {
      fix: 'Look at `scrubjay rules diff … --save FILE` and give it as --reviewed FILE, or say why not with --force REASON.',
    });
  };
  if (report === undefined) return refuse('Nobody has looked at what the candidate changes.');
  if (report.records === 0) return refuse('The difference was looked at on no record at all.');
  if (report.a.fingerprint !== active.fingerprint)
    return refuse('The difference that was looked at is to other rules than the active ones.');
  if (report.b.fingerprint !== candidate.fingerprint)
    return refuse('The difference that was looked at is of another candidate.');
}
