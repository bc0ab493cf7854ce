import { Buffer } from 'node:buffer';
import type { ByteNode } from '../../src/prefilter/byte-tree.js';

/** A node as a regular expression over Latin-1. */
export function spelt(node: ByteNode): string {
  switch (node.kind) {
    case 'bytes':
      return `[${Buffer.from([...node.set.keys()].filter((byte) => node.set[byte] === 1)).toString('latin1')}]`;
    case 'concat':
      return node.parts.map(spelt).join('');
    case 'alternate':
      return `(${node.branches.map(spelt).join('|')})`;
    case 'repeat':
      return `${spelt(node.of)}{${String(node.least)},${String(node.most)}}`;
  }
}
