import type { ByteNode, ByteSet } from './byte-tree.js';
import { copiesOf } from './byte-measures.js';

/** A fragment of the automaton: where it begins and ends, and whether it may be passed over. */
export interface Fragment {
  readonly isNullable: boolean;
  readonly first: readonly number[];
  readonly last: readonly number[];
}

/** What is left of a factor behind what it shares with others. */
interface Entry {
  readonly parts: readonly ByteNode[];
  readonly factor: number;
}

const emptyFragment: Fragment = { isNullable: true, first: [], last: [] };

/**
 * The positions of many factors, side by side: one for each byte that they spell out, and which may follow which. The
 * method: Glushkov, The abstract theory of automata, 1961. No position matches the empty string.
 */
export class Positions {
  readonly sets: ByteSet[] = [];
  /** By position, those that may stand next. */
  readonly follow: number[][] = [];
  /** By position, the factors that are complete there; most have none. */
  readonly accepts: (number[] | undefined)[] = [];
  /** Where factors begin. */
  readonly first: number[] = [];

  /**
   * Adds factors, by their numbers in the list; none of them matches the empty string. What begins alike shares its positions:
   * lists of words become a tree.
   */
  addAll(nodes: readonly ByteNode[]): void {
    this.#merge(
      nodes.map((node, factor) => ({ parts: flatten(node), factor })),
      [],
      (first) => void this.first.push(...first),
    );
  }

  /** `before`: the position behind which the entries go on. */
  #merge(
    entries: readonly Entry[],
    before: readonly number[],
    tie: (first: readonly number[]) => void,
  ): void {
    const groups = new Map<ByteSet, Entry[]>();
    for (const { parts, factor } of entries) {
      const [head, ...rest] = parts;
      if (head?.kind !== 'bytes') {
        const fragment = this.fragment({ kind: 'concat', parts });
        tie(fragment.first);
        this.accept(fragment.isNullable ? [...before, ...fragment.last] : fragment.last, factor);
        continue;
      }
      const group = groups.get(head.set);
      if (group === undefined) groups.set(head.set, [{ parts: rest, factor }]);
      else group.push({ parts: rest, factor });
    }
    for (const [set, group] of groups) {
      const head = [this.place(set)];
      tie(head);
      this.#merge(group, head, (first) => this.link(head, first));
    }
  }

  /** A factor is complete at each of these. */
  accept(last: readonly number[], factor: number): void {
    for (const position of last) {
      const known = this.accepts[position];
      if (known === undefined) this.accepts[position] = [factor];
      else if (!known.includes(factor)) known.push(factor);
    }
  }

  place(set: ByteSet): number {
    this.follow.push([]);
    return this.sets.push(set) - 1;
  }

  link(from: readonly number[], to: readonly number[]): void {
    for (const position of from) {
      const follow = this.follow[position] as number[];
      for (const next of to) if (!follow.includes(next)) follow.push(next);
    }
  }

  /** Adds what a node spells out, tied to nothing yet. */
  fragment(node: ByteNode): Fragment {
    switch (node.kind) {
      case 'bytes': {
        const position = [this.place(node.set)];
        return { isNullable: false, first: position, last: position };
      }
      case 'concat':
        return this.#sequence(node.parts.map((part) => () => this.fragment(part)));
      case 'alternate':
        return this.#alternative(node.branches);
      case 'repeat':
        return this.#repetition(node.of, node.least, node.most);
    }
  }

  #sequence(builders: readonly (() => Fragment)[]): Fragment {
    let whole = emptyFragment;
    for (const build of builders) {
      const next = build();
      this.link(whole.last, next.first);
      whole = {
        isNullable: whole.isNullable && next.isNullable,
        first: whole.isNullable ? [...whole.first, ...next.first] : whole.first,
        last: next.isNullable ? [...whole.last, ...next.last] : next.last,
      };
    }
    return whole;
  }

  /** Branches that begin with the same set share its position: lists of words become a tree. */
  #alternative(branches: readonly ByteNode[]): Fragment {
    const groups = new Map<ByteSet, (readonly ByteNode[])[]>();
    const fragments: Fragment[] = [];
    for (const branch of branches) {
      const [head, ...rest] = flatten(branch);
      if (head?.kind !== 'bytes') {
        fragments.push(this.fragment(branch));
        continue;
      }
      const group = groups.get(head.set);
      if (group === undefined) groups.set(head.set, [rest]);
      else group.push(rest);
    }
    for (const [set, rests] of groups) {
      const head: ByteNode = { kind: 'bytes', set };
      const [only] = rests;
      const tail: ByteNode =
        rests.length === 1
          ? { kind: 'concat', parts: only as readonly ByteNode[] }
          : { kind: 'alternate', branches: rests.map((parts) => ({ kind: 'concat', parts })) };
      fragments.push(this.#sequence([() => this.fragment(head), () => this.fragment(tail)]));
    }
    return {
      isNullable: fragments.some(({ isNullable }) => isNullable),
      first: fragments.flatMap(({ first }) => first),
      last: fragments.flatMap(({ last }) => last),
    };
  }

  #repetition(of: ByteNode, least: number, most: number): Fragment {
    const copies = copiesOf(of, least, most);
    const count = copies.most === Infinity ? Math.max(1, copies.least) : copies.most;
    if (count === 0) return emptyFragment;
    return this.#sequence(
      Array.from({ length: count }, (_, copy) => () => {
        const fragment = this.fragment(of);
        if (copies.most === Infinity && copy === count - 1) this.link(fragment.last, fragment.first);
        return copy < copies.least ? fragment : { ...fragment, isNullable: true };
      }),
    );
  }
}

/** A sequence without sequences in it; so many copies of bytes, neither more nor less, are spelled out. */
function flatten(node: ByteNode): readonly ByteNode[] {
  if (node.kind === 'concat') return node.parts.flatMap(flatten);
  if (node.kind !== 'repeat' || node.of.kind !== 'bytes' || node.least !== node.most) return [node];
  const { least, most } = copiesOf(node.of, node.least, node.most);
  const copies = Array.from({ length: least }, () => node.of);
  return most === Infinity ? [...copies, { kind: 'repeat', of: node.of, least: 0, most }] : copies;
}
