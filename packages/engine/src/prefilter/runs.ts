import type { CharSet } from './char-set.js';
import type { PatternNode } from './read-pattern.js';

/** Bytes in a row that are all of `members`, as far as they are counted. */
export interface RunClass {
  readonly name: string;
  /** 1 for bytes that may stand in a run. */
  readonly members: Uint8Array;
  /** 1 for bytes that count. */
  readonly counted: Uint8Array;
}

const digits = '0123456789';
const lowers = 'abcdefghijklmnopqrstuvwxyz';
const uppers = lowers.toUpperCase();
/** UTF-8 of ſ and K, which are letters where case is ignored. */
const foldedLetters = [0xc5, 0xbf, 0xe2, 0x84, 0xaa];
/** Longer runs are not told apart. */
export const longestRun = 63;

function table(chars: string): Uint8Array {
  const bytes = new Uint8Array(256);
  for (const char of chars) bytes[char.charCodeAt(0)] = 1;
  if (/[ks]/i.test(chars)) for (const byte of foldedLetters) bytes[byte] = 1;
  return bytes;
}

function runClass(name: string, counted: string, between = ''): RunClass {
  return { name, counted: table(counted), members: table(counted + between) };
}

export const runClasses: readonly RunClass[] = [
  runClass('digits', digits),
  runClass('digits, apart', digits, " \t-./:,()+_'"),
  runClass('hex digits', `${digits}abcdefABCDEF`),
  runClass('letters, digits', digits + lowers + uppers),
  runClass('capitals, digits', digits + uppers),
  runClass('capitals, digits, apart', digits + uppers, ' -./'),
  runClass('colons between hex digits', ':', `${digits}abcdefABCDEF`),
  runClass('dashes between hex digits', '-', `${digits}abcdefABCDEF`),
  runClass('base64', `${digits + lowers + uppers}+/_-=.~%`),
];

/** The longest run of a class in `bytes[start, end)`, in bytes that count, up to `longestRun`. */
export function longestIn(
  bytes: Uint8Array,
  start: number,
  end: number,
  { members, counted }: RunClass,
): number {
  let longest = 0;
  let length = 0;
  for (let at = start; at < end; at += 1) {
    const byte = bytes[at] as number;
    if (members[byte] === 1) length += counted[byte] as number;
    else {
      if (length > longest) longest = length;
      length = 0;
    }
  }
  return Math.min(Math.max(longest, length), longestRun);
}

/** Counts of a class in what a node matches; -1 for `whole`: it need not be all of the class. */
interface Counts {
  /** It is of the class as a whole, and holds so many. */
  readonly whole: number;
  readonly head: number;
  readonly tail: number;
  /** In the best run of it. */
  readonly inside: number;
}

const none: Counts = { whole: -1, head: 0, tail: 0, inside: 0 };
const transparent: Counts = { whole: 0, head: 0, tail: 0, inside: 0 };
const one: Counts = { whole: 1, head: 1, tail: 1, inside: 1 };

function countSet({ ascii, others }: CharSet, { members, counted }: RunClass): Counts {
  if (others === undefined || others.length > 0 || ascii.size === 0) return none;
  let isCounted = true;
  for (const code of ascii) {
    if (members[code] === 0) return none;
    if (counted[code] === 0) isCounted = false;
  }
  return isCounted ? one : transparent;
}

function join(left: Counts, right: Counts): Counts {
  const isWhole = left.whole >= 0 && right.whole >= 0;
  return {
    whole: isWhole ? left.whole + right.whole : -1,
    head: left.whole >= 0 ? left.whole + right.head : left.head,
    tail: right.whole >= 0 ? left.tail + right.whole : right.tail,
    inside: Math.max(left.inside, right.inside, left.tail + right.head),
  };
}

function either(left: Counts, right: Counts): Counts {
  return {
    whole: left.whole >= 0 && right.whole >= 0 ? Math.min(left.whole, right.whole) : -1,
    head: Math.min(left.head, right.head),
    tail: Math.min(left.tail, right.tail),
    inside: Math.min(left.inside, right.inside),
  };
}

function repeated(of: Counts, least: number, most: number): Counts {
  const copies = Math.min(least, longestRun + 1);
  let counts = transparent;
  for (let copy = 0; copy < copies; copy += 1) counts = join(counts, of);
  if (most === copies) return counts;
  // What may follow is of the class or breaks the run; in front of it stands what was counted.
  const further: Counts = of.whole >= 0 ? transparent : none;
  if (copies === 0) return further;
  return { ...counts, whole: further.whole < 0 ? -1 : counts.whole };
}

/** How many of the class stand in a run, at the least, wherever the node matches. */
function count(node: PatternNode, of: RunClass): Counts {
  switch (node.kind) {
    case 'set':
      return countSet(node.set, of);
    case 'concat':
      return node.parts.map((part) => count(part, of)).reduce(join, transparent);
    case 'alternate':
      return node.branches.map((branch) => count(branch, of)).reduce(either);
    case 'repeat':
      return repeated(count(node.of, of), node.least, node.most);
  }
}

/** For each run class the least count of the longest run; 0: the pattern asks for none. */
export function runsOf(node: PatternNode): readonly number[] {
  return runClasses.map((of) => Math.min(count(node, of).inside, longestRun));
}
