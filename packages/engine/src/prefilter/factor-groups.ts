import { sizeOf } from './byte-measures.js';
import type { ByteNode, ByteSet } from './byte-tree.js';

/** More letters than the two cases of one: of such a class a run of letters may be. */
const fewLetters = 2;
/** A class of so many ASCII characters says nothing of runs. */
const wideClass = 90;
/** Factors of one automaton. */
const mostTogether = 130;

function countOf(set: ByteSet, from: number, to: number): number {
  let count = 0;
  for (let byte = from; byte < to; byte += 1) count += set[byte] as number;
  return count;
}

/** How many classes of letters are spelled out in a node. */
function classesIn(node: ByteNode): number {
  switch (node.kind) {
    case 'bytes':
      return countOf(node.set, 0x41, 0x7b) > fewLetters && countOf(node.set, 0, 0x80) < wideClass ? 1 : 0;
    case 'concat':
      return node.parts.reduce((sum, part) => sum + classesIn(part), 0);
    case 'alternate':
      return node.branches.reduce((sum, branch) => sum + classesIn(branch), 0);
    case 'repeat':
      return classesIn(node.of);
  }
}

/**
 * Puts factors, by their places in the list, into groups, of which each becomes an automaton. The states of an automaton are
 * the combinations of what its factors have met so far: words, and runs of classes, are kept apart, for together they would
 * multiply. The first group has the words, and may be empty.
 */
export function groupFactors(factors: readonly ByteNode[]): readonly (readonly number[])[] {
  const measured = factors.map((node, index) => ({ index, classes: classesIn(node), size: sizeOf(node) }));
  const words = measured.filter(({ classes }) => classes === 0);
  const others = measured
    .filter(({ classes }) => classes > 0)
    .sort((a, b) => a.classes - b.classes || a.size - b.size || a.index - b.index);
  const count = Math.ceil(others.length / mostTogether);
  const length = Math.ceil(others.length / Math.max(1, count));
  const groups = Array.from({ length: count }, (_, group) =>
    others.slice(group * length, (group + 1) * length),
  );
  return [words, ...groups].map((group) => group.map(({ index }) => index));
}
