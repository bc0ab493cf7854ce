import { alternate } from './byte-tree.js';
import { chooseFactors } from './choose-factors.js';
import { flatten, isDense, lower, pieceOf, spellOut } from './dense.js';
import { edgeOfSequence } from './edges.js';
import { either, lengthOf, noBytes, sum, type Length } from './lengths.js';
import { readPattern, type PatternNode } from './read-pattern.js';
import { bestFactor, lengthOfParts, type Factor, type Part } from './stretches.js';

/** What must stand in a text besides: of each branch something. */
function factorsWithin(node: PatternNode): Factor[] {
  // Of a repetition its first copy holds it.
  if (node.kind === 'repeat') return node.least > 0 ? findFactors(node.of) : [];
  if (node.kind !== 'alternate') return [];
  const branches = node.branches.flatMap((branch) => chooseFactors(findFactors(branch)).slice(0, 1));
  if (branches.length < node.branches.length) return [];
  const reach = branches.map((branch) => branch.reach).reduce(either);
  return [{ node: alternate(branches.map((branch) => branch.node)), reach }];
}

/** The part of a sequence as what a factor is made of, and how long it is in a match. */
function partsOf(part: PatternNode): Part[] {
  return part.kind === 'place' ? [part] : spellOut(lower(part));
}

function findFactors(node: PatternNode): Factor[] {
  const factors: Factor[] = [];
  const parts = flatten(node);
  const head = edgeOfSequence(parts, 'first');
  const tail = edgeOfSequence(parts, 'last');
  /** How long what stands before the run is. */
  let before = noBytes;
  let run: Part[] = [];
  let isHeld = head !== undefined;
  const add = (found: readonly (Factor | undefined)[], before: Length): void => {
    for (const factor of found)
      if (factor !== undefined) factors.push({ ...factor, reach: sum(before, factor.reach) });
  };
  parts.forEach((part, at) => {
    // What stands before a match for the sake of its place is no part of it; what stands behind is counted.
    if (at === 0 && head !== undefined) run.push(pieceOf(head, lengthOf(lower(part))));
    else if (at > 0 && at === parts.length - 1 && tail !== undefined) run.push(pieceOf(tail));
    else if (isDense(part)) run.push(...partsOf(part));
    else {
      add([bestFactor(run, isHeld)], before);
      const length = sum(before, lengthOfParts(run));
      add(factorsWithin(part), length);
      before = sum(length, lengthOf(lower(part)));
      isHeld = false;
      run = [];
    }
  });
  add([bestFactor(run, isHeld)], before);
  return factors;
}

/**
 * Factors of a pattern that RE2 accepts: each must match somewhere in a text in which the pattern does. None if nothing is
 * known that must stand there, or if the pattern cannot be read. Of two that overlap in a sequence only one is told.
 */
export function factorsOf(pattern: string): readonly Factor[] {
  const node = readPattern(pattern);
  return node === undefined ? [] : findFactors(node);
}
