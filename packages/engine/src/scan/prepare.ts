import { Buffer } from 'node:buffer';
import { decodeBase64, isBase64, leastRun } from '../formats/base64-run.js';
import { decodeView, type ViewKind } from '../formats/decode-view.js';
import { skipByteOrderMark, tokenizeJson } from '../formats/tokenize-json.js';
import type { TextSource } from '../formats/text-pool.js';
import type { WithholdReason } from '../types.js';
import { noHost, regionsOf, type JsonDocument, type Regions } from './documents.js';
import { findDocuments, mostNested } from './find-documents.js';
import { addRecordUnit, addTokenUnits } from './token-units.js';
import { inspectText, runs, sign } from './inspect.js';
import type { RecordScan } from './record-scan.js';
import { trait } from './units.js';

/** How often a text is decoded, one encoding in the other. */
export const mostDecoded = 4;
/** Bytes that may be decoded, against the bytes of the record. */
const decodedFactor = 8;
const leastDecoded = 4096;

/** Signs that have a meaning in a text, in a key, in a text without its line breaks. */
const signsOfKey = sign.escapes | sign.quotedPrintable | sign.base64;
const signsOfJoined = sign.base64;
const signsOfViews = sign.escapes | sign.quotedPrintable | sign.base64 | sign.lineBreaks;

/** The record itself, as a document whose tokens are complete. */
function wholeRecord({ tokens, end }: RecordScan, start: number): JsonDocument {
  return {
    firstToken: 0,
    endToken: tokens.count,
    start,
    end,
    hostToken: noHost,
    hostScope: 0,
    text: -1,
    keyInPool: 0,
    keyStart: 0,
    keyEnd: 0,
    path: [],
    isNamed: false,
  };
}

function exceedsBudget({ pool, start, end }: RecordScan): boolean {
  return pool.length > (end - start) * decodedFactor + leastDecoded;
}

/** Appends a unit that was decoded from `unit`; its text ends the pool. */
function addDecoded(scan: RecordScan, unit: number, start: number, traits: number): void {
  const { units, pool } = scan;
  scan.mayRepeat = true;
  const { tokens, scopes, depths, nestings, texts } = units;
  units.add(
    1,
    start,
    pool.length - 1,
    tokens[unit] as number,
    scopes[unit] as number,
    (units.traits[unit] as number) | traits,
    (depths[unit] as number) + 1,
    nestings[unit] as number,
    texts[unit] as number,
  );
}

/** The parts of a unit's text between the documents in it. */
const gaps: Regions = { starts: [], ends: [] };
const regions: Regions = { starts: [], ends: [] };

function findGaps(scan: RecordScan, unit: number): void {
  if (scan.documents.areNone) {
    if (gaps.starts.length !== 1) gaps.starts.length = gaps.ends.length = 1;
    gaps.starts[0] = scan.units.starts[unit] as number;
    gaps.ends[0] = scan.units.ends[unit] as number;
    return;
  }
  regionsOf(scan, unit, regions);
  gaps.starts.length = 0;
  gaps.ends.length = 0;
  let from = scan.units.starts[unit] as number;
  for (const [at, start] of regions.starts.entries()) {
    if (from < start) {
      gaps.starts.push(from);
      gaps.ends.push(start);
    }
    from = regions.ends[at] as number;
  }
  const end = scan.units.ends[unit] as number;
  if (from === end) return;
  gaps.starts.push(from);
  gaps.ends.push(end);
}

/** False if there was nothing to decode. */
function addView(scan: RecordScan, unit: number, kind: ViewKind, traits: number): boolean {
  const { units, pool, breaks } = scan;
  const start = pool.length;
  const source = scan.source(units.inPool[unit]);
  if (!decodeView(kind, source, gaps, pool, breaks)) return false;
  addDecoded(scan, unit, start, traits);
  return true;
}

/** Decodes the run `[from, to)` of base64 and adds it as a unit. False if it is no text. */
function addRun(scan: RecordScan, unit: number, source: TextSource, from: number, to: number): boolean {
  const decoded = decodeBase64(source.bytes, from, to);
  if (decoded === undefined) return false;
  const { pool, units } = scan;
  let last = to;
  while (last < (units.ends[unit] as number) && last < to + 2 && source.bytes[last] === 0x3d) last += 1;
  const begin = source.beginOf(from);
  const end = source.endOf(last - 1);
  const start = pool.length;
  for (const byte of decoded) pool.put(byte, begin, end);
  pool.close(end);
  addDecoded(scan, unit, start, trait.opaque);
  return true;
}

/** 1 for what parts the names of a path; 1 or 2 for what parts the words of a name. */
const separators = new Uint8Array(256);
separators[0x2f] = 1;
for (const byte of Buffer.from('+_-')) separators[byte] = 2;
const levels = [1, 2];

