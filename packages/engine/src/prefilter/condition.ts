import { plainText, shapeText } from './alphabet.js';
import { literalsOf, type LiteralSet } from './literals.js';
import { readPattern } from './read-pattern.js';
import { runClasses, runsOf } from './runs.js';

/** What a text must hold for a pattern to match in it. A text that meets it may still hold no match. */
export interface Condition {
  /** Of each set one string must occur, in the alphabet `plainText`. */
  readonly literals: readonly LiteralSet[];
  /** The same, in the alphabet `shapeText`. */
  readonly shapes: readonly LiteralSet[];
  /** For each of `runClasses`, how many must stand in one run; 0: none need to. */
  readonly runs: readonly number[];
}

/** Sets of literals that are looked for beside each other; the same for shapes. */
export const mostLiterals = 3;
export const mostShapes = 2;
/** A set that any text is likely to meet tells nothing. */
const leastBits = 4;
/** With literals as rare as this, shapes would not tell more. */
const enoughBits = 16;
const leastRun = 2;

const always: Condition = Object.freeze({ literals: [], shapes: [], runs: runClasses.map(() => 0) });

/** The condition of a pattern that RE2 accepts. One that cannot be read matches in any text, as far as this tells. */
export function conditionOf(pattern: string): Condition {
  const node = readPattern(pattern);
  if (node === undefined) return always;
  const literals = literalsOf(node, plainText, mostLiterals);
  const isRare = literals.some((set) => plainText.bitsOf(set) >= enoughBits);
  const shapes = isRare ? [] : literalsOf(node, shapeText, mostShapes);
  return Object.freeze({
    literals: literals.filter((set) => plainText.bitsOf(set) >= leastBits),
    shapes: shapes.filter((set) => shapeText.bitsOf(set) >= leastBits),
    runs: runsOf(node).map((count) => (count < leastRun ? 0 : count)),
  });
}

/** True if every text meets the condition: the pattern must search them all. */
export function isAlways({ literals, shapes, runs }: Condition): boolean {
  return literals.length === 0 && shapes.length === 0 && runs.every((count) => count === 0);
}
