import { LiveRuleset, type RuleSources } from '@scrubjay/boot';
import type { RedactorConfig } from '../config.js';
import { announce, refuseNewPseudonyms, reporting, type RulesetContext } from '../rule-reports.js';
import type { RulesetSummary } from './messages.js';
import type { WorkerPool } from './pool.js';

const told = (summary: RulesetSummary): RulesetSummary => summary;

/** Lets a pool's rulesets follow their files; resolves, with what ends that, once the candidate was looked at. */
export async function followRules(
  context: RulesetContext,
  config: RedactorConfig,
  pool: Pick<WorkerPool, 'compiled' | 'load'>,
  from: RuleSources,
): Promise<() => void> {
  const { policy, dir } = context.config.rules;
  const { reloadIntervalMs: intervalMs, shadow } = config;
  const first = pool.compiled.active;
  const active = new LiveRuleset<RulesetSummary>(first, {
    ...reporting(context, 'active', policy, told),
    ...{ policy, dir, intervalMs, from },
    compile: (sources) =>
      pool.load('active', sources, (next) => refuseNewPseudonyms(first.pseudonymizes, next.pseudonymizes)),
  });
  announce(context, 'active', policy, first);
  active.start();
  if (shadow === undefined) return () => active.close();
  const candidatePolicy = shadow.policy ?? policy;
  const candidate = new LiveRuleset<RulesetSummary, undefined>(undefined, {
    ...reporting(context, 'shadow', candidatePolicy, told),
    policy: candidatePolicy,
    dir: shadow.dir ?? dir,
    intervalMs,
    compile: (sources) => pool.load('shadow', sources),
  });
  await candidate.load();
  candidate.start();
  return () => {
    active.close();
    candidate.close();
  };
}
