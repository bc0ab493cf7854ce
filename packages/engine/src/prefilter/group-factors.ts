import type { FilterPlan } from './filter-plan.js';
import type { GroupAutomaton } from './group-automaton.js';
import type { MetFactors } from './met-factors.js';

/** What a group's accept numbers stand for, as `MetFactors` takes it; worked out when a number is first met. */
export class GroupFactors {
  /** All factors of the group, and those of them that count for neighbours too. */
  readonly all: Uint32Array;
  readonly allShared: Uint32Array;
  readonly #automaton: GroupAutomaton;
  readonly #met: MetFactors;
  readonly #isShared: Uint8Array;
  readonly #pairs: Uint32Array[] = [];
  readonly #sharedPairs: Uint32Array[] = [];

  constructor(automaton: GroupAutomaton, met: MetFactors, { isShared }: FilterPlan) {
    const factors = Uint32Array.from(automaton.factors);
    this.#automaton = automaton;
    this.#met = met;
    this.#isShared = isShared;
    this.all = met.pairsOf(factors);
    this.allShared = met.pairsOf(this.#sharedOf(factors));
  }

  pairsOf(accept: number): Uint32Array {
    return (this.#pairs[accept] ??= this.#met.pairsOf(this.#automaton.factorsOf(accept)));
  }

  sharedPairsOf(accept: number): Uint32Array {
    const shared = this.#sharedPairs[accept];
    if (shared !== undefined) return shared;
    return (this.#sharedPairs[accept] = this.#met.pairsOf(this.#sharedOf(this.#automaton.factorsOf(accept))));
  }

  #sharedOf(factors: Uint32Array): Uint32Array {
    return factors.filter((factor) => this.#isShared[factor] === 1);
  }
}
