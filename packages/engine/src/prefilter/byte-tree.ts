import { Buffer } from 'node:buffer';
import type { CharSet } from './char-set.js';

/** A set of bytes: 1 for those in it. Interned: equal sets are the same object. */
export type ByteSet = Uint8Array;

/** What bytes a part of a pattern matches; places are made into the bytes that stand there, or left out. */
export type ByteNode =
  | { readonly kind: 'bytes'; readonly set: ByteSet }
  | { readonly kind: 'concat'; readonly parts: readonly ByteNode[] }
  | { readonly kind: 'alternate'; readonly branches: readonly ByteNode[] }
  | { readonly kind: 'repeat'; readonly of: ByteNode; readonly least: number; readonly most: number };

const interned = new Map<string, ByteSet>();
/** The members of a set as bits, 16 a number. */
type Bits = Uint16Array;
const words = 16;
const bitsBySet = new WeakMap<ByteSet, Bits>();

function bitsOf(set: ByteSet): Bits {
  return bitsBySet.get(set) as Bits;
}

/** The one set that has these bits; `make` makes it where there is none yet. */
function internBits(bits: Bits, make: (bits: Bits) => Uint8Array): ByteSet {
  const key = String.fromCharCode.apply(null, bits as unknown as number[]);
  const known = interned.get(key);
  if (known !== undefined) return known;
  const members = make(bits);
  interned.set(key, members);
  bitsBySet.set(members, bits);
  return members;
}

function membersOf(bits: Bits): Uint8Array {
  return Uint8Array.from({ length: 256 }, (_, byte) => ((bits[byte >> 4] as number) >> (byte & 15)) & 1);
}

/** The one set that equals `members`, 1 for bytes in it; they must not be changed afterwards. */
export function intern(members: Uint8Array): ByteSet {
  const bits = new Uint16Array(words);
  for (let byte = 0; byte < 256; byte += 1)
    if (members[byte] === 1) bits[byte >> 4] = (bits[byte >> 4] as number) | (1 << (byte & 15));
  return internBits(bits, () => members);
}

export function byteSet(members: Iterable<number>): ByteSet {
  const set = new Uint8Array(256);
  for (const byte of members) set[byte] = 1;
  return intern(set);
}

/** Whether a byte is in both sets. */
export function meet(left: ByteSet, right: ByteSet): boolean {
  const [some, others] = [bitsOf(left), bitsOf(right)];
  for (let at = 0; at < words; at += 1)
    if (((some[at] as number) & (others[at] as number)) !== 0) return true;
  return false;
}

export type ComposedNode = Exclude<ByteNode, { kind: 'bytes' }>;

/** A measure of nodes, which is taken of each but once; that of bytes is simple. */
export function remember<Value>(
  ofBytes: (set: ByteSet) => Value,
  measure: (node: ComposedNode) => Value,
): (node: ByteNode) => Value {
  const known = new WeakMap<ByteNode, Value>();
  return (node) => {
    if (node.kind === 'bytes') return ofBytes(node.set);
    let value = known.get(node);
    if (value === undefined) {
      value = measure(node);
      known.set(node, value);
    }
    return value;
  };
}

export function bytesIn(text: string): ByteSet {
  return byteSet(Buffer.from(text, 'latin1'));
}

function range(from: number, to: number): number[] {
  return Array.from({ length: to - from + 1 }, (_, index) => from + index);
}

/** Any byte of a character beyond ASCII. */
export const beyondAscii = byteSet(range(0x80, 0xff));

/** What is in either set. */
export function unite(left: ByteSet, right: ByteSet): ByteSet {
  if (left === right) return left;
  const [some, others] = [bitsOf(left), bitsOf(right)];
  const both = new Uint16Array(words);
  for (let at = 0; at < words; at += 1) both[at] = (some[at] as number) | (others[at] as number);
  return internBits(both, membersOf);
}

export function without(set: ByteSet): ByteSet {
  return internBits(
    bitsOf(set).map((word) => ~word),
    membersOf,
  );
}

export function bytes(set: ByteSet): ByteNode {
  return { kind: 'bytes', set };
}

export function concat(parts: readonly ByteNode[]): ByteNode {
  return parts.length === 1 ? (parts[0] as ByteNode) : { kind: 'concat', parts };
}

export function alternate(branches: readonly ByteNode[]): ByteNode {
  return branches.length === 1 ? (branches[0] as ByteNode) : { kind: 'alternate', branches };
}

export function repeat(of: ByteNode, least: number, most: number): ByteNode {
  return least === 1 && most === 1 ? of : { kind: 'repeat', of, least, most };
}

const digits = range(0x30, 0x39);
/**
 * Digits are not told apart: numbers are what logs are full of, and an automaton that knows each digit has a state for each
 * number. The kernel takes words that differ in digits alone for one.
 */
const anyDigit = byteSet(digits);
const letterSets = new Map<number, ByteSet>();

/** One byte; an ASCII letter in either case where `foldsCase`, and any digit for a digit. */
export function letterSet(byte: number, foldsCase: boolean): ByteSet {
  if (anyDigit[byte] === 1) return anyDigit;
  const key = foldsCase ? byte | 0x100 : byte;
  let set = letterSets.get(key);
  if (set === undefined) {
    const small = byte | 0x20;
    const isLetter = small >= 0x61 && small <= 0x7a;
    set = byteSet(foldsCase && isLetter ? [small, small ^ 0x20] : [byte]);
    letterSets.set(key, set);
  }
  return set;
}

/** The bytes of a text; ASCII letters in either case where `foldsCase`. */
export function literal(text: Iterable<number>, foldsCase: boolean): ByteNode {
  return concat(Array.from(text, (byte) => bytes(letterSet(byte, foldsCase))));
}

/** What follows the first byte of a character, as far as an automaton is to know it. */
export const afterwards = repeat(bytes(beyondAscii), 0, Infinity);

/** A character of a set in UTF-8. Of a set that holds much beyond ASCII any such character is one. */
export function characterOf({ ascii, others }: CharSet): ByteNode {
  const set = new Uint8Array(256);
  for (const code of ascii) set[code] = 1;
  if (digits.some((digit) => set[digit] === 1)) for (const digit of digits) set[digit] = 1;
  if (others?.length === 0) return bytes(intern(set));
  if (others !== undefined && ascii.size === 0)
    return alternate(others.map((code) => literal(Buffer.from(String.fromCodePoint(code)), false)));
  set.fill(1, 0x80);
  return concat([bytes(intern(set)), afterwards]);
}

const setNumbers = new WeakMap<ByteSet, number>();
let lastNumber = 0;

function numberOf(set: ByteSet): number {
  let number = setNumbers.get(set);
  if (number === undefined) setNumbers.set(set, (number = lastNumber += 1));
  return number;
}

/** Equal for nodes that are written alike. */
export const keyOf: (node: ByteNode) => string = remember((set) => String(numberOf(set)), spell);

function spell(node: ComposedNode): string {
  switch (node.kind) {
    case 'concat':
      return `(${node.parts.map(keyOf).join(' ')})`;
    case 'alternate':
      return `[${node.branches.map(keyOf).join(' ')}]`;
    case 'repeat':
      return `${keyOf(node.of)}{${String(node.least)},${String(node.most)}}`;
  }
}
