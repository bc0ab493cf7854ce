import { literalsOf, type LiteralSet } from './literals.js';
import { bitsOf } from './rarity.js';
import { readPattern } from './read-pattern.js';
import { runClasses, runsOf } from './runs.js';

/**
 * What a text must hold for a pattern to match in it. A text that meets it may still hold no match.
 */
export interface Condition {
  /** Of each set one string must occur, whatever its ASCII case, with ſ for s and K for k allowed. */
  readonly literals: readonly LiteralSet[];
  /** For each of `runClasses`, how many must stand in one run; 0: none need to. */
  readonly runs: readonly number[];
}

/** Sets of literals that are looked for beside each other. */
export const mostSets = 3;
/** A set that any text is likely to meet tells nothing. */
const leastBits = 5;
const leastRun = 2;

const always: Condition = Object.freeze({ literals: [], runs: runClasses.map(() => 0) });

/** The condition of a pattern that RE2 accepts. One that cannot be read matches in any text, as far as this tells. */
export function conditionOf(pattern: string): Condition {
  const node = readPattern(pattern);
  if (node === undefined) return always;
  return Object.freeze({
    literals: literalsOf(node, mostSets).filter((set) => bitsOf(set) >= leastBits),
    runs: runsOf(node).map((count) => (count < leastRun ? 0 : count)),
  });
}

/** True if every text meets the condition: the pattern must search them all. */
export function isAlways({ literals, runs }: Condition): boolean {
  return literals.length === 0 && runs.every((count) => count === 0);
}
