import type { RuleSources } from '@scrubjay/boot';
import {
  actions,
  categories,
  compileRuleset,
  RulesError,
  type Ruleset,
  type RulesetSources,
} from '@scrubjay/engine';
import { Random } from '../random.js';
import type { RulesetPlan } from './case.js';

const fewestDetectors = 5;

/** Rulesets of detectors that ship with Scrubjay, under policies that are made up. */
export class PackRulesets {
  readonly #sources: RuleSources;
  readonly #all: Ruleset;

  constructor(sources: RuleSources) {
    this.#sources = sources;
    this.#all = compileRuleset({ packs: sources.packs });
  }

  /** All detectors under the policy of the sources. */
  asShipped(): RulesetPlan {
    const { policy } = this.#sources;
    const ruleset = compileRuleset(this.#sources);
    return {
      ruleset,
      only: (kept) => {
        const others = ruleset.detectors.map(({ id }) => id).filter((id) => !kept.includes(id));
        const text = `${policy.text}\ndisable: ${JSON.stringify(others)}\n`;
        return compileIfRight({ ...this.#sources, policy: { ...policy, text } });
      },
    };
  }

  /** From five detectors to all of them. */
  make(seed: number): RulesetPlan {
    const random = Random.mixed(seed, 2);
    const ids = this.#all.detectors.map(({ id }) => id);
    const count = random.oneIn(6) ? ids.length : Math.max(fewestDetectors, random.magnitude(ids.length));
    const share = count / ids.length;
    const chosen = ids.filter(() => random.below(10_000) < share * 10_000);
    const kept = new Set(chosen.length > 0 ? chosen : ids.slice(0, fewestDetectors));
    const policy = this.#policy(random);
    const ruleset = this.#compile(kept, policy);
    return { ruleset, only: (detectors) => this.#compile(new Set(detectors), policy) };
  }

  #policy(random: Random): Record<string, unknown> {
    const policy: Record<string, unknown> = { maskedNumber: random.pick(['null', 'zero']) };
    if (random.oneIn(2)) policy['thresholds'] = { default: random.pick([0, 0.35, 0.5, 0.7, 0.9]) };
    if (random.oneIn(2)) policy['allowLists'] = this.#lists().filter(() => random.oneIn(2));
    if (random.oneIn(3)) {
      const named = random.list(3, () => random.pick([...categories, random.pick(this.#all.detectors).id]));
      const plain = actions.filter((action) => action !== 'generalize');
      policy['actions'] = Object.fromEntries(named.map((name) => [name, random.pick(plain)]));
    }
    return policy;
  }

  /** The lists that the sources hold: they name themselves. */
  #lists(): string[] {
    return this.#sources.allowLists.flatMap(({ text }) => /^allowList: *(\S+)/m.exec(text)?.[1] ?? []);
  }

  #compile(kept: ReadonlySet<string>, policy: Record<string, unknown>): Ruleset {
    const { packs, allowLists } = this.#sources;
    const disable = this.#all.detectors.map(({ id }) => id).filter((id) => !kept.has(id));
    const names = [...new Set(this.#all.detectors.map(({ pack }) => pack))];
    const text = JSON.stringify({ policy: 'fuzz', packs: names, disable, ...policy });
    return compileRuleset({ packs, allowLists, policy: { file: 'fuzz-policy.yaml', text } });
  }
}

/** Undefined where the policy says already what is disabled, or leaves no detector. */
function compileIfRight(sources: RulesetSources): Ruleset | undefined {
  try {
    return compileRuleset(sources);
  } catch (error) {
    if (error instanceof RulesError) return undefined;
    throw error;
  }
}
