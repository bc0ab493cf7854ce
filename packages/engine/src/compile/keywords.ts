import { Buffer } from 'node:buffer';

/** A keyword's bytes in both cases, equally long; a separator stands at 0 of `lower`. */
interface Keyword {
  readonly lower: Buffer;
  readonly upper: Buffer;
}

/** ASCII only: beyond it stand letters, but also curly quotes and scripts without spaces between words. */
function isAlnum(byte: number): boolean {
  const lower = byte | 0x20;
  return (byte >= 0x30 && byte <= 0x39) || (lower >= 0x61 && lower <= 0x7a);
}

function isUpper(byte: number): boolean {
  return byte >= 0x41 && byte <= 0x5a;
}

function isLower(byte: number): boolean {
  return byte >= 0x61 && byte <= 0x7a;
}

function isDigit(byte: number): boolean {
  return byte >= 0x30 && byte <= 0x39;
}

const separators = [0x20, 0x5f, 0x2d, 0x2e];

function isSeparator(byte: number): boolean {
  return byte === 0x20 || byte === 0x5f || byte === 0x2d || byte === 0x2e;
}

/** A word begins here: nothing word-like before it, or a camel-case hump (`userSsn`). */
function beginsWord(record: Buffer, at: number): boolean {
  const before = at === 0 ? 0 : (record[at - 1] as number);
  return !isAlnum(before) || (isUpper(record[at] as number) && (isLower(before) || isDigit(before)));
}

/** A word ends here: nothing word-like behind it but a digit (`ssn2`), or the next hump (`ssnNumber`). */
function endsWord(record: Buffer, end: number): boolean {
  const behind = end < record.length ? (record[end] as number) : 0;
  return !isAlnum(behind) || isDigit(behind) || (isUpper(behind) && isLower(record[end - 1] as number));
}

/** Where the keyword ends if it stands at `at`, otherwise -1. */
function matchAt(keyword: Keyword, record: Buffer, at: number, limit: number): number {
  const { lower, upper } = keyword;
  let position = at;
  for (let index = 0; index < lower.length; index += 1) {
    if (lower[index] === 0x20) {
      if (position < limit && isSeparator(record[position] as number)) position += 1;
      continue;
    }
    if (position >= limit) return -1;
    const byte = record[position];
    if (byte !== lower[index] && byte !== upper[index]) return -1;
    position += 1;
  }
  return position;
}

/** All bytes. */
const anyByte: readonly number[] = Array.from({ length: 256 }, (_, byte) => byte);

/** The bytes that may stand where the keyword does from its place `at` on: behind its end, any. */
function bytesAt({ lower, upper }: Keyword, at: number): readonly number[] {
  const byte = lower[at];
  if (byte === undefined) return anyByte;
  if (byte !== 0x20) return [byte, upper[at] as number];
  return [...separators, ...bytesAt({ lower, upper }, at + 1)];
}

/** The pairs of bytes that a keyword can begin with, as those that may follow each first one. */
function* beginningsOf(keyword: Keyword): Generator<[readonly number[], readonly number[]]> {
  const { lower, upper } = keyword;
  let at = 0;
  for (; lower[at] === 0x20; at += 1) yield [separators, bytesAt(keyword, at + 1)];
  yield [bytesAt({ lower, upper }, at), bytesAt(keyword, at + 1)];
}

/** Kinds of bytes, less than 32: each letter in both cases, digits, bytes beyond ASCII, and all others. */
const kinds = new Uint8Array(256).fill(29, 0x80);
for (let letter = 1; letter <= 26; letter += 1) kinds[0x40 + letter] = kinds[0x60 + letter] = letter;
kinds.fill(27, 0x30, 0x3a);
for (const byte of separators) kinds[byte] = 28;

/** The pair of two kinds; what it lets through is looked at. */
function pairOf(first: number, second: number): number {
  return (first << 5) | second;
}

