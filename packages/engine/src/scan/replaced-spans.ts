import RE2 from 're2';
import type { TokenShapes } from '../compile/ruleset.js';
import { beyond, closeBracket, colon, endOfToken, openBefore, openBracket } from './written-tokens.js';

const star = 0x2a;

/** What `generalize` writes for an address. */
const networkPattern = new RE2(
  '\\b[0-9]{1,3}\\.[0-9]{1,3}\\.[0-9]{1,3}\\.0/24\\b|(?:[0-9a-f]{1,4}(?::[0-9a-f]{1,4}){0,2})?::/48\\b',
  'g',
);

function isLetterOrDigit(byte: number): boolean {
  const lower = byte | 0x20;
  // Of a character beyond ASCII the first byte counts.
  return (byte >= 0x30 && byte <= 0x39) || (lower >= 0x61 && lower <= 0x7a) || byte >= 0xc0;
}

/** How far beside a finding the rest of what `partial` wrote is looked for. Bytes. */
const farthest = 64;

/** Counts letters and digits, up to one more than `most`. */
function countKept(bytes: Buffer, from: number, to: number, most: number): number {
  let kept = 0;
  for (let at = from; at < to && kept <= most; at += 1) if (isLetterOrDigit(bytes[at] as number)) kept += 1;
  return kept;
}

/**
 * Whether `[start, end)` lies in the end that `partial` left readable: no more letters and digits than it leaves, with
 * at least as many stars among and before them, and nothing between but single separators.
 */
function isPartialEnd(
  record: OpenRecord,
  start: number,
  end: number,
  { leastKept, mostKept }: TokenShapes,
): boolean {
  const { bytes } = record;
  if (end - start > farthest) return false;
  let behind = end;
  while (behind < record.end && behind - end <= mostKept && isLetterOrDigit(bytes[behind] as number))
    behind += 1;
  let kept = countKept(bytes, start, behind, mostKept);
  if (kept === 0) return false;
  let stars = 0;
  let gap = 0;
  const limit = Math.max(record.start, start - farthest);
  for (let at = start - 1; at >= limit && gap < 2 && kept <= mostKept; at -= 1) {
    const byte = bytes[at] as number;
    if (byte === star) stars += 1;
    else if (isLetterOrDigit(byte)) kept += 1;
    // The further bytes of a character are no gap.
    gap = byte === star || byte >= 0x80 || isLetterOrDigit(byte) ? 0 : gap + 1;
    if (stars >= Math.max(leastKept, kept)) return kept <= mostKept;
  }
  return false;
}

/** 1 for what may stand between a name and its value in a text, and how many bytes of it. */
const assignment = new Uint8Array(256);
for (const byte of Buffer.from(' \t=:>"\'\\')) assignment[byte] = 1;
const longestAssignment = 6;

/** The record as the check sees it. */
interface OpenRecord {
  readonly bytes: Buffer;
  readonly start: number;
  readonly end: number;
}

const slash = 0x2f;
/** What `generalize` writes for an address is no longer than this, and a slash and two digits are its last three bytes. */
const longestNetwork = 19;

/** Whether a prefix such as networks have ends at `end`. */
function endsInPrefix(bytes: Buffer, end: number): boolean {
  const [tens, ones] = [bytes[end - 2], bytes[end - 1]];
  return bytes[end - 3] === slash && ((tens === 0x32 && ones === 0x34) || (tens === 0x34 && ones === 0x38));
}

/** Whether `[start, end)` may lie in a network, for the prefix of one follows or stands in it. */
function mayBeInNetwork({ bytes, end: recordEnd }: OpenRecord, start: number, end: number): boolean {
  const last = Math.min(recordEnd, start + longestNetwork);
  for (let behind = end; behind <= last; behind += 1) if (endsInPrefix(bytes, behind)) return true;
  return false;
}

/**
 * Where an earlier redaction has left its replacements in the record being scanned: nothing in them is found again, so
 * that redacting twice is redacting once. A few bytes before a value tell nearly always that it lies in none; all spans of
 * the record are collected when that is not enough.
 */
export class ReplacedSpans {
  readonly #starts: number[] = [];
  readonly #ends: number[] = [];
  #isCollected = false;

