import { LiveRuleset, type RuleSources } from '@scrubjay/boot';
import { compileRuleset, mayUse, type Ruleset } from '@scrubjay/engine';
import type { RedactorConfig, ShadowConfig } from './config.js';
import {
  announce,
  refuseNewPseudonyms,
  reporting,
  type RulesetContext,
  type ToldRuleset,
} from './rule-reports.js';
import { createShadow, type Shadow } from './shadow.js';

/** The rulesets of a redactor that works in its own thread: each follows its files. */
export interface Rulesets {
  readonly active: () => Ruleset;
  readonly shadow: Shadow | undefined;
  /** Ends the looking at files. */
  close(): void;
}

/** Begins with `first` as the active ruleset, and with the configured candidate, if it is good, in its shadow. */
export async function openRulesets(
  context: RulesetContext,
  config: RedactorConfig,
  first: Ruleset,
  from?: RuleSources,
): Promise<Rulesets> {
  const { policy, dir } = context.config.rules;
  const { reloadIntervalMs: intervalMs } = config;
  const active = new LiveRuleset<Ruleset>(first, {
    ...reporting(context, 'active', policy, told),
    ...{ policy, dir, intervalMs, from },
    async compile(sources) {
      const next = compileRuleset(sources);
      refuseNewPseudonyms(pseudonymizes(first), pseudonymizes(next));
      return next;
    },
  });
  announce(context, 'active', policy, told(first));
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
  const live = new LiveRuleset<Ruleset, undefined>(undefined, {
    ...reporting(context, 'shadow', policy, told),
    policy,
    dir: shadow.dir ?? rules.dir,
    intervalMs: config.reloadIntervalMs,
    compile: async (sources) => compileRuleset(sources),
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

function told({ fingerprint, detectors }: Ruleset): ToldRuleset {
  return { fingerprint, detectors: detectors.length };
}

function pseudonymizes(ruleset: Ruleset): boolean {
  return mayUse(ruleset, 'pseudonymize');
}