/** A run that is no text as a whole may be a path or a name with one in it: `/users/dXNlcm…`. */
function addPieces(scan: RecordScan, unit: number, source: TextSource, from: number, to: number): void {
  for (const level of levels) {
    let isFound = false;
    let start = from;
    for (let at = from; at <= to; at += 1) {
      const separator = at < to ? (separators[source.bytes[at] as number] as number) : 1;
      if (separator === 0 || separator > level) continue;
      if (at - start >= leastRun && at - start < to - from && addRun(scan, unit, source, start, at))
        isFound = true;
      start = at + 1;
    }
    if (isFound) return;
  }
}

/** Whether the run stands in the record as it is, and so was decoded when the text was not yet. */
function isKnown(scan: RecordScan, unit: number, source: TextSource, from: number, to: number): boolean {
  const { depths, traits } = scan.units;
  if (depths[unit] === 0 || ((traits[unit] as number) & trait.opaque) !== 0) return false;
  return source.endOf(to - 1) - source.beginOf(from) === to - from;
}

/** Decodes one run, or what stands in it. */
function addRunOrPieces(scan: RecordScan, unit: number, source: TextSource, from: number, to: number): void {
  if (!isKnown(scan, unit, source, from, to) && !addRun(scan, unit, source, from, to))
    addPieces(scan, unit, source, from, to);
}

/** Decodes the runs that `inspectText` has met in this unit, where no document stands. */
function addRuns(scan: RecordScan, unit: number): void {
  const source = scan.source(scan.units.inPool[unit]);
  if (scan.documents.areNone) {
    for (let run = 0; run < runs.count; run += 1)
      addRunOrPieces(scan, unit, source, runs.starts[run] as number, runs.ends[run] as number);
    return;
  }
  for (let at = 0; at < gaps.starts.length; at += 1)
    addRunsIn(scan, unit, source, gaps.starts[at] as number, gaps.ends[at] as number);
}

function addRunsIn(scan: RecordScan, unit: number, source: TextSource, from: number, to: number): void {
  // The pool may grow meanwhile; the bytes that are read stay as they are.
  const { bytes } = source;
  let start = from;
  for (let at = from; at <= to; at += 1) {
    if (at < to && isBase64(bytes[at])) continue;
    if (at - start >= leastRun) addRunOrPieces(scan, unit, source, start, at);
    start = at + 1;
  }
}

/** Decodes a text in its ways, one after the other: a way has its turn once those before it have nothing left to do. */
function addViews(scan: RecordScan, unit: number, signs: number): void {
  if ((signs & sign.base64) !== 0) addRuns(scan, unit);
  if ((signs & sign.escapes) !== 0 && addView(scan, unit, 'escapes', 0)) return;
  if ((signs & sign.quotedPrintable) !== 0 && addView(scan, unit, 'quotedPrintable', trait.soft)) return;
  if ((signs & sign.lineBreaks) !== 0) addView(scan, unit, 'joined', trait.joined);
}

/** Adds what a unit holds in another form. */
function expand(scan: RecordScan, unit: number): WithholdReason | undefined {
  const { units } = scan;
  const traits = units.traits[unit] as number;
  if ((traits & (trait.text | trait.key)) === 0) return undefined;
  const { bytes } = scan.source(units.inPool[unit]);
  let signs = inspectText(bytes, units.starts[unit] as number, units.ends[unit] as number);
  if ((traits & trait.key) !== 0) signs &= signsOfKey;
  if ((traits & trait.joined) !== 0) signs &= signsOfJoined;
  units.signs[unit] = signs;
  if ((signs & sign.document) !== 0 && (units.nestings[unit] as number) < mostNested)
    findDocuments(scan, unit);
  if ((signs & signsOfViews) !== 0 && (units.depths[unit] as number) < mostDecoded) {
    findGaps(scan, unit);
    addViews(scan, unit, signs);
  }
  return exceedsBudget(scan) ? 'scan_budget' : undefined;
}

/** Reads the tokens of a JSON record. Says why if it must be withheld. */
export function readTokens(scan: RecordScan): WithholdReason | undefined {
  if (scan.format === 'text') return undefined;
  const start = skipByteOrderMark(scan.bytes, scan.start, scan.end);
  const outcome = tokenizeJson(scan.bytes, start, scan.end, scan.limits.maxDepth, scan.tokens);
  if (outcome !== 'ok') return outcome;
  scan.documents.all.push(wholeRecord(scan, start));
  return undefined;
}

/** Adds what the units, and those that are added, hold in another form. */
export function expandUnits(scan: RecordScan): WithholdReason | undefined {
  const { units, breaks } = scan;
  for (let unit = 0; unit < units.count; unit += 1) {
    const reason = expand(scan, unit);
    if (reason !== undefined) return reason;
  }
  if (breaks.length > 1) breaks.sort((a, b) => a - b);
  return undefined;
}

/** Finds all texts of the record, whose tokens have been read, that are to be searched. Says why if it must be withheld. */
export function prepare(scan: RecordScan): WithholdReason | undefined {
  if (scan.format === 'json') addTokenUnits(scan, 0, 0);
  else addRecordUnit(scan);
  return expandUnits(scan);
}