/** The keywords by the pairs of bytes that they can begin with: nearly all bytes of a record are passed over by one look. */
class KeywordIndex {
  /** By pair, the place of its group; 0 is empty. */
  readonly places = new Uint16Array(1024);
  readonly groups: Keyword[][] = [[]];

  constructor(keywords: readonly Keyword[]) {
    const byPair = new Map<number, Keyword[]>();
    for (const keyword of keywords) {
      for (const pair of pairsOf(keyword)) {
        const group = byPair.get(pair);
        if (group === undefined) byPair.set(pair, [keyword]);
        else group.push(keyword);
      }
    }
    for (const [pair, group] of byPair) {
      const known = this.groups.findIndex((other) => isEqual(other, group));
      this.places[pair] = known >= 0 ? known : this.groups.push(group) - 1;
    }
  }
}

function pairsOf(keyword: Keyword): Set<number> {
  const pairs = new Set<number>();
  for (const [firsts, seconds] of beginningsOf(keyword))
    for (const first of firsts)
      for (const second of seconds) pairs.add(pairOf(kinds[first] as number, kinds[second] as number));
  return pairs;
}

function isEqual(a: readonly Keyword[], b: readonly Keyword[]): boolean {
  return a.length === b.length && a.every((keyword, at) => keyword === b[at]);
}

const longestLabel = 64;

function isLabelByte(byte: number | undefined): boolean {
  return byte !== undefined && (isUpper(byte) || isDigit(byte) || byte === 0x5f);
}

/** Whether `[at, end)` lies in `[LABEL]` or `[LABEL:`. */
function isInLabel(record: Buffer, at: number, end: number, labels: ReadonlySet<string>): boolean {
  let from = at;
  const least = Math.max(1, at - longestLabel);
  while (from >= least && isLabelByte(record[from - 1])) from -= 1;
  if (record[from - 1] !== 0x5b) return false;
  let to = end;
  while (to < end + longestLabel && isLabelByte(record[to])) to += 1;
  if (record[to] !== 0x5d && record[to] !== 0x3a) return false;
  return labels.has(record.toString('latin1', from, to));
}

/** Words of which one must stand near a match. */
export class Keywords {
  readonly words: readonly string[];
  /** Bytes before or after the match that are looked at; the keyword must lie in them whole. */
  readonly within: number;
  readonly #index: KeywordIndex;

  constructor(near: readonly string[], within: number) {
    this.words = [
      ...new Set(
        near.map((word) =>
          word
            .toLowerCase()
            .trim()
            .replace(/[\s_.-]+/g, ' '),
        ),
      ),
    ].sort();
    this.within = within;
    this.#index = new KeywordIndex(
      this.words.map((word) => {
        const lower = Buffer.from(word);
        const upper = Buffer.from(word.toUpperCase());
        return { lower, upper: upper.length === lower.length ? upper : lower };
      }),
    );
  }

  /**
   * Whether a keyword lies wholly in `record[start, end)`, as a word of the record. A word in one of `labels`, as an earlier
   * redaction writes them, says nothing about what stands near it.
   */
  occursIn(record: Buffer, start: number, end: number, labels: ReadonlySet<string>): boolean {
    const { places, groups } = this.#index;
    if (start >= end || groups.length === 1) return false;
    const last = record.length - 1;
    let next = kinds[record[start] as number] as number;
    for (let at = start; at < end; at += 1) {
      const kind = next;
      // Behind the record stands nothing, which is as good as any byte.
      next = at < last ? (kinds[record[at + 1] as number] as number) : 0;
      const place = places[pairOf(kind, next)] as number;
      if (place === 0 || !beginsWord(record, at)) continue;
      for (const keyword of groups[place] as Keyword[]) {
        const behind = matchAt(keyword, record, at, end);
        if (behind >= 0 && endsWord(record, behind) && !isInLabel(record, at, behind, labels)) return true;
      }
    }
    return false;
  }
}
