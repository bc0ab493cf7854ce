import { copiesOf, edgeOf, isNullable, mostCopies, sizeOf } from './byte-measures.js';
import { anywhere, sumOf } from './byte-rates.js';
import {
  bytes,
  concat,
  keyOf,
  meet,
  remember,
  repeat,
  without,
  type ByteNode,
  type ByteSet,
  type ComposedNode,
} from './byte-tree.js';
import type { Piece } from './dense.js';
import { beforeText, bytesAt, type Side } from './edges.js';
import { noBytes, sum, type Length } from './lengths.js';
import { costOf, flowOf, rateOf } from './rarity.js';
import type { Place } from './read-pattern.js';

/** A factor as rare as this is enough; a longer one would only make the automaton larger. */
const enoughBits = 24;
/** How much a begin at any byte of a class weighs. */
const costly = 20;
/** Bytes that are spelled out for one factor. */
const largest = 8000;
/** A repetition at the begin of a factor that is this long is looked for from the begin of its run on. */
const leastRun = 5;

/** An expression over bytes that every match of a pattern holds. */
export interface Factor {
  readonly node: ByteNode;
  /** Each match holds it so that it is complete at a byte that is so far behind the match's first byte. */
  readonly reach: Length;
}

/** A part of a sequence: bytes, or a place between them. */
export type Part = Piece | { readonly kind: 'place'; readonly place: Place };

/**
 * A factor that begins with a run of one class, of which nothing is known before: the run is looked for from its begin
 * on. There is one way to do so, but as many as the run has bytes to begin anywhere. The run may have begun before the
 * match: so it goes on where something is to follow it, and where it may have begun in another text of the record.
 * Otherwise undefined: it is met where the run is long enough, which may be before the match.
 */
function goOnWithRun(parts: readonly ByteNode[], hasTail: boolean): readonly ByteNode[] | undefined {
  const [first] = parts;
  if (first?.kind !== 'bytes' || first.set[0x0a] === 1) return parts;
  const other = parts.findIndex((part) => keyOf(part) !== keyOf(first));
  const length = other < 0 ? parts.length : other;
  if (length < leastRun) return parts;
  const mayBeginOutside = first.set.some((isIn, byte) => isIn === 1 && beforeText[byte] === 1);
  if (other < 0 && !hasTail && !mayBeginOutside) return undefined;
  return [beforeRun(first), ...parts.slice(1, length), repeat(first, 1, Infinity), ...parts.slice(length)];
}

function beforeRun(first: ByteNode): ByteNode {
  return bytes(without(edgeOf(first, 'first')));
}

export function lengthOfParts(parts: readonly Part[]): Length {
  return parts.map((part) => (part.kind === 'place' ? noBytes : part.length)).reduce(sum, noBytes);
}

/** How many of the parts up to `to` are left without those at the end that may be nothing. */
function endOfFirm(parts: readonly Part[], from: number, to: number): number {
  for (let end = to; end > from; end -= 1) {
    const part = parts[end - 1] as Part;
    if (part.kind === 'piece' && !isNullable(part.node)) return end;
  }
  return from;
}

/** A stretch of `parts` as a factor, with what is known of the bytes around it. */
function factorOf(parts: readonly Part[], from: number, to: number): Factor | undefined {
  const nodesUpTo = (end: number): ByteNode[] =>
    parts.slice(from, end).flatMap((part) => (part.kind === 'place' ? [] : [part.node]));
  const sequence = concat(nodesUpTo(to));
  const [before, behind] = [parts[from - 1], parts[to]];
  const isKnown = (part: Part | undefined, side: Side): ByteNode | undefined =>
    part?.kind === 'place' ? bytesAt(part.place, edgeOf(sequence, side), side) : undefined;
  const head = isNullable(sequence) ? undefined : isKnown(before, 'first');
  const tail = isNullable(sequence) ? undefined : isKnown(behind, 'last');
  const end = tail === undefined ? endOfFirm(parts, from, to) : to;
  const inner = nodesUpTo(end);
  if (head === undefined) while (inner[0] !== undefined && isNullable(inner[0])) inner.shift();
  if (inner.length === 0) return undefined;
  const held = head === undefined ? goOnWithRun(inner, tail !== undefined) : [head, ...inner];
  const whole = lengthOfParts(parts.slice(0, end));
  if (held === undefined) {
    const node = concat([beforeRun(inner[0] as ByteNode), ...inner]);
    return { node, reach: { ...whole, least: -Infinity, most: whole.most - 1 } };
  }
  if (tail === undefined)
    return { node: concat(held), reach: { ...whole, least: whole.least - 1, most: whole.most - 1 } };
  return { node: concat([...held, tail]), reach: whole };
}

