import type { RuleSources } from '@scrubjay/boot';
import type { Case, RulesetPlan } from './case.js';
import type { Corpus } from './corpus.js';
import { makeCase } from './frames.js';
import { PackRulesets } from './pack-rulesets.js';
import { makeRandomRuleset } from './random-rulesets.js';

/** Where rulesets and records come from. Every case has a number and is the same for the same number. */
export interface CaseSource {
  readonly name: string;
  planFor(number: number): RulesetPlan;
  caseFor(plan: RulesetPlan, number: number): Case;
}

/** Keeps the plan of the last block: neighbouring cases share a ruleset, for making one takes a while. */
function sharedBy(count: number, make: (block: number) => RulesetPlan): (number: number) => RulesetPlan {
  let last: { readonly block: number; readonly plan: RulesetPlan } | undefined;
  return (number) => {
    const block = Math.floor(number / count);
    if (last?.block !== block) last = { block, plan: make(block) };
    return last.plan;
  };
}

/** Detectors that ship with Scrubjay, on records made of their patterns. */
export function packSource(sources: RuleSources): CaseSource {
  const rulesets = new PackRulesets(sources);
  return {
    name: 'packs',
    planFor: sharedBy(64, (block) => rulesets.make(block)),
    caseFor: ({ ruleset }, number) => makeCase(ruleset, number),
  };
}

/** Detectors that are made up, on records made of their patterns. */
export function patternSource(): CaseSource {
  return {
    name: 'patterns',
    planFor: sharedBy(8, makeRandomRuleset),
    caseFor: ({ ruleset }, number) => makeCase(ruleset, number),
  };
}

/** The policy of the sources on real logs. */
export function corpusSource(sources: RuleSources, corpus: Corpus): CaseSource {
  const plan = new PackRulesets(sources).asShipped();
  return {
    name: 'corpus',
    planFor: () => plan,
    caseFor: ({ ruleset }, number) => corpus.makeCase(ruleset, number),
  };
}
