import type { ByteSet } from './byte-tree.js';

/**
 * What bytes logs are made of, by classes: how often a byte of one follows a byte of another, in thousandths, and how the bytes
 * of a class share it. Measured over logs of 25 kinds, each weighing the same. They decide how fast a search is, not what it
 * finds.
 */
const measured: readonly (readonly [chars: string, shares: readonly number[], next: readonly number[]])[] = [
  ['0123456789', [], [630, 30, 10, 92, 9, 58, 20, 57, 43, 7, 5, 0, 20, 8, 10, 0]],
  [
    'abcdefghijklmnopqrstuvwxyz',
    [75, 17, 49, 48, 128, 18, 20, 24, 60, 2, 15, 37, 30, 65, 75, 31, 2, 73, 67, 84, 33, 13, 10, 11, 12, 2],
    [19, 777, 29, 60, 25, 12, 3, 19, 11, 8, 11, 6, 10, 4, 4, 0],
  ],
  [
    'ABCDEFGHIJKLMNOPQRSTUVWXYZ',
    [56, 30, 60, 46, 49, 50, 17, 21, 73, 25, 20, 36, 60, 71, 41, 36, 10, 57, 91, 63, 22, 13, 24, 8, 4, 16],
    [74, 402, 389, 69, 13, 11, 2, 1, 6, 5, 10, 2, 5, 7, 4, 0],
  ],
  [' ', [], [223, 386, 161, 93, 31, 2, 0, 0, 26, 12, 1, 8, 46, 7, 4, 0]],
  ['"', [], [74, 356, 53, 17, 1, 310, 147, 0, 4, 2, 8, 0, 20, 1, 6, 0]],
  [':', [], [552, 64, 29, 192, 112, 7, 0, 0, 1, 7, 0, 0, 34, 0, 1, 0]],
  [',', [], [86, 35, 0, 277, 592, 0, 0, 0, 0, 0, 1, 0, 6, 1, 0, 0]],
  ['.', [], [584, 315, 64, 15, 0, 0, 0, 10, 0, 0, 0, 0, 0, 0, 11, 0]],
  ['-', [], [551, 162, 144, 126, 6, 0, 0, 0, 1, 0, 0, 0, 9, 0, 0, 0]],
  ['/', [], [349, 539, 50, 4, 9, 0, 0, 1, 1, 32, 8, 0, 2, 4, 1, 0]],
  ['_', [], [196, 584, 165, 0, 0, 0, 0, 0, 22, 0, 23, 0, 0, 11, 0, 0]],
  ['=', [], [436, 178, 55, 279, 8, 0, 0, 0, 13, 13, 0, 3, 13, 2, 0, 0]],
  [
    '[](){}<>',
    [278, 278, 134, 134, 82, 82, 7, 6],
    [148, 115, 90, 219, 89, 102, 63, 4, 2, 5, 6, 0, 81, 3, 74, 0],
  ],
  [
    "!#$%&'*+;?@\\^`|~",
    [5, 182, 73, 9, 16, 32, 125, 56, 111, 10, 89, 34, 1, 1, 218, 39],
    [297, 196, 143, 153, 15, 3, 1, 1, 1, 2, 0, 0, 2, 178, 7, 0],
  ],
  ['\n\r\t', [980, 10, 10], [257, 15, 119, 0, 0, 0, 0, 0, 47, 0, 0, 0, 129, 1, 432, 0]],
  // Characters of other scripts follow each other. Hardly any were measured.
  ['', [], [0, 200, 10, 90, 10, 0, 10, 10, 10, 0, 0, 0, 10, 0, 10, 640]],
];

/** What was not seen may still be. Thousandths. */
const least = 0.05;
const count = measured.length;
/** Bytes of the last class: control characters, and all of 0x80 and beyond. */
const restCount = 256 - measured.reduce((sum, [chars]) => sum + chars.length, 0);

const classOf = new Uint8Array(256).fill(count - 1);
const shareOf = new Float64Array(256).fill(1 / restCount);
measured.forEach(([chars, shares], index) => {
  const sum = shares.reduce((all, share) => all + share, 0);
  Array.from(chars, (char, at) => {
    classOf[char.charCodeAt(0)] = index;
    shareOf[char.charCodeAt(0)] = shares.length === 0 ? 1 / chars.length : (shares[at] as number) / sum;
  });
});

/** By class, and class behind it. */
const follows = new Float64Array(count * count);
measured.forEach(([, , next], from) => {
  const sum = next.reduce((all, rate) => all + Math.max(rate, least), 0);
  next.forEach((rate, to) => {
    follows[from * count + to] = Math.max(rate, least) / sum;
  });
});

/** By class: how likely a byte of it has just been read. */
export type Flow = Float64Array;

/** What is known of a byte of which nothing is known: how often bytes of each class are read in the long run. */
export const anywhere: Flow = new Float64Array(count).fill(1 / count);
for (let round = 0; round < 64; round += 1)
  anywhere.set(Float64Array.from(anywhere, (_, to) => rateInto(anywhere, to)));

function rateInto(flow: Flow, to: number): number {
  let sum = 0;
  for (let from = 0; from < count; from += 1) {
    const rate = flow[from] as number;
    if (rate !== 0) sum += rate * (follows[from * count + to] as number);
  }
  return sum;
}

/** By set: the classes that it has bytes of, each followed by the share of the class that these are. */
const shares = new WeakMap<ByteSet, Float64Array>();

function sharesOf(set: ByteSet): Float64Array {
  let known = shares.get(set);
  if (known === undefined) {
    const sums = new Float64Array(count);
    for (let byte = 0; byte < 256; byte += 1) {
      const index = classOf[byte] as number;
      if (set[byte] === 1) sums[index] = (sums[index] as number) + (shareOf[byte] as number);
    }
    known = Float64Array.from([...sums.entries()].filter(([, share]) => share > 0).flat());
    shares.set(set, known);
  }
  return known;
}

/** How likely the next byte is one of a set, by its class. */
export function flowThrough(set: ByteSet, flow: Flow): Flow {
  const into = new Float64Array(count);
  const pairs = sharesOf(set);
  for (let at = 0; at < pairs.length; at += 2) {
    const to = pairs[at] as number;
    into[to] = rateInto(flow, to) * (pairs[at + 1] as number);
  }
  return into;
}

export function addFlow(flow: Flow, more: Flow): Flow {
  const into = new Float64Array(count);
  for (let index = 0; index < count; index += 1)
    into[index] = (flow[index] as number) + (more[index] as number);
  return into;
}

export function sumOf(flow: Flow): number {
  let sum = 0;
  for (let index = 0; index < count; index += 1) sum += flow[index] as number;
  return sum;
}
