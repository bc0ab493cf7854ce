import { bytesIn, remember, unite, type ByteNode, type ByteSet, type ComposedNode } from './byte-tree.js';

/** Repetitions of more copies than this are cut short, and go on for ever. */
export const mostCopies = 16;
/**
 * The same of a class with letters. How long runs of these are is told by runs.ts: an automaton that counts them while it
 * looks for words has a state for each word at each count.
 */
const mostLetters = 3;
const letterClass = 8;
/** A repetition that may have so many more copies than it must is spelled out; of more the number is left open. */
const mostVaried = 4;

function countsLetters(of: ByteNode): boolean {
  return (
    of.kind === 'bytes' && of.set.subarray(0x41, 0x7b).reduce((sum, isIn) => sum + isIn, 0) >= letterClass
  );
}

/** How a repetition is spelled out: so many copies, then up to `most`, `Infinity` being a loop. */
export function copiesOf(of: ByteNode, least: number, most: number): { least: number; most: number } {
  const longest = countsLetters(of) ? mostLetters : mostCopies;
  if (least > longest) return { least: longest, most: Infinity };
  return { least, most: most > least + mostVaried ? Infinity : most };
}

/** Bytes that are spelled out, each alternative on its own: what an automaton is made of. */
export const sizeOf: (node: ByteNode) => number = remember(() => 1, measureSize);

function measureSize(node: ComposedNode): number {
  switch (node.kind) {
    case 'concat':
      return node.parts.reduce((sum, part) => sum + sizeOf(part), 0);
    case 'alternate':
      return node.branches.reduce((sum, branch) => sum + sizeOf(branch), 0);
    case 'repeat': {
      const { least, most } = copiesOf(node.of, node.least, node.most);
      return sizeOf(node.of) * (most === Infinity ? Math.max(1, least) : most);
    }
  }
}

/** Whether a node may match no bytes at all. */
export const isNullable: (node: ByteNode) => boolean = remember(() => false, mayBeEmpty);

function mayBeEmpty(node: ComposedNode): boolean {
  switch (node.kind) {
    case 'concat':
      return node.parts.every(isNullable);
    case 'alternate':
      return node.branches.some(isNullable);
    case 'repeat':
      return node.least === 0 || isNullable(node.of);
  }
}

type Side = 'first' | 'last';

const noBytes = bytesIn('');

const firsts = remember(
  (set) => set,
  (node) => findEdge(node, 'first'),
);
const lasts = remember(
  (set) => set,
  (node) => findEdge(node, 'last'),
);

function findEdge(node: ComposedNode, side: Side): ByteSet {
  switch (node.kind) {
    case 'concat': {
      const { parts } = node;
      let edge = noBytes;
      for (let at = 0; at < parts.length; at += 1) {
        const part = parts[side === 'first' ? at : parts.length - 1 - at] as ByteNode;
        edge = unite(edge, edgeOf(part, side));
        if (!isNullable(part)) break;
      }
      return edge;
    }
    case 'alternate':
      return node.branches.map((branch) => edgeOf(branch, side)).reduce(unite, noBytes);
    case 'repeat':
      return node.most > 0 ? edgeOf(node.of, side) : noBytes;
  }
}

/** The bytes that what a node matches may begin with, or end with. */
export function edgeOf(node: ByteNode, side: Side): ByteSet {
  return side === 'first' ? firsts(node) : lasts(node);
}
