import RE2 from 're2';
import type { TokenShapes } from '../compile/ruleset.js';

const openBracket = 0x5b;
const closeBracket = 0x5d;
const colon = 0x3a;
const star = 0x2a;
const longestName = 64;
const pseudonymLength = 16;

/** 1: may stand in a label. 2: in the name of an epoch, or in base64url. 4: in a pseudonym. */
const classes = new Uint8Array(256);
function allow(flag: number, characters: string): void {
  for (const character of characters) {
    const code = character.charCodeAt(0);
    classes[code] = (classes[code] as number) | flag;
  }
}
const capitals = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ';
allow(1, `${capitals}0123456789_`);
allow(2, `${capitals}${capitals.toLowerCase()}0123456789_.-`);
allow(4, `${capitals.toLowerCase()}234567`);

/** Where the run of characters of one class that begins at `at` ends, at most `longest` further on. */
function endOfRun(bytes: Buffer, at: number, end: number, flag: number, longest: number): number {
  const limit = Math.min(end, at + longest);
  let next = at;
  while (next < limit && ((classes[bytes[next] as number] as number) & flag) !== 0) next += 1;
  return next;
}

const sealedMark = Buffer.from('sealed:');

/** Where the `]` of a replacement's second part stands, which begins at `at`; -1 if it is none. */
function endOfBody(bytes: Buffer, at: number, end: number): number {
  if (bytes.subarray(at, at + sealedMark.length).equals(sealedMark))
    return endOfRun(bytes, at + sealedMark.length, end, 2, end);
  const epoch = endOfRun(bytes, at, end, 2, longestName);
  if (epoch === at || bytes[epoch] !== colon) return -1;
  const body = endOfRun(bytes, epoch + 1, end, 4, pseudonymLength);
  return body - epoch === pseudonymLength + 1 ? body : -1;
}

/** Where the replacement that begins with the `[` at `at` ends, behind its `]`; -1 if it is none. */
function endOfToken(bytes: Buffer, at: number, end: number, labels: ReadonlySet<string>): number {
  const label = endOfRun(bytes, at + 1, end, 1, longestName);
  if (label === at + 1 || label >= end) return -1;
  const close = bytes[label] === colon ? endOfBody(bytes, label + 1, end) : label;
  if (close < 0 || close >= end || bytes[close] !== closeBracket) return -1;
  return labels.has(bytes.toString('latin1', at + 1, label)) ? close + 1 : -1;
}

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

function countKept(bytes: Buffer, from: number, to: number): number {
  let kept = 0;
  for (let at = from; at < to; at += 1) if (isLetterOrDigit(bytes[at] as number)) kept += 1;
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
  let kept = countKept(bytes, start, behind);
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

/** What may stand between a name and its value in a text, and how many bytes of it. */
const assignment = new Set(Buffer.from(' \t=:>"\'\\'));
const longestAssignment = 6;

/** The record as the check sees it. */
interface OpenRecord {
  readonly bytes: Buffer;
  readonly start: number;
  readonly end: number;
}

/**
 * Where some bytes stand next in a frame. The records are asked for in their order, so that all of them together cost one
 * search over the frame.
 */
class NextPlace {
  readonly #needle: Buffer;
  #bytes: Buffer | undefined;
  #from = 0;
  #next = 0;

  constructor(needle: string) {
    this.#needle = Buffer.from(needle);
  }

  /** Forgets what it knows of the frame: other bytes may stand in it. */
  reset(): void {
    this.#bytes = undefined;
  }

  isIn({ bytes, start, end }: OpenRecord): boolean {
    return this.nextFrom(bytes, start) + this.#needle.length <= end;
  }

  /** Where they stand first at or behind `start`, in this record or a later one; infinity if nowhere. */
  nextFrom(bytes: Buffer, start: number): number {
    if (bytes === this.#bytes && start >= this.#from && start <= this.#next) return this.#next;
    const next = bytes.indexOf(this.#needle, start);
    this.#next = next < 0 ? Number.POSITIVE_INFINITY : next;
    this.#bytes = bytes;
    this.#from = start;
    return this.#next;
  }
}

/**
 * Where an earlier redaction has left its replacements in the record being scanned: nothing in them is found again, so
 * that redacting twice is redacting once. Collected when the first finding asks.
 */
export class ReplacedSpans {
  readonly #starts: number[] = [];
  readonly #ends: number[] = [];
  readonly #brackets = new NextPlace('[');
  readonly #stars = new NextPlace('*');
  readonly #networks = [new NextPlace('.0/24'), new NextPlace('::/48')];
  #isCollected = false;
  #hasStar = false;
  #lastStart = -1;

  /** To be called for each record. `start` grows from record to record of a frame, and does not from frame to frame. */
  reset(start: number): void {
    this.#isCollected = false;
    if (start <= this.#lastStart)
      for (const places of [this.#brackets, this.#stars, ...this.#networks]) places.reset();
    this.#lastStart = start;
  }

  /** Whether what `start` is the value of is no name, but a label that was written: `[EMAIL]: delivered`. */
  namesField(record: OpenRecord, start: number, shapes: TokenShapes): boolean {
    if (!this.#isCollected) this.#collect(record, shapes);
    const at = this.#lastBefore(start - 1);
    if (at < 0) return false;
    const end = this.#ends[at] as number;
    if (end > start || start - end > longestAssignment) return false;
    for (let between = end; between < start; between += 1)
      if (!assignment.has(record.bytes[between] as number)) return false;
    return end < start;
  }

  covers(record: OpenRecord, start: number, end: number, shapes: TokenShapes): boolean {
    if (!this.#isCollected) this.#collect(record, shapes);
    if (shapes.mostKept > 0 && this.#hasStar && isPartialEnd(record, start, end, shapes)) return true;
    const at = this.#lastBefore(start);
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
    const behind = at + mask.length - 1;
    if (behind >= recordEnd || bytes.compare(mask, 0, mask.length - 1, at, behind) !== 0) return false;
    return bytes[behind] === closeBracket || bytes[behind] === colon;
  }

  /** The last span that begins at or before `start`, or -1. */
  #lastBefore(start: number): number {
    let low = 0;
    let high = this.#starts.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.#starts[middle] as number) <= start) low = middle + 1;
      else high = middle;
    }
    return low - 1;
  }

  #collect(record: OpenRecord, { labels, hasNetworks, mostKept }: TokenShapes): void {
    this.#isCollected = true;
    if (this.#starts.length > 0) this.#starts.length = this.#ends.length = 0;
    this.#hasStar = mostKept > 0 && this.#stars.isIn(record);
    if (this.#brackets.isIn(record)) this.#collectTokens(record, labels);
    if (hasNetworks && this.#networks.some((places) => places.isIn(record))) this.#collectNetworks(record);
  }

  #collectTokens({ bytes, start, end }: OpenRecord, labels: ReadonlySet<string>): void {
    const brackets = this.#brackets;
    for (let at = brackets.nextFrom(bytes, start); at < end; at = brackets.nextFrom(bytes, at + 1)) {
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
