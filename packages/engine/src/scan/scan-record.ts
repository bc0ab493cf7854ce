import type RE2 from 're2';
import type { PatternProgram, Program } from '../compile/ruleset.js';
import { tokenKind } from '../formats/json-tokens.js';
import { tokenizeJson } from '../formats/tokenize-json.js';
import type { WithholdReason } from '../types.js';
import { findKeys } from './find-keys.js';
import { matchUnit, type Unit } from './match-unit.js';
import type { RecordScan } from './record-scan.js';

const unit: Unit = { text: Buffer.alloc(0), base: 0, isDecoded: false, token: -1, scope: -1 };

function openText(scan: RecordScan): void {
  unit.text = scan.bytes.subarray(scan.start, scan.end);
  unit.base = scan.start;
  unit.isDecoded = false;
  unit.token = -1;
  unit.scope = -1;
}

/** Makes a key or scalar the unit. False for a container, which is none. */
function openToken(scan: RecordScan, token: number): boolean {
  const { bytes, tokens, decoded } = scan;
  const kind = tokens.kinds[token];
  if (kind === tokenKind.object || kind === tokenKind.array) return false;
  const start = tokens.starts[token] as number;
  const end = tokens.ends[token] as number;
  unit.isDecoded = tokens.escaped[token] === 1;
  if (unit.isDecoded) decoded.decode(bytes, start, end);
  unit.text = unit.isDecoded ? decoded.text : bytes.subarray(start, end);
  unit.base = start;
  unit.token = token;
  unit.scope = kind === tokenKind.key ? token + 1 : token;
  return true;
}

function matchAll(patterns: readonly PatternProgram[], scan: RecordScan): WithholdReason | undefined {
  for (const pattern of patterns) {
    const reason = matchUnit(pattern, scan, unit);
    if (reason !== undefined) return reason;
  }
  return undefined;
}

function tokenize(scan: RecordScan): WithholdReason | undefined {
  const outcome = tokenizeJson(scan.bytes, scan.start, scan.end, scan.limits.maxDepth, scan.tokens);
  return outcome === 'ok' ? undefined : outcome;
}

/** The reference: searches every unit of the record with every pattern, and finds keys. */
export function scanUnits(program: Program, scan: RecordScan): WithholdReason | undefined {
  if (scan.format === 'text') {
    openText(scan);
    return matchAll(program.patterns, scan);
  }
  const malformed = tokenize(scan);
  if (malformed !== undefined) return malformed;
  for (let token = 0; token < scan.tokens.count; token += 1) {
    const reason = openToken(scan, token) ? matchAll(program.patterns, scan) : undefined;
    if (reason !== undefined) return reason;
  }
  return findKeys(program.keys, scan);
}

/** Where the next match of the finder begins, at or behind `from`; -1 if there is none in the record. */
function findNext(finder: RE2 | undefined, record: Buffer, start: number, from: number): number {
  if (finder === undefined) return from;
  finder.lastIndex = from - start;
  const match = finder.exec(record);
  return match === null ? -1 : start + match.index;
}

/**
 * Searches the units without escapes with one pattern. Its finder runs over the record as written: no unit that ends
 * before the finder's match begins can hold one, so the first that ends behind is searched, and the finder goes on at
 * that unit's end.
 */
function scanPlainUnits(program: PatternProgram, scan: RecordScan): WithholdReason | undefined {
  const { tokens, start } = scan;
  const { finder } = program.pattern;
  const record = scan.bytes.subarray(start, scan.end);
  let next = findNext(finder, record, start, start);
  for (let token = 0; token < tokens.count && next >= 0; token += 1) {
    const end = tokens.ends[token] as number;
    const isDecoded = tokens.escaped[token] === 1;
    if (end <= next || (!isDecoded && !openToken(scan, token))) continue;
    const reason = isDecoded ? undefined : matchUnit(program, scan, unit);
    if (reason !== undefined) return reason;
    next = findNext(finder, record, start, end);
  }
  return undefined;
}

/** Searches the strings with escapes, whose text does not stand in the record as it is, with every pattern. */
function scanEscapedUnits(program: Program, scan: RecordScan): WithholdReason | undefined {
  for (let token = 0; token < scan.tokens.count; token += 1) {
    if (scan.tokens.escaped[token] === 0) continue;
    openToken(scan, token);
    const reason = matchAll(program.patterns, scan);
    if (reason !== undefined) return reason;
  }
  return undefined;
}

/**
 * Finds the same as `scanUnits`, given the patterns whose finders meet something in the record: a pattern that is not
 * `marked` matches in no unit without escapes.
 */
export function scanMarked(
  program: Program,
  marked: readonly PatternProgram[],
  scan: RecordScan,
): WithholdReason | undefined {
  if (scan.format === 'text') {
    openText(scan);
    return matchAll(marked, scan);
  }
  const malformed = tokenize(scan) ?? scanEscapedUnits(program, scan);
  if (malformed !== undefined) return malformed;
  for (const pattern of marked) {
    const reason = scanPlainUnits(pattern, scan);
    if (reason !== undefined) return reason;
  }
  return findKeys(program.keys, scan);
}
