import type { JsonTokens } from '../formats/json-tokens.js';
import type { TextSource } from '../formats/text-pool.js';
import type { RecordScan } from './record-scan.js';
import { trait } from './units.js';

/** A JSON value: the record itself, or an object or array within a text. */
export interface JsonDocument {
  /** Its tokens, the root first. */
  readonly firstToken: number;
  endToken: number;
  /** Its span in the record as written. */
  readonly start: number;
  readonly end: number;
  /** What a finding in it is written into, if it lies in base64; otherwise -2. */
  readonly hostToken: number;
  readonly hostScope: number;
  /** Token of the text that it stands in; -1 for none. */
  readonly text: number;
  /** The key before it in that text, `user={…}`; empty if there is none. */
  readonly keyInPool: number;
  readonly keyStart: number;
  readonly keyEnd: number;
  /** Ids of the names that lead to it, while keys are looked for. */
  readonly path: number[];
  /** The last of these names is the text beside a `value`. */
  isNamed: boolean;
}

export const noHost = -2;

/** Place in `documents`, which are apart and in order, of the first that ends behind `place`. */
export function firstEndingBehind(documents: readonly JsonDocument[], place: number): number {
  let low = 0;
  let high = documents.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((documents[middle] as JsonDocument).end <= place) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** The documents of one record. */
export class Documents {
  readonly all: JsonDocument[] = [];
  /** By the token of the text they stand in, -1 for a text record: apart from each other, by place. */
  readonly #families = new Map<number, JsonDocument[]>();

  reset(): void {
    if (this.all.length === 0) return;
    this.all.length = 0;
    if (this.#families.size > 0) this.#families.clear();
  }

  /** The documents, none of them in base64, that stand in the text of a token. */
  in(token: number): readonly JsonDocument[] {
    return this.#families.get(token) ?? none;
  }

  get areNone(): boolean {
    return this.#families.size === 0;
  }

  /** False if it would overlap one that stands in the same text, decoded in another way. */
  add(document: JsonDocument, host: number): boolean {
    if (document.hostToken === noHost) {
      const family = this.#families.get(host) ?? [];
      const at = firstEndingBehind(family, document.start);
      const next = family[at];
      if (next !== undefined && next.start < document.end) return false;
      family.splice(at, 0, document);
      this.#families.set(host, family);
    }
    this.all.push(document);
    return true;
  }
}

const none: readonly JsonDocument[] = [];

/** Where the content of a token begins and ends in the record as written. */
export function rawStartOf(scan: RecordScan, token: number): number {
  const { inPool, starts } = scan.tokens;
  const start = starts[token] as number;
  return inPool[token] === 1 ? scan.pool.beginOf(start) : start;
}

export function rawEndOf(scan: RecordScan, token: number): number {
  const { inPool, starts, ends }: JsonTokens = scan.tokens;
  const end = ends[token] as number;
  if (inPool[token] === 0) return end;
  return end === starts[token] ? scan.pool.beginOf(end) : scan.pool.endOf(end - 1);
}

/** Parts of a text, apart and in order; offsets count bytes of its source. */
export interface Regions {
  readonly starts: number[];
  readonly ends: number[];
}

/** First place of `source[from, to)` that stands at `place` in the record, or behind it. */
function placeOf(source: TextSource, from: number, to: number, place: number): number {
  let low = from;
  let high = to;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (source.beginOf(middle) < place) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Where the documents in the text of a unit stand. Of those in base64 nothing is said: they are written into as a whole. */
export function regionsOf(scan: RecordScan, unit: number, into: Regions): void {
  into.starts.length = 0;
  into.ends.length = 0;
  const { units } = scan;
  if (scan.documents.areNone || ((units.traits[unit] as number) & trait.opaque) !== 0) return;
  const source = scan.source(units.inPool[unit]);
  addRegions(
    scan,
    units.texts[unit] as number,
    source,
    units.starts[unit] as number,
    units.ends[unit] as number,
    into,
  );
}

/** The same of a token that is the text of no unit, in the record as written. */
export function regionsOfToken(scan: RecordScan, token: number, into: Regions): void {
  into.starts.length = 0;
  into.ends.length = 0;
  const { textStarts, textEnds } = scan.tokens;
  addRegions(scan, token, scan.source(0), textStarts[token] as number, textEnds[token] as number, into);
}

/** Adds where the documents in the text of a token stand in `source[from, end)`, one of its forms. */
function addRegions(
  { documents }: RecordScan,
  text: number,
  source: TextSource,
  from: number,
  end: number,
  into: Regions,
): void {
  let at = from;
  for (const document of documents.in(text)) {
    const start = placeOf(source, at, end, document.start);
    at = placeOf(source, start, end, document.end);
    if (start === at) continue;
    into.starts.push(start);
    into.ends.push(at);
  }
}
