import type { Program } from '../compile/ruleset.js';
import { alternate, keyOf, literal, type ByteNode } from './byte-tree.js';
import { groupFactors } from './factor-groups.js';
import { chooseFactors, recordBytes } from './choose-factors.js';
import { factorsOf } from './factors.js';
import { addKeyFactors } from './key-factors.js';
import { keywordFactor } from './keyword-factor.js';
import { lengthFrom, type Length } from './lengths.js';
import { Positions } from './positions.js';
import { rateOf } from './rarity.js';

/** ſ and K, which RE2 takes for s and k where case is ignored: beside them a text is searched with every pattern. */
const foldedLetters = alternate([literal([0xc5, 0xbf], false), literal([0xe2, 0x84, 0xaa], false)]);

/** A factor that tells where matches begin. */
export interface PlaceFactor {
  readonly factor: number;
  /** As in `Factor`. */
  readonly reach: Length;
}

/** One thing to look for, and what it takes: all of its factors. */
export interface FilterItem {
  readonly factors: readonly number[];
  /** Undefined where nothing tells where to look. */
  readonly place?: PlaceFactor | undefined;
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

/** Of a keyword nothing is known but that it stands near a match. */
const anywhere: Length = lengthFrom(-Infinity, Infinity);

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

/** Begins that are looked at for each byte of logs, roughly, where the factor tells of them. */
function begins({ factor, reach }: PlaceFactor, nodes: readonly ByteNode[]): number {
  const each = Math.min(reach.most - reach.least + 1, recordBytes);
  return each * rateOf(nodes[factor] as ByteNode);
}

/** The factor that leaves the fewest begins of a match to look at. */
function placeOf(places: readonly PlaceFactor[], nodes: readonly ByteNode[]): PlaceFactor | undefined {
  const [first, ...others] = places;
  if (first === undefined) return undefined;
  return others.reduce((best, place) => (begins(place, nodes) < begins(best, nodes) ? place : best), first);
}

/** Works out what to look for. */
export function planFilter(program: Program): FilterPlan {
  const numbers = new FactorNumbers();
  const everything = numbers.of(foldedLetters);
  const shared = new Set<number>();
  const chosen = program.patterns.map(({ pattern, detector: { keywords } }) => {
    const words = keywords === undefined ? undefined : keywordFactor(keywords.words);
    const near = words === undefined ? undefined : { node: words, reach: anywhere };
    const factors = chooseFactors(factorsOf(pattern.source), near);
    const places = factors.map(({ node, reach }) => ({ factor: numbers.of(node), reach }));
    if (words !== undefined) shared.add(numbers.known(words));
    return places;
  });
  const items: FilterItem[] = chosen.map((places) => ({
    factors: places.map(({ factor }) => factor),
    place: placeOf(
      places.filter(({ factor }) => !shared.has(factor)),
      numbers.nodes,
    ),
  }));
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
