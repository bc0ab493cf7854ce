import type { Alphabet } from './alphabet.js';
import type { PatternNode } from './read-pattern.js';

/** Of a set of strings one must occur, as its alphabet spells them. */
export type LiteralSet = readonly string[];

/** What is known of all that a node matches. The method: Cox, Regular Expression Matching with a Trigram Index, 2012. */
interface Known {
  /** All that it matches, if that is little. */
  readonly exact: LiteralSet | undefined;
  /** It begins, and ends, with one of these. `['']`: nothing is known. */
  readonly prefix: LiteralSet;
  readonly suffix: LiteralSet;
  /** Of each one occurs in it. */
  readonly sets: readonly LiteralSet[];
}

const nothing: LiteralSet = [''];
const unknown: Known = { exact: undefined, prefix: nothing, suffix: nothing, sets: [] };
const empty = exactly(nothing);

/** Strings of a union. */
const mostUnited = 400;
/** Pairs of strings that are compared. */
const mostCompared = 1000;
/** A repetition of a few copies, more or less, is spelled out. */
const mostVaried = 4;
/** Sets that are kept on the way, of a sequence and of an alternative. */
const mostKept = 6;
const mostOfBranch = 2;

function exactly(strings: LiteralSet): Known {
  return { exact: strings, prefix: strings, suffix: strings, sets: [] };
}

function unite(sets: readonly LiteralSet[]): LiteralSet | undefined {
  const all = [...new Set(sets.flat())];
  return all.length > mostUnited ? undefined : all;
}

function crossUpTo(most: number, left: LiteralSet, right: LiteralSet): LiteralSet | undefined {
  if (left.length * right.length > most) return undefined;
  if (left.length === 1 && left[0] === '') return right;
  if (right.length === 1 && right[0] === '') return left;
  const all: string[] = [];
  for (const head of left) for (const tail of right) all.push(head + tail);
  return left.length === 1 || right.length === 1 ? all : [...new Set(all)];
}

/** Without what tells nothing. */
function useful(sets: readonly LiteralSet[]): readonly LiteralSet[] {
  return sets.filter((set) => !set.includes(''));
}

/** Whether each string of `strong` holds one of `weak`, so that the latter adds nothing. False if that is long work. */
function implies(strong: LiteralSet, weak: LiteralSet): boolean {
  if (strong === weak) return true;
  if (strong.length * weak.length > mostCompared) return false;
  return strong.every((text) => weak.some((part) => text.includes(part)));
}

/** Works out what strings must occur wherever a node matches. */
class Deriver {
  readonly #alphabet: Alphabet;
  readonly #bits = new Map<LiteralSet, number>();

  constructor(alphabet: Alphabet) {
    this.#alphabet = alphabet;
  }

  derive(node: PatternNode, most: number): readonly LiteralSet[] {
    const sets = this.#setsOf(this.#know(node)).map((set) => this.#alphabet.shorten(set));
    return this.#best(sets, most);
  }

  #know(node: PatternNode): Known {
    switch (node.kind) {
      case 'set': {
        const strings = this.#alphabet.spell(node.set);
        return strings === undefined ? unknown : exactly(strings);
      }
      case 'concat':
        return node.parts
          .map((part) => this.#know(part))
          .reduce((left, right) => this.#join(left, right), empty);
      case 'alternate':
        return this.#either(node.branches.map((branch) => this.#know(branch)));
      case 'repeat':
        return this.#repeated(this.#know(node.of), node.least, node.most);
    }
  }

  #isLong(set: LiteralSet): boolean {
    return set.some((text) => text.length > this.#alphabet.longest);
  }

  #bitsOf(set: LiteralSet): number {
    let bits = this.#bits.get(set);
    if (bits === undefined) {
      bits = this.#alphabet.bitsOf(set);
      this.#bits.set(set, bits);
    }
    return bits;
  }

  #cross(left: LiteralSet, right: LiteralSet): LiteralSet | undefined {
    return crossUpTo(this.#alphabet.mostCrossed, left, right);
  }

