import { afterwards, remember, type ByteNode, type ComposedNode } from './byte-tree.js';

/** How many bytes: at least, and at most. */
export interface Length {
  readonly least: number;
  readonly most: number;
}

const oneByte: Length = { least: 1, most: 1 };
/** Of a character's bytes those behind the first. */
const restOfCharacter: Length = { least: 0, most: 3 };

export const noBytes: Length = { least: 0, most: 0 };

export function sum(left: Length, right: Length): Length {
  return { least: left.least + right.least, most: left.most + right.most };
}

export function either(left: Length, right: Length): Length {
  return { least: Math.min(left.least, right.least), most: Math.max(left.most, right.most) };
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
      const { least, most } = lengthOf(node.of);
      // Of nothing as often as one likes is nothing.
      return { least: least * node.least, most: most === 0 || node.most === 0 ? 0 : most * node.most };
    }
  }
}
