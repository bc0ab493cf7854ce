import type { Program } from '../compile/ruleset.js';
import { alternate, keyOf, literal, type ByteNode } from './byte-tree.js';
import { groupFactors } from './factor-groups.js';
import { chooseFactors } from './choose-factors.js';
import { factorsOf } from './factors.js';
import { addKeyFactors } from './key-factors.js';
import { keywordFactor } from './keyword-factor.js';
import { Positions } from './positions.js';

/** ſ and K, which RE2 takes for s and k where case is ignored: beside them a text is searched with every pattern. */
const foldedLetters = alternate([literal([0xc5, 0xbf], false), literal([0xe2, 0x84, 0xaa], false)]);

/** One thing to look for, and what it takes: all of its factors. The first says where to look. */
export interface FilterItem {
  readonly factors: readonly number[];
}

/** Factors that one automaton looks for; it numbers them from 0, and `factors` has their numbers in the plan. */
export interface FactorGroup {
  readonly positions: Positions;
  readonly factors: readonly number[];
}

/** What a ruleset's prefilter looks for. Factors have numbers from 0. */
export interface FilterPlan {
  readonly groups: readonly FactorGroup[];
  readonly factorCount: number;
  /** Factors from this number on are of names of fields; they are all in the first group. */
  readonly firstName: number;
  /** By index of the pattern. Behind them, alternatives: where one is met, names of fields must be looked at. */
  readonly items: readonly FilterItem[];
  /** Where it is met, every item is. */
  readonly everything: number;
  /** By factor, 1: met anywhere in a record or in what was decoded of it, it counts for both. */
  readonly isShared: Uint8Array;
}

/** Factors, each once. */
class FactorNumbers {
  readonly nodes: ByteNode[] = [];
  readonly #numbers = new Map<string, number>();

  of(node: ByteNode): number {
    const key = keyOf(node);
    let number = this.#numbers.get(key);
    if (number === undefined) {
      number = this.nodes.push(node) - 1;
      this.#numbers.set(key, number);
    }
    return number;
  }

  /** The number of a factor; -1 if it has none. */
  known(node: ByteNode): number {
    return this.#numbers.get(keyOf(node)) ?? -1;
  }
}

function groupOf(factors: readonly number[], nodes: readonly ByteNode[]): FactorGroup {
  const positions = new Positions();
  positions.addAll(factors.map((factor) => nodes[factor] as ByteNode));
  return { positions, factors };
}

/** Works out what to look for. */
export function planFilter(program: Program): FilterPlan {
  const numbers = new FactorNumbers();
  const everything = numbers.of(foldedLetters);
  const shared = new Set<number>();
  const items: FilterItem[] = program.patterns.map(({ pattern, detector: { keywords } }) => {
    const words = keywords === undefined ? undefined : keywordFactor(keywords.words);
    const factors = chooseFactors(factorsOf(pattern.source), words).map((node) => numbers.of(node));
    if (words !== undefined) shared.add(numbers.known(words));
    return { factors };
  });
  const { nodes } = numbers;
  const [words, ...others] = groupFactors(nodes).map((factors) => groupOf(factors, nodes)) as [
    FactorGroup,
    ...FactorGroup[],
  ];
  // The names of fields, whose factors the group and the plan number on.
  const { alternatives, nextFactor } = addKeyFactors(words.positions, program, words.factors.length);
  const names = Array.from({ length: nextFactor - words.factors.length }, (_, name) => nodes.length + name);
  const factors = [...words.factors, ...names];
  for (const alternative of alternatives)
    items.push({ factors: alternative.map((factor) => factors[factor] as number) });
  const factorCount = nodes.length + names.length;
  const isShared = Uint8Array.from({ length: factorCount }, (_, factor) =>
    Number(factor >= nodes.length || shared.has(factor)),
  );
  return {
    groups: [{ ...words, factors }, ...others],
    factorCount,
    firstName: nodes.length,
    items,
    everything,
    isShared,
  };
}