  /** To be called for each record. */
  reset(): void {
    this.#isCollected = false;
  }

  /** Whether what `start` is the value of is no name, but a label that was written: `[EMAIL]: delivered`. */
  namesField(record: OpenRecord, start: number, shapes: TokenShapes): boolean {
    const { bytes } = record;
    const limit = Math.max(record.start, start - longestAssignment);
    let end = start;
    while (end > limit && assignment[bytes[end - 1] as number] === 1) end -= 1;
    if (end === start || end === record.start) return false;
    const open = bytes[end - 1] === closeBracket ? openBefore(bytes, record.start, end - 1) : -1;
    if (open !== beyond && !(shapes.hasNetworks && endsInPrefix(bytes, end)))
      return open >= 0 && endOfToken(bytes, open, record.end, shapes.labels) === end;
    const at = this.#lastBefore(record, start - 1, shapes);
    return at >= 0 && this.#ends[at] === end;
  }

  covers(record: OpenRecord, start: number, end: number, shapes: TokenShapes): boolean {
    if (shapes.mostKept > 0 && isPartialEnd(record, start, end, shapes)) return true;
    const open = openBefore(record.bytes, record.start, start);
    if (open !== beyond && !(shapes.hasNetworks && mayBeInNetwork(record, start, end)))
      return open >= 0 && end <= endOfToken(record.bytes, open, record.end, shapes.labels);
    const at = this.#lastBefore(record, start, shapes);
    return at >= 0 && end <= (this.#ends[at] as number);
  }

  /**
   * Whether the value is what a pattern falls back upon where the real one was replaced: the same detector's replacement
   * follows, with no more than a few separators between (`born in [BIRTH_PLACE]` is no birth in a place named In).
   */
  leadsToOwn({ bytes, end: recordEnd }: OpenRecord, end: number, mask: Buffer): boolean {
    const limit = Math.min(recordEnd, end + longestAssignment);
    let at = end;
    while (at < limit && bytes[at] !== openBracket && !isLetterOrDigit(bytes[at] as number)) at += 1;
    if (bytes[at] !== openBracket) return false;
    const behind = at + mask.length - 1;
    if (behind >= recordEnd || bytes.compare(mask, 0, mask.length - 1, at, behind) !== 0) return false;
    return bytes[behind] === closeBracket || bytes[behind] === colon;
  }

  /** The last span that begins at or before `start`, or -1. */
  #lastBefore(record: OpenRecord, start: number, shapes: TokenShapes): number {
    if (!this.#isCollected) this.#collect(record, shapes);
    let low = 0;
    let high = this.#starts.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.#starts[middle] as number) <= start) low = middle + 1;
      else high = middle;
    }
    return low - 1;
  }

  #collect(record: OpenRecord, shapes: TokenShapes): void {
    this.#isCollected = true;
    if (this.#starts.length > 0) this.#starts.length = this.#ends.length = 0;
    this.#collectTokens(record, shapes.labels);
    if (shapes.hasNetworks) this.#collectNetworks(record);
  }

  #collectTokens({ bytes, start, end }: OpenRecord, labels: ReadonlySet<string>): void {
    for (let at = start; at < end; at += 1) {
      if (bytes[at] !== openBracket) continue;
      const behind = endOfToken(bytes, at, end, labels);
      if (behind >= 0) this.#push(at, behind);
    }
  }

  #push(start: number, end: number): void {
    this.#starts.push(start);
    this.#ends.push(end);
  }

  #collectNetworks({ bytes, start: base, end: recordEnd }: OpenRecord): void {
    const record = bytes.subarray(base, recordEnd);
    const spans = this.#starts.map((start, index): [number, number] => [start, this.#ends[index] as number]);
    networkPattern.lastIndex = 0;
    for (let match = networkPattern.exec(record); match !== null; match = networkPattern.exec(record))
      spans.push([base + match.index, base + match.index + match[0].length]);
    spans.sort(([a], [b]) => a - b);
    this.#starts.length = 0;
    this.#ends.length = 0;
    for (const [start, end] of spans) this.#push(start, end);
  }
}
