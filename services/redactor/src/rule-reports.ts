import type { LiveRulesetOptions, ServiceContext, SharedConfig } from '@scrubjay/boot';
import { ScrubjayError } from '@scrubjay/errors';

/** What of a service's context is needed to follow rules. */
export interface RulesetContext extends Pick<ServiceContext, 'metrics' | 'log'> {
  readonly config: Pick<SharedConfig, 'rules'>;
}

export type Role = 'active' | 'shadow';

/** What is told of a ruleset. */
export interface ToldRuleset {
  readonly fingerprint: string;
  /** How many it has. */
  readonly detectors: number;
}

export function announce(
  { metrics, log }: RulesetContext,
  role: Role,
  policy: string,
  { fingerprint, detectors }: ToldRuleset,
): void {
  metrics.ruleset(fingerprint, policy, detectors, role);
  log.info(`ruleset ${role}`, { policy, fingerprint, detectors });
}

/** Counts and logs what becomes of changed files. */
export function reporting<R extends { readonly fingerprint: string }>(
  context: RulesetContext,
  role: Role,
  policy: string,
  tell: (ruleset: R) => ToldRuleset,
): Pick<LiveRulesetOptions<R>, 'onLoaded' | 'onRefused'> {
  const { metrics, log } = context;
  return {
    onLoaded(ruleset) {
      metrics.rulesetReload(role, 'loaded');
      announce(context, role, policy, tell(ruleset));
    },
    onRefused(error) {
      metrics.rulesetReload(role, 'refused');
      log.error('ruleset refused', error, { role, policy });
    },
  };
}

/** The key of pseudonyms is opened and proven at start, and only where a rule needs it. Throws SJ_RULES_INVALID. */
export function refuseNewPseudonyms(first: boolean, next: boolean): void {
  if (first || !next) return;
  throw new ScrubjayError(
    'SJ_RULES_INVALID',
    'The new rules pseudonymize, and this process was started without a pseudonym key.',
    { fix: 'Restart the redactor; it then opens the key.' },
  );
}
