import { alternate, type ByteNode } from './byte-tree.js';
import { chooseFactors } from './choose-factors.js';
import { flatten, isDense, lower, spellOut } from './dense.js';
import { edgeOfSequence } from './edges.js';
import { readPattern, type PatternNode } from './read-pattern.js';
import { bestFactor, type Part } from './stretches.js';

/** What must stand in a text besides: of each branch something. */
function factorsWithin(node: PatternNode): ByteNode[] {
  if (node.kind === 'repeat') return node.least > 0 ? findFactors(node.of) : [];
  if (node.kind !== 'alternate') return [];
  const branches = node.branches.map((branch) => chooseFactors(findFactors(branch))[0]);
  return branches.includes(undefined) ? [] : [alternate(branches as ByteNode[])];
}

function findFactors(node: PatternNode): ByteNode[] {
  const factors: (ByteNode | undefined)[] = [];
  let run: Part[] = [];
  const parts = flatten(node);
  const head = edgeOfSequence(parts, 'first');
  const tail = edgeOfSequence(parts, 'last');
  let isHeld = head !== undefined;
  parts.forEach((part, at) => {
    const edge = at === 0 ? head : at === parts.length - 1 ? tail : undefined;
    if (edge !== undefined) run.push(edge);
    else if (part.kind === 'place') run.push(part);
    else if (isDense(part)) run.push(...spellOut(lower(part)));
    else {
      factors.push(bestFactor(run, isHeld), ...factorsWithin(part));
      isHeld = false;
      run = [];
    }
  });
  factors.push(bestFactor(run, isHeld));
  return factors.filter((factor) => factor !== undefined);
}

/**
 * Factors of a pattern that RE2 accepts: each must match somewhere in a text in which the pattern does. None if nothing is
 * known that must stand there, or if the pattern cannot be read. Of two that overlap in a sequence only one is told.
 */
export function factorsOf(pattern: string): readonly ByteNode[] {
  const node = readPattern(pattern);
  return node === undefined ? [] : findFactors(node);
}
