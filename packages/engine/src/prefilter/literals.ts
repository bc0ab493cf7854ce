import { Buffer } from 'node:buffer';
import { asciiOf, type CharSet } from './char-set.js';
import type { PatternNode } from './read-pattern.js';
import { bitsOf, shorten } from './rarity.js';

/**
 * Of a set of strings one must occur. A string is UTF-8 bytes as Latin-1, its ASCII letters small, with s for ſ and k
 * for K: case never has to be told apart.
 */
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
const empty: Known = { exact: nothing, prefix: nothing, suffix: nothing, sets: [] };

/** A class of more characters is not spelled out. */
const mostSpelled = 6;
/** Strings of a product, strings of a union, bytes of a string. */
const mostCrossed = 160;
const mostUnited = 400;
const longest = 24;
/** Copies of a repeated node that are looked at. */
const mostCopies = 3;

function encode(code: number): string {
  return Buffer.from(String.fromCodePoint(asciiOf(code)).toLowerCase()).toString('latin1');
}

function knownOfSet({ ascii, others }: CharSet): Known {
  if (others === undefined) return unknown;
  // Beyond ASCII no case is folded: foldCase leaves such characters open.
  const strings = new Set([
    ...[...ascii].map((code) => encode(code)),
    ...others.map((code) =>
      asciiOf(code) < 0x80 ? encode(code) : Buffer.from(String.fromCodePoint(code)).toString('latin1'),
    ),
  ]);
  if (strings.size > mostSpelled || strings.size === 0) return unknown;
  return exactly([...strings]);
}

function exactly(strings: LiteralSet): Known {
  return { exact: strings, prefix: strings, suffix: strings, sets: [] };
}

function unite(sets: readonly LiteralSet[], most: number): LiteralSet | undefined {
  const all = [...new Set(sets.flat())];
  return all.length > most ? undefined : all;
}

function cross(left: LiteralSet, right: LiteralSet): LiteralSet | undefined {
  if (left.length * right.length > mostCrossed) return undefined;
  return [...new Set(left.flatMap((head) => right.map((tail) => head + tail)))];
}

function heads(set: LiteralSet): LiteralSet {
  return [...new Set(set.map((text) => text.slice(0, longest)))];
}

function tails(set: LiteralSet): LiteralSet {
  return [...new Set(set.map((text) => text.slice(-longest)))];
}

/** Without what tells nothing. */
function useful(sets: readonly LiteralSet[]): readonly LiteralSet[] {
  return sets.filter((set) => !set.includes(''));
}

/** The same, no longer as a list of all that matches. */
function loosen(known: Known): Known {
  const { exact } = known;
  if (exact === undefined) return known;
  return { exact: undefined, prefix: heads(exact), suffix: tails(exact), sets: useful([exact]) };
}

function join(left: Known, right: Known): Known {
  const whole =
    left.exact === undefined || right.exact === undefined ? undefined : cross(left.exact, right.exact);
  if (whole?.every((text) => text.length <= longest) === true) return exactly(whole);
  const prefix = left.exact === undefined ? left.prefix : (cross(left.exact, right.prefix) ?? left.exact);
  const suffix = right.exact === undefined ? right.suffix : (cross(left.suffix, right.exact) ?? right.exact);
  const middle = cross(left.suffix, right.prefix) ?? nothing;
  const sets = useful([...left.sets, ...right.sets, left.suffix, right.prefix, middle]);
  return { exact: undefined, prefix: heads(prefix), suffix: tails(suffix), sets: best(sets, 6) };
}

/** The sets that say most, of those that the known offers. */
function best(sets: readonly LiteralSet[], most: number): readonly LiteralSet[] {
  const ranked = sets.map((set) => ({ set, bits: bitsOf(set) })).sort((a, b) => b.bits - a.bits);
  const chosen: LiteralSet[] = [];
  for (const { set } of ranked) {
    if (chosen.length === most) break;
    if (!chosen.some((other) => implies(other, set))) chosen.push(set);
  }
  return chosen;
}

/** Whether each string of `strong` holds one of `weak`, so that the latter adds nothing. */
function implies(strong: LiteralSet, weak: LiteralSet): boolean {
  return strong.every((text) => weak.some((part) => text.includes(part)));
}

function either(branches: readonly Known[]): Known {
  const exacts = branches.flatMap(({ exact }) => (exact === undefined ? [] : [exact]));
  if (exacts.length === branches.length) {
    const all = unite(exacts, mostUnited);
    if (all !== undefined) return exactly(all);
  }
  const loose = branches.map(loosen);
  const prefix =
    unite(
      loose.map((known) => known.prefix),
      mostUnited,
    ) ?? nothing;
  const suffix =
    unite(
      loose.map((known) => known.suffix),
      mostUnited,
    ) ?? nothing;
  const ranked = loose.map((known) => best(setsOf(known), 2));
  const sets = [0, 1].flatMap((rank) => {
    const parts = ranked.map((own) => own[rank] ?? own[0] ?? nothing);
    const all = unite(
      parts.map((part) => shorten(part)),
      mostUnited,
    );
    return all === undefined ? [] : [all];
  });
  return { exact: undefined, prefix, suffix, sets: best(useful(sets), 2) };
}

function repeated(of: Known, least: number, most: number): Known {
  if (least === 0) return most === 1 && of.exact !== undefined ? either([of, empty]) : unknown;
  let known = of;
  const copies = Math.min(least, mostCopies);
  for (let copy = 1; copy < copies; copy += 1) known = join(known, of);
  return most === copies ? known : loosen(known);
}

function know(node: PatternNode): Known {
  switch (node.kind) {
    case 'set':
      return knownOfSet(node.set);
    case 'concat':
      return node.parts.map(know).reduce(join, empty);
    case 'alternate':
      return either(node.branches.map(know));
    case 'repeat':
      return repeated(know(node.of), node.least, node.most);
  }
}

function setsOf(known: Known): readonly LiteralSet[] {
  return useful([...known.sets, known.prefix, known.suffix]);
}

/** Up to `most` sets, the rarest first: of each one string must occur where the pattern matches. */
export function literalsOf(node: PatternNode, most: number): readonly LiteralSet[] {
  return best(
    setsOf(know(node)).map((set) => shorten(set)),
    most,
  );
}
