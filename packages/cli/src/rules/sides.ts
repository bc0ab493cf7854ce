import { stat } from 'node:fs/promises';
import { loadRuleset } from '@scrubjay/boot/rules';
import type { Ruleset } from '@scrubjay/engine';
import { ScrubjayError } from '@scrubjay/errors';

/** One of two rulesets that are compared. */
export interface Side {
  /** As the user called it. */
  readonly name: string;
  readonly policy: string;
  readonly ruleset: Ruleset;
}

export interface SideOptions {
  readonly policy: string;
  readonly policyA?: string;
  readonly policyB?: string;
  readonly rules?: string;
}

async function isFolder(path: string): Promise<boolean> {
  return stat(path).then(
    (found) => found.isDirectory(),
    () => false,
  );
}

/** A folder of rules where there is one of that name, otherwise the name of a policy. */
async function loadSide(
  name: string | undefined,
  policy: string | undefined,
  options: SideOptions,
): Promise<Side> {
  const dir = name !== undefined && (await isFolder(name)) ? name : undefined;
  const chosen = policy ?? (dir === undefined ? name : undefined) ?? options.policy;
  const ruleset = await loadRuleset({ policy: chosen, dir: dir ?? options.rules });
  return { name: name ?? chosen, policy: chosen, ruleset };
}

/**
 * The two rulesets of `rules diff`: folders or policies by name, or one folder under two policies.
 * @throws SJ_USAGE unless two are named, SJ_RULES_NOT_FOUND, SJ_RULES_INVALID.
 */
export async function loadSides(
  a: string | undefined,
  b: string | undefined,
  options: SideOptions,
): Promise<readonly [Side, Side]> {
  const byPolicy = options.policyA !== undefined && options.policyB !== undefined;
  if (a === undefined || b === undefined) {
    if (!byPolicy)
      throw new ScrubjayError('SJ_USAGE', 'rules diff compares two rulesets.', {
        fix: 'Name two folders or policies, or give --policy-a and --policy-b.',
      });
  }
  // One folder named with two policies is both sides of the comparison.
  return [await loadSide(a, options.policyA, options), await loadSide(b ?? a, options.policyB, options)];
}
