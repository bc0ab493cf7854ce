import { Buffer } from 'node:buffer';
import { KeyTable } from '../compile/key-table.js';
import type { DetectorProgram } from '../compile/ruleset.js';
import type { Regions } from './documents.js';
import { readFormPart, type FormPart } from './form-part.js';
import { countBackslashes, isBlank, isKeyPart, isQuote, longestKey, mostBackslashes } from './text-bytes.js';
import { readValue, type ValueKind, type ValueSpan } from './text-value.js';
import { XmlPath } from './xml-path.js';

const noText = Buffer.alloc(0);
const noKeys = new KeyTable<DetectorProgram>([]);

/** What a byte may separate: 1 a key from its value, 2 begins an XML tag. */
const separator = new Uint8Array(256);
separator[0x3d] = separator[0x3a] = 1;
separator[0x3c] = 2;
/** 1 for what makes another operator of a `=` behind it. */
const operators = new Uint8Array(256);
for (const byte of Buffer.from('=!<>~+*^')) operators[byte] = 1;

/** Most words of a key that is written apart, as in `date of birth: …`. */
const mostWords = 4;
const longestGap = 16;
/** RFC 6265: the whole header is one value, of pairs with `; ` between them. */
const cookieKey = /^(?:set-)?cookie2?["'`]?[ \t]*(?:[:=])/i;
const longestCookieKey = 16;

/** What a value may cost: bytes read for values, against the length of the text. */
const workFactor = 8;
const leastWork = 65_536;

/** Takes a value that stands under a key: whether it counts as a finding, or the record must be withheld. */
export type TakeValue = (
  detector: DetectorProgram,
  from: number,
  to: number,
) => 'taken' | 'left' | 'withhold';

/**
 * Reads text for values that stand under keys: `key=value`, `key: value`, `"key":"value"`, `'key' => 'value'`, in
 * query strings, forms, headers, cookies, XML elements and attributes. What a value with no quotes holds is a matter of
 * its detector (`textValue`). A value that was taken is not looked into.
 */
class PairReader {
  #text: Buffer = noText;
  #end = 0;
  #keys = noKeys;
  #take: TakeValue | undefined;
  #work = 0;
  #regions: Regions = { starts: [], ends: [] };
  #region = 0;
  readonly #owners: DetectorProgram[] = [];
  readonly #path: number[] = [];
  readonly #xml = new XmlPath();
  readonly #span: ValueSpan = { from: 0, to: 0 };
  readonly #report = (detector: DetectorProgram): void => {
    if (!this.#owners.includes(detector)) this.#owners.push(detector);
  };

  /** False: the record must be withheld. */
  run(text: Buffer, keys: KeyTable<DetectorProgram>, regions: Regions, take: TakeValue): boolean {
    this.#text = text;
    this.#end = text.length;
    this.#keys = keys;
    this.#take = take;
    this.#work = text.length * workFactor + leastWork;
    this.#xml.open(text);
    this.#regions = regions;
    this.#region = 0;
    let at = 0;
    while (at < text.length) {
      const kind = separator[text[at] as number];
      if (kind === 0) {
        at += 1;
        continue;
      }
      const behind = this.#skipRegion(at);
      if (behind > at) {
        at = behind;
        continue;
      }
      at = kind === 1 ? this.#readPair(at) : this.#readElement(at);
      if (at < 0) return false;
    }
    return true;
  }

  /** Where the region ends that `at` lies in; `at` if it lies in none. */
  #skipRegion(at: number): number {
    const { starts, ends } = this.#regions;
    while (this.#region < ends.length && (ends[this.#region] as number) <= at) this.#region += 1;
    return this.#region < starts.length && (starts[this.#region] as number) <= at
      ? (ends[this.#region] as number)
      : at;
  }

  /** The separator stands at `at`. Returns where reading goes on, or -1. */
  #readPair(at: number): number {
    const text = this.#text;
    const next = text[at + 1];
    let keyEnd = at;
    let valueAt = at + 1;
    if (text[at] === 0x3d) {
      const before = text[at - 1] as number;
      if (next === 0x3d || next === 0x7e) return at + 2;
      if (operators[before] === 1) return at + 1;
      if (before === 0x3a) keyEnd -= 1;
      if (next === 0x3e) valueAt += 1;
    } else if (next === 0x3a || (next === 0x2f && text[at + 2] === 0x2f)) return at + 2;
    else if (next === 0x3d || text[at - 1] === 0x3a) return at + 1;
    if (this.#owners.length > 0) this.#owners.length = 0;
    const part = text[at] === 0x3d && next === 0x22 ? readFormPart(text, at) : undefined;
    if (part !== undefined) return this.#readPart(part, at);
    const keyStart = this.#findKey(keyEnd);
    // The last part of a path is no key: `/etc/passwd: permission denied`.
    const isPath = text[at] === 0x3a && text[keyStart - 1] === 0x2f;
    return this.#owners.length === 0 || isPath ? at + 1 : this.#takeValues(keyStart, valueAt);
  }

  /** Looks for owners of the key that ends at `end`, blanks and a quote left out; returns where it begins. */
  #findKey(end: number): number {
    const text = this.#text;
    let to = end;
    while (to > 0 && end - to < longestGap && isBlank(text[to - 1])) to -= 1;
    // params['password'] = …
    if (text[to - 1] === 0x5d && isQuote(text[to - 2])) to -= 1;
    const quote = text[to - 1];
    if (to > 0 && isQuote(quote)) {
      const level = countBackslashes(text, to - 1, mostBackslashes);
      const stop = to - 1 - level;
      const open = this.#findOpeningQuote(stop, quote as number);
      if (open >= 0 && isKeyPart(text[open])) {
        if (this.#keys.mayEnd(text, open, stop)) this.#look(open, stop);
        return open - 1;
      }
      to = stop;
    }
    return this.#findBareKey(to);
  }

  #findOpeningQuote(stop: number, quote: number): number {
    const text = this.#text;
    const limit = Math.max(0, stop - longestKey);
    for (let at = stop - 1; at >= limit; at -= 1) if (text[at] === quote) return at + 1;
    return -1;
  }

  /** The key may be up to four words, each one blank from the next: the fewest that anybody looks for. */
  #findBareKey(to: number): number {
    const text = this.#text;
    const limit = Math.max(0, to - longestKey);
    let from = to;
    if (to > 0 && !this.#keys.mayEnd(text, limit, to)) return to;
    for (let words = 0; words < mostWords; words += 1) {
      const before = from;
      while (from > limit && isKeyPart(text[from - 1])) from -= 1;
      // What is longer than any key is none, and neither is the end of it.
      if (from === before || (from > 0 && from === limit && isKeyPart(text[from - 1]))) return from;
      this.#look(from, to);
      if (this.#owners.length > 0 || text[from - 1] !== 0x20 || from - 1 <= limit) return from;
      from -= 1;
    }
    return from;
  }

  #look(from: number, to: number): void {
    if (to > from) this.#keys.reportText(this.#text, from, to, this.#path, this.#report);
  }

  #takeValues(keyStart: number, valueAt: number): number {
    const before = this.#text[keyStart - 1];
    const isQuery = before === 0x3f || before === 0x26;
    const isList = isCookieKey(this.#text, keyStart);
    let next = Number.POSITIVE_INFINITY;
    for (const detector of this.#owners) {
      const kind: ValueKind = isList ? 'line' : isQuery ? 'word' : detector.detector.textValue;
      if (!this.#readRegion(valueAt)) readValue(this.#text, valueAt, this.#end, kind, this.#span);
      const { from, to } = this.#span;
      this.#work -= to - valueAt;
      if (this.#work < 0) return -1;
      const isTaken = from < to && !isReplacement(this.#text, from, detector.tokens.labels);
      const outcome = isTaken ? this.#take?.(detector, from, to) : 'left';
      if (outcome === 'withhold') return -1;
      next = Math.min(next, outcome === 'taken' ? to : valueAt);
    }
    return next;
  }

  /** A document that stands under the key is its value as a whole. */
  #readRegion(valueAt: number): boolean {
    const { starts, ends } = this.#regions;
    const start = starts[this.#region];
    if (start === undefined) return false;
    let from = valueAt;
    while (from < start && isBlank(this.#text[from])) from += 1;
    if (from !== start) return false;
    this.#span.from = start;
    this.#span.to = ends[this.#region] as number;
    return true;
  }

  #readPart({ keyFrom, keyTo, from, to }: FormPart, at: number): number {
    this.#work -= to - at;
    if (this.#work < 0) return -1;
    this.#look(keyFrom, keyTo);
    for (const detector of this.#owners) {
      if (from < to && this.#take?.(detector, from, to) === 'withhold') return -1;
    }
    return keyTo;
  }

  #readElement(at: number): number {
    if (this.#owners.length > 0) this.#owners.length = 0;
    this.#xml.read(at, this.#keys, this.#report);
    if (this.#owners.length === 0) return at + 1;
    this.#xml.findContent(this.#span);
    const { from, to } = this.#span;
    if (this.#work < this.#xml.searched) return -1;
    for (const detector of this.#owners) {
      if (from < to && this.#take?.(detector, from, to) === 'withhold') return -1;
    }
    return at + 1;
  }
}

/** Most keys are told by their first letter: c or s. */
function isCookieKey(text: Buffer, at: number): boolean {
  const first = (text[at] as number) | 0x20;
  if (first !== 0x63 && first !== 0x73) return false;
  return cookieKey.test(text.toString('latin1', at, at + longestCookieKey));
}

const replacement = /^\[([A-Z0-9_]+)(?::[\w.:-]+)?\](?![A-Za-z0-9])/;
const longestReplacement = 1024;

/** Whether a value begins with what an earlier redaction wrote in its place. */
function isReplacement(text: Buffer, from: number, labels: ReadonlySet<string>): boolean {
  if (text[from] !== 0x5b) return false;
  const label = replacement.exec(text.toString('latin1', from, from + longestReplacement))?.[1];
  return label !== undefined && labels.has(label);
}

const reader = new PairReader();

/** Hands the values that stand under keys in `text`, but not those within `regions`, to `take`. False: the record must be withheld. */
export function readPairs(
  text: Buffer,
  keys: KeyTable<DetectorProgram>,
  regions: Regions,
  take: TakeValue,
): boolean {
  return reader.run(text, keys, regions, take);
}