/** A stretch, and what it takes to look for it: much where it may begin anywhere, and at any of many bytes. */
interface Stretch {
  readonly from: number;
  readonly to: number;
  readonly bits: number;
  readonly cost: number;
}

/**
 * The cheapest stretch that is rare enough; otherwise the rarest that is not too large. `isHeld`: the first part says
 * itself what stands before the rest.
 */
export function bestFactor(parts: readonly Part[], isHeld: boolean): Factor | undefined {
  const sizes = parts.map((part) => (part.kind === 'place' ? 0 : sizeOf(part.node)));
  const costs = parts.map((part) => (part.kind === 'place' ? 1 : costOf(part.node)));
  let best: Stretch | undefined;
  for (let from = 0; from < parts.length; from += 1) {
    const first = parts[from] as Part;
    const isFree = first.kind !== 'place' && parts[from - 1]?.kind !== 'place' && !(isHeld && from === 0);
    const begin = isFree ? beginOf(parts, from) : undefined;
    const weight = begin === undefined ? 0 : costly * rateOf(bytes(begin));
    let size = 0;
    let flow = anywhere;
    let stretch: Stretch = { from, to: from, bits: 0, cost: 0 };
    for (let to = from + 1; to <= parts.length && stretch.bits < enoughBits; to += 1) {
      const part = parts[to - 1] as Part;
      size += sizes[to - 1] as number;
      if (size > largest) break;
      const isPlace = part.kind === 'place';
      if (!isPlace) flow = flowOf(part.node, flow);
      const again = begin === undefined || isPlace ? 0 : overlapOf(part.node, begin) * weight;
      const cost = stretch.cost + (costs[to - 1] as number) + again;
      stretch = { from, to, bits: -Math.log2(sumOf(flow)), cost };
      if (isBetter(stretch, best)) best = stretch;
    }
  }
  return best === undefined ? undefined : factorOf(parts, best.from, best.to);
}

/** What a sequence from a part on begins with. */
function beginOf(parts: readonly Part[], from: number): ByteSet {
  const until = parts.findIndex((part, at) => at >= from && part.kind !== 'place' && !isNullable(part.node));
  const inner = parts.slice(from, until < 0 ? parts.length : until + 1);
  return edgeOf(concat(inner.flatMap((part) => (part.kind === 'place' ? [] : [part.node]))), 'first');
}

const overlaps = new WeakMap<ByteSet, (node: ByteNode) => number>();

/** How often the search begins anew at bytes of a node, being what the factor begins with. */
function overlapOf(node: ByteNode, begin: ByteSet): number {
  if (node.kind === 'bytes') return meet(begin, node.set) ? 1 : 0;
  let measure = overlaps.get(begin);
  if (measure === undefined) {
    measure = remember(
      (set) => (meet(begin, set) ? 1 : 0),
      (of) => measureOverlap(of, begin),
    );
    overlaps.set(begin, measure);
  }
  return measure(node);
}

function measureOverlap(node: ComposedNode, begin: ByteSet): number {
  switch (node.kind) {
    case 'concat':
      return node.parts.reduce((all, part) => all + overlapOf(part, begin), 0);
    case 'alternate':
      return Math.max(...node.branches.map((branch) => overlapOf(branch, begin)));
    case 'repeat':
      return overlapOf(node.of, begin) * Math.min(copiesOf(node.of, node.least, node.most).most, mostCopies);
  }
}

function isBetter(stretch: Stretch, best: Stretch | undefined): boolean {
  if (best === undefined) return true;
  if (stretch.bits >= enoughBits) return best.bits < enoughBits || stretch.cost < best.cost;
  return best.bits < enoughBits && stretch.bits > best.bits;
}
