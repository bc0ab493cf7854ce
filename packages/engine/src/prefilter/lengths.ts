import {
  afterwards,
  bytesIn,
  remember,
  unite,
  type ByteNode,
  type ByteSet,
  type ComposedNode,
} from './byte-tree.js';

/** How many bytes: at least, and at most. */
export interface Length {
  readonly least: number;
  readonly most: number;
  /**
   * Bytes that are not `loose`, at most. It is finite where `most` is not: what is repeated without an end is made of bytes in
   * `loose`. So from the end of such a stretch its begin is not further back than so many other bytes.
   */
  readonly bound: number;
  readonly loose: ByteSet;
}

const noSet = bytesIn('');

/** A length of which nothing is known but its numbers; `loose` where it has no end. */
export function lengthFrom(least: number, most: number, loose = noSet): Length {
  return { least, most, bound: most === Infinity ? 0 : most, loose };
}

const oneByte = lengthFrom(1, 1);
/** Of a character's bytes those behind the first. */
const restOfCharacter = lengthFrom(0, 3);

export const noBytes = lengthFrom(0, 0);

export function sum(left: Length, right: Length): Length {
  return {
    least: left.least + right.least,
    most: left.most + right.most,
    bound: left.bound + right.bound,
    loose: unite(left.loose, right.loose),
  };
}

export function either(left: Length, right: Length): Length {
  return {
    least: Math.min(left.least, right.least),
    most: Math.max(left.most, right.most),
    bound: Math.max(left.bound, right.bound),
    loose: unite(left.loose, right.loose),
  };
}

/** All bytes that may stand in what a node stands for. */
const bytesOf: (node: ByteNode) => ByteSet = remember((set) => set, gatherBytes);

function gatherBytes(node: ComposedNode): ByteSet {
  if (node.kind === 'repeat') return bytesOf(node.of);
  return (node.kind === 'concat' ? node.parts : node.branches).map(bytesOf).reduce(unite, noSet);
}

/** How long what a node stands for can be in a text: a repetition as often as it says, a character as long as they are. */
export const lengthOf: (node: ByteNode) => Length = remember(() => oneByte, measureLength);

function measureLength(node: ComposedNode): Length {
  if (node === afterwards) return restOfCharacter;
  switch (node.kind) {
    case 'concat':
      return node.parts.map(lengthOf).reduce(sum, noBytes);
    case 'alternate':
      return node.branches.map(lengthOf).reduce(either);
    case 'repeat': {
      const { least, most, bound, loose } = lengthOf(node.of);
      const longest = most === 0 || node.most === 0 ? 0 : most * node.most;
      // Of nothing as often as one likes is nothing.
      if (longest === 0) return noBytes;
      if (node.most === Infinity) return lengthFrom(least * node.least, Infinity, bytesOf(node.of));
      return { least: least * node.least, most: longest, bound: bound * node.most, loose };
    }
  }
}