  #heads(set: LiteralSet): LiteralSet {
    if (!this.#isLong(set)) return set;
    return [...new Set(set.map((text) => text.slice(0, this.#alphabet.longest)))];
  }

  #tails(set: LiteralSet): LiteralSet {
    if (!this.#isLong(set)) return set;
    return [...new Set(set.map((text) => text.slice(-this.#alphabet.longest)))];
  }

  #setsOf(known: Known): readonly LiteralSet[] {
    return useful([...known.sets, known.prefix, known.suffix]);
  }

  /** The sets that say most, of those that the known offers. */
  #best(sets: readonly LiteralSet[], most: number): readonly LiteralSet[] {
    if (sets.length < 2) return sets;
    const ranked = sets.map((set) => ({ set, bits: this.#bitsOf(set) }));
    ranked.sort((a, b) => b.bits - a.bits);
    const chosen: LiteralSet[] = [];
    for (const { set } of ranked) {
      if (chosen.length === most) break;
      if (!chosen.some((other) => implies(other, set))) chosen.push(set);
    }
    return chosen;
  }

  /** The same, no longer as a list of all that matches. */
  #loosen(known: Known): Known {
    const { exact } = known;
    if (exact === undefined) return known;
    const sets = useful([exact]);
    return { exact: undefined, prefix: this.#heads(exact), suffix: this.#tails(exact), sets };
  }

  #join(left: Known, right: Known): Known {
    if (left === empty) return right;
    if (right === empty) return left;
    const whole =
      left.exact === undefined || right.exact === undefined
        ? undefined
        : this.#cross(left.exact, right.exact);
    if (whole !== undefined && !this.#isLong(whole)) return exactly(whole);
    const prefix =
      left.exact === undefined ? left.prefix : (this.#cross(left.exact, right.prefix) ?? left.exact);
    const suffix =
      right.exact === undefined ? right.suffix : (this.#cross(left.suffix, right.exact) ?? right.exact);
    const middle = this.#cross(left.suffix, right.prefix) ?? nothing;
    const sets = useful([...new Set([...left.sets, ...right.sets, left.suffix, right.prefix, middle])]);
    return {
      exact: undefined,
      prefix: this.#heads(prefix),
      suffix: this.#tails(suffix),
      sets: sets.length > mostKept * 2 ? this.#best(sets, mostKept) : sets,
    };
  }

  #either(branches: readonly Known[]): Known {
    const exacts = branches.flatMap(({ exact }) => (exact === undefined ? [] : [exact]));
    const all = exacts.length === branches.length ? unite(exacts) : undefined;
    if (all !== undefined) return exactly(all);
    const loose = branches.map((branch) => this.#loosen(branch));
    const ranked = loose.map((known) => this.#best(this.#setsOf(known), mostOfBranch));
    const sets = [0, 1].flatMap((rank) => {
      const parts = ranked.map((own) => this.#alphabet.shorten(own[rank] ?? own[0] ?? nothing));
      const united = unite(parts);
      return united === undefined ? [] : [united];
    });
    return {
      exact: undefined,
      prefix: unite(loose.map(({ prefix }) => prefix)) ?? nothing,
      suffix: unite(loose.map(({ suffix }) => suffix)) ?? nothing,
      sets: this.#best(useful(sets), mostOfBranch),
    };
  }

  #copies(of: Known, count: number): Known {
    let known = empty;
    for (let copy = 0; copy < count; copy += 1) known = this.#join(known, of);
    return known;
  }

  #repeated(of: Known, least: number, most: number): Known {
    const { mostCopies, mostCrossed } = this.#alphabet;
    if (most === least && least <= mostCopies) return this.#copies(of, least);
    if (of.exact !== undefined && most <= mostVaried && of.exact.length ** most <= mostCrossed) {
      const counts = Array.from({ length: most - least + 1 }, (_, index) => least + index);
      return this.#either(counts.map((count) => this.#copies(of, count)));
    }
    if (least === 0) return unknown;
    return this.#loosen(this.#copies(of, Math.min(least, mostCopies)));
  }
}

/** Up to `most` sets, the rarest first: of each one string must occur, in the alphabet, where the node matches. */
export function literalsOf(node: PatternNode, alphabet: Alphabet, most: number): readonly LiteralSet[] {
  return new Deriver(alphabet).derive(node, most);
}
