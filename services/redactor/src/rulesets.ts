import { LiveRuleset, type LiveRulesetOptions, type ServiceContext, type SharedConfig } from '@scrubjay/boot';
import { mayUse, type Ruleset } from '@scrubjay/engine';
import { ScrubjayError } from '@scrubjay/errors';
import type { RedactorConfig, ShadowConfig } from './config.js';
import { createShadow, type Shadow } from './shadow.js';

/** The rulesets of a running redactor: each follows its files. */
export interface Rulesets {
  readonly active: () => Ruleset;
  readonly shadow: Shadow | undefined;
  /** Ends the looking at files. */
  close(): void;
}

type Role = 'active' | 'shadow';

/** What of a service's context is needed here. */
export interface RulesetContext extends Pick<ServiceContext, 'metrics' | 'log'> {
  readonly config: Pick<SharedConfig, 'rules'>;
}

/** Begins with `first` as the active ruleset, and with the configured candidate, if it is good, in its shadow. */
export async function openRulesets(
  context: RulesetContext,
  config: RedactorConfig,
  first: Ruleset,
): Promise<Rulesets> {
  const { policy, dir } = context.config.rules;
  const { reloadIntervalMs: intervalMs } = config;
  const active = new LiveRuleset(first, {
    ...reporting(context, 'active', policy),
    policy,
    dir,
    intervalMs,
    accept: async (ruleset) => refuseNewPseudonyms(first, ruleset),
  });
  announce(context, 'active', policy, first);
  active.start();
  const shadow = config.shadow && (await openCandidate(context, config, config.shadow));
  return {
    active: () => active.current,
    shadow: shadow && createShadow(shadow.options),
    close() {
      active.close();
      shadow?.live.close();
    },
  };
}

async function openCandidate(context: RulesetContext, config: RedactorConfig, shadow: ShadowConfig) {
  const { rules } = context.config;
  const policy = shadow.policy ?? rules.policy;
  const live = new LiveRuleset(undefined, {
    ...reporting(context, 'shadow', policy),
    policy,
    dir: shadow.dir ?? rules.dir,
    intervalMs: config.reloadIntervalMs,
  });
  await live.load();
  live.start();
  const { sampleRate, maxMsPerFrame } = shadow;
  const ruleset = (): Ruleset | undefined => live.current;
  return {
    live,
    options: { ruleset, sampleRate, maxMsPerFrame, limits: config, events: context.metrics },
  };
}

function reporting(
  context: RulesetContext,
  role: Role,
  policy: string,
): Pick<LiveRulesetOptions, 'onLoaded' | 'onRefused'> {
  const { metrics, log } = context;
  return {
    onLoaded(ruleset) {
      metrics.rulesetReload(role, 'loaded');
      announce(context, role, policy, ruleset);
    },
    onRefused(error) {
      metrics.rulesetReload(role, 'refused');
      log.error('ruleset refused', error, { role, policy });
    },
  };
}

function announce({ metrics, log }: RulesetContext, role: Role, policy: string, ruleset: Ruleset): void {
  const { fingerprint, detectors } = ruleset;
  metrics.ruleset(fingerprint, policy, detectors.length, role);
  log.info(`ruleset ${role}`, { policy, fingerprint, detectors: detectors.length });
}

/** The key of pseudonyms is opened and proven at start, and only where a rule needs it. */
export function pseudonymizes(ruleset: Ruleset): boolean {
  return mayUse(ruleset, 'pseudonymize');
}

function refuseNewPseudonyms(first: Ruleset, next: Ruleset): void {
  if (pseudonymizes(first) || !pseudonymizes(next)) return;
  throw new ScrubjayError(
    'SJ_RULES_INVALID',
    'The new rules pseudonymize, and this process was started without a pseudonym key.',
    { fix: 'Restart the redactor; it then opens the key.' },
  );
}
