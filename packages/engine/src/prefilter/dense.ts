import { copiesOf } from './byte-measures.js';
import { afterwards, alternate, characterOf, concat, repeat, type ByteNode } from './byte-tree.js';
import type { CharSet } from './char-set.js';
import { lengthFrom, lengthOf, type Length } from './lengths.js';
import type { PatternNode } from './read-pattern.js';

/** A repeated class of at least so many ASCII characters says nothing of what stands there: a factor ends at it. */
const wideClass = 75;
/** A repetition of more, or fewer, copies than this within another is not followed. */
const mostVaried = 5;
/** As many copies of one as may stand within a factor. */
const mostWide = 3;
function isWide({ ascii }: CharSet): boolean {
  return ascii.size >= wideClass;
}

function hasLoop(node: PatternNode): boolean {
  if (node.kind === 'repeat') return node.most > node.least + mostVaried || hasLoop(node.of);
  if (node.kind === 'concat') return node.parts.some(hasLoop);
  return node.kind === 'alternate' && node.branches.some(hasLoop);
}

/** Whether what the node matches is told by its bytes all the way. */
export function isDense(node: PatternNode): boolean {
  switch (node.kind) {
    case 'place':
    case 'set':
      return true;
    case 'concat':
      return node.parts.every(isDense);
    case 'alternate':
      return node.branches.every(isDense);
    case 'repeat':
      if (node.of.kind === 'set') return !isWide(node.of.set) || node.most <= mostWide;
      return isDense(node.of) && (node.most <= 1 || node.most === node.least || !hasLoop(node.of));
  }
}

const lowered = new WeakMap<PatternNode, ByteNode>();

/** What a node's bytes are; places within are left out. The same for the same node, so that what is measured of it is known. */
export function lower(node: PatternNode): ByteNode {
  let made = lowered.get(node);
  if (made === undefined) {
    made = toBytes(node);
    lowered.set(node, made);
  }
  return made;
}

function toBytes(node: PatternNode): ByteNode {
  switch (node.kind) {
    case 'place':
      return concat([]);
    case 'set':
      return characterOf(node.set);
    case 'concat':
      return concat(node.parts.map(lower));
    case 'alternate':
      return alternate(node.branches.map(lower));
    case 'repeat':
      return repeat(lower(node.of), node.least, node.most);
  }
}

/** What bytes stand somewhere, and how many of the text they are, which may be fewer. */
export interface Piece {
  readonly kind: 'piece';
  readonly node: ByteNode;
  readonly length: Length;
}

export function pieceOf(node: ByteNode, length = lengthOf(node)): Piece {
  return { kind: 'piece', node, length };
}

/** A repetition of bytes as copies, so that a stretch may end within it, and what may follow them. */
export function spellOut(node: ByteNode): Piece[] {
  if (node.kind === 'concat') return node.parts.flatMap(spellOut);
  if (node.kind !== 'repeat' || node.of.kind !== 'bytes' || node === afterwards) return [pieceOf(node)];
  const { least, most } = copiesOf(node.of, node.least, node.most);
  const copies = Array.from({ length: least }, () => pieceOf(node.of));
  if (most === least) return copies;
  const rest = lengthFrom(node.least - least, node.most - least, node.of.set);
  return [...copies, pieceOf(repeat(node.of, 0, most - least), rest)];
}

/** A sequence without sequences in it. */
export function flatten(node: PatternNode): PatternNode[] {
  return node.kind === 'concat' ? node.parts.flatMap(flatten) : [node];
}
