import type { Random } from '../random.js';

/** Code points, as ranges in order that do not touch. Both ends count. */
export type CharRanges = readonly (readonly [low: number, high: number])[];

const lastCode = 0x10_ffff;
/** Properties are read from here: what lies above is not made. */
const lastListed = 0x2fff;

export function rangesOf(parts: readonly (readonly [number, number])[]): CharRanges {
  const ranges: [number, number][] = [];
  for (const [low, high] of [...parts].sort((a, b) => a[0] - b[0])) {
    const last = ranges.at(-1);
    if (last !== undefined && low <= last[1] + 1) last[1] = Math.max(last[1], high);
    else ranges.push([low, high]);
  }
  return ranges;
}

/** All other characters. */
export function othersThan(ranges: CharRanges): CharRanges {
  const others: [number, number][] = [];
  let next = 0;
  for (const [low, high] of ranges) {
    if (low > next) others.push([next, low - 1]);
    next = high + 1;
  }
  if (next <= lastCode) others.push([next, lastCode]);
  return others;
}

export const digits: CharRanges = [[0x30, 0x39]];
export const wordChars: CharRanges = [
  [0x30, 0x39],
  [0x41, 0x5a],
  [0x5f, 0x5f],
  [0x61, 0x7a],
];
/** RE2's `\s`, which the vertical tab is no part of. */
export const whiteSpace: CharRanges = [
  [0x09, 0x0a],
  [0x0c, 0x0d],
  [0x20, 0x20],
];

const posix: Readonly<Record<string, CharRanges>> = {
  alnum: rangesOf(wordChars.filter(([low]) => low !== 0x5f)),
  alpha: wordChars.filter(([low]) => low === 0x41 || low === 0x61),
  ascii: [[0, 0x7f]],
  blank: [
    [0x09, 0x09],
    [0x20, 0x20],
  ],
  cntrl: [
    [0, 0x1f],
    [0x7f, 0x7f],
  ],
  digit: digits,
  graph: [[0x21, 0x7e]],
  lower: [[0x61, 0x7a]],
  print: [[0x20, 0x7e]],
  punct: othersThan(
    rangesOf([
      [0, 0x20],
      [0x30, 0x39],
      [0x41, 0x5a],
      [0x61, 0x7a],
      [0x7f, lastCode],
    ]),
  ),
  space: [
    [0x09, 0x0d],
    [0x20, 0x20],
  ],
  upper: [[0x41, 0x5a]],
  word: wordChars,
  xdigit: [
    [0x30, 0x39],
    [0x41, 0x46],
    [0x61, 0x66],
  ],
};

/** The class `[:name:]`. */
export function posixClass(name: string): CharRanges {
  const ranges = posix[name];
  if (ranges === undefined) throw new Error(`There is no class [:${name}:].`);
  return ranges;
}

const properties = new Map<string, CharRanges>();

/** The characters of `\p{name}`, as far as they are listed. */
export function propertyClass(name: string): CharRanges {
  let ranges = properties.get(name);
  if (ranges === undefined) {
    const script = /^..?$/.test(name) ? name : `Script=${name}`;
    const regex = new RegExp(`^\\p{${script}}$`, 'u');
    const codes = Array.from({ length: lastListed }, (_, code) => code);
    ranges = rangesOf(
      codes.filter((code) => regex.test(String.fromCodePoint(code))).map((code) => [code, code]),
    );
    properties.set(name, ranges);
  }
  return ranges;
}

function isText(code: number): boolean {
  return code >= 0x20 && code !== 0x7f && (code < 0xd800 || code > 0xdfff);
}

/** One of the characters: mostly ASCII that can be seen where there is any, now and then the first or last of a range. */
export function sampleRanges(ranges: CharRanges, random: Random): string {
  const seen = ranges.filter(([low, high]) => low <= 0x7e && high >= 0x20);
  const isPlain = seen.length > 0 && !random.oneIn(16);
  const [from, to] = random.pick(isPlain ? seen : ranges);
  const low = isPlain ? Math.max(from, 0x20) : from;
  const high = isPlain ? Math.min(to, 0x7e) : to;
  const code = random.oneIn(6) ? random.pick([low, high]) : low + random.below(Math.min(high - low + 1, 512));
  // NUL and halves of surrogate pairs have a record withheld, and little else is tried then.
  return String.fromCodePoint(isText(code) || (code > 0 && code < 0x20) ? code : isText(low) ? low : 0x7e);
}
