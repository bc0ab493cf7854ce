import { edgeOf, isNullable } from './byte-measures.js';
import { alternate, bytes, bytesIn, concat, without, type ByteNode, type ByteSet } from './byte-tree.js';
import { flatten, isDense, lower } from './dense.js';
import type { PatternNode, Place } from './read-pattern.js';

const wordBytes = bytesIn('0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ_abcdefghijklmnopqrstuvwxyz');
const noWord = without(wordBytes);
const anyByte = without(bytesIn(''));
/**
 * What may stand before and behind a text that is searched: JSON around a string or a number, the byte order mark, the
 * newline between records and between decoded texts.
 */
export const beforeText = bytesIn('":,[{ \t\r\n\u00bf');
const behindText = bytesIn('",]} \t\r\n');

/** The end of a sequence. */
export type Side = 'first' | 'last';

/** The bytes that stand at a place, as far as that can be told: one byte before a factor, or behind it. */
export function bytesAt(place: Place, neighbour: ByteSet, side: Side): ByteNode | undefined {
  if (place === 'begin') return side === 'first' ? bytes(beforeText) : undefined;
  if (place === 'end') return side === 'last' ? bytes(behindText) : undefined;
  if (place !== 'wordEdge' || neighbour.some((isIn, byte) => isIn > (wordBytes[byte] as number)))
    return undefined;
  return bytes(noWord);
}

/**
 * What stands at one end of a pattern for the sake of its place, `(?:^|[^0-9]|\\\\[nrt])`: the bytes that stand there.
 * Undefined where it may be no bytes at all.
 */
function edgeNode(node: PatternNode, side: Side, neighbour: ByteSet): ByteNode | undefined {
  if (node.kind === 'place') return bytesAt(node.place, neighbour, side);
  if (node.kind === 'alternate') {
    const branches = node.branches.map((branch) => edgeNode(branch, side, neighbour));
    return branches.includes(undefined) ? undefined : alternate(branches as ByteNode[]);
  }
  const parts = flatten(node);
  const outer = side === 'first' ? parts[0] : parts.at(-1);
  if (outer === undefined || !parts.every(isDense)) return undefined;
  const inner = side === 'first' ? parts.slice(1) : parts.slice(0, -1);
  if (inner.length === 0 && outer === node) {
    const made = lower(node);
    return isNullable(made) ? undefined : made;
  }
  const rest = concat(inner.map(lower));
  // What lies behind `rest` is the neighbour where `rest` is no bytes at all.
  const beside = [rest, bytes(neighbour)];
  const edge = edgeNode(outer, side, edgeOf(concat(side === 'first' ? beside : beside.reverse()), side));
  if (edge === undefined) return undefined;
  return concat(side === 'first' ? [edge, rest] : [rest, edge]);
}

/** Whether it is there for the sake of its place. */
function holdsPlace(node: PatternNode): boolean {
  if (node.kind === 'place') return true;
  if (node.kind === 'concat') return node.parts.some(holdsPlace);
  return node.kind === 'alternate' && node.branches.some(holdsPlace);
}

/** The edge of a sequence, if it has one. */
export function edgeOfSequence(parts: readonly PatternNode[], side: Side): ByteNode | undefined {
  const [part, next] = side === 'first' ? parts : [parts.at(-1), parts.at(-2)];
  if (part?.kind !== 'alternate' || !holdsPlace(part)) return undefined;
  const isKnown = next !== undefined && next.kind !== 'place' && isDense(next);
  const neighbour = isKnown ? lower(next) : undefined;
  const isFirm = neighbour !== undefined && !isNullable(neighbour);
  return edgeNode(part, side, isFirm ? edgeOf(neighbour, side) : anyByte);
}
