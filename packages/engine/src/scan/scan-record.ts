import type RE2 from 're2';
import type { PatternProgram, Program } from '../compile/ruleset.js';
import { stringHolds } from '../formats/json-tokens.js';
import type { RecordFilter } from '../prefilter/record-filter.js';
import { createSpans } from '../prefilter/spans.js';
import type { WithholdReason } from '../types.js';
import { signsOfEncoded } from './inspect.js';
import { finish } from './finish.js';
import { findTokenKeys, findUnitKeys } from './find-text-keys.js';
import { findKeys, findKeysFast } from './find-keys.js';
import { askPattern, begins, findWithin } from './find-match.js';
import { matchUnit } from './match-unit.js';
import { OpenUnit } from './open-unit.js';
import { prepare, readTokens } from './prepare.js';
import { prepareRest } from './prepare-rest.js';
import { asUnit, RawUnits } from './raw-units.js';
import type { RecordScan } from './record-scan.js';
import { UnitIndex } from './unit-index.js';

const unit = new OpenUnit();
const rawUnits = new RawUnits();
const pooledUnits = new UnitIndex();
const spans = createSpans();

/** Finds what stands under keys: in the texts of the record, then in its JSON. */
function scanKeys(program: Program, scan: RecordScan): WithholdReason | undefined {
  if (program.keys.isEmpty) return undefined;
  return findUnitKeys(program.keys, scan, unit, false) ?? findKeys(program.keys, scan);
}

/** The reference: searches every unit of the record with every pattern, by RE2 alone, and finds keys. */
export function scanUnits(program: Program, scan: RecordScan): WithholdReason | undefined {
  const unfit = readTokens(scan) ?? prepare(scan);
  if (unfit !== undefined) return unfit;
  for (let index = 0; index < scan.units.count; index += 1) {
    unit.open(scan, index);
    for (const pattern of program.patterns) {
      const reason = matchUnit(pattern, scan, unit, askPattern);
      if (reason !== undefined) return reason;
    }
  }
  const reason = scanKeys(program, scan);
  if (reason === undefined) finish(scan);
  return reason;
}

/** Where the next match of the finder begins, at or behind `from`; -1 if there is none in the record. */
function findNext(finder: RE2 | undefined, record: Buffer, start: number, from: number): number {
  if (finder === undefined) return from;
  // `exec` would build an object for each match, which takes ten times as long.
  const at = finder.search(from === start ? record : record.subarray(from - start));
  return at < 0 ? -1 : from + at;
}

/** Opens a text that stands in the record as written. */
function openFound(scan: RecordScan, found: number): void {
  if (found < 0) unit.openToken(scan, asUnit(found));
  else unit.open(scan, found);
}

/**
 * Searches the texts that stand in the record as written with one pattern. Its finder runs over the record: no text that
 * ends before the finder's match begins can hold one, so the first that ends behind is searched, and the finder goes on
 * at that text's end.
 */
function scanAllRaw(program: PatternProgram, scan: RecordScan): WithholdReason | undefined {
  const { units, start } = scan;
  const { finder } = program.pattern;
  const record = scan.bytes.subarray(start, scan.end);
  let next = findNext(finder, record, start, start);
  if (next < 0) return undefined;
  rawUnits.findAll();
  for (let place = 0; place < rawUnits.count; place += 1) {
    const found = rawUnits.found[place] as number;
    const end = rawUnits.endAt(place);
    // The units of documents within a text lie in the text and stand behind all others.
    const isNested = found >= 0 && units.nestings[found] !== 0;
    if (!isNested && (next < 0 || end <= next)) continue;
    openFound(scan, found);
    const reason = matchUnit(program, scan, unit);
    if (reason !== undefined) return reason;
    if (!isNested) next = findNext(finder, record, start, end);
  }
  return undefined;
}

/** Searches a text with a pattern, where `spans` tell that matches may be. */
function scanWithin(program: PatternProgram, scan: RecordScan, found: number): WithholdReason | undefined {
  const { starts, ends } = found < 0 ? scan.tokens : scan.units;
  const at = found < 0 ? asUnit(found) : found;
  const { search } = program.pattern;
  const { bytes } = found < 0 ? scan : scan.source(scan.units.inPool[found]);
  if (!begins.open(search, spans, bytes, starts[at] as number, ends[at] as number)) return undefined;
  openFound(scan, found);
  return matchUnit(program, scan, unit, findWithin);
}

/** Searches the only unit of a record with all patterns that may match in it. */
function scanUnit(filter: RecordFilter, scan: RecordScan): WithholdReason | undefined {
  for (let at = 0; at < filter.count; at += 1) {
    const pattern = filter.patternAt(at);
    let reason: WithholdReason | undefined;
    if (filter.spansOf(at, spans)) reason = scanWithin(pattern, scan, 0);
    else {
      unit.open(scan, 0);
      reason = matchUnit(pattern, scan, unit);
    }
    if (reason !== undefined) return reason;
  }
  return undefined;
}

/** Searches what stands in the record as written with the patterns that may match there, each where it may. */
function scanRaw(filter: RecordFilter, scan: RecordScan): WithholdReason | undefined {
  if (filter.count === 0) return undefined;
  // A text without documents is one unit, and it is searched wherever something was met.
  if (scan.format === 'text' && scan.units.count === 1) return scanUnit(filter, scan);
  rawUnits.open(scan);
  for (let at = 0; at < filter.count; at += 1) {
    const pattern = filter.patternAt(at);
    if (!filter.spansOf(at, spans)) {
      const reason = scanAllRaw(pattern, scan);
      if (reason !== undefined) return reason;
      continue;
    }
    rawUnits.findAt(spans);
    for (let place = 0; place < rawUnits.count; place += 1) {
      const reason = scanWithin(pattern, scan, rawUnits.found[place] as number);
      if (reason !== undefined) return reason;
    }
  }
  return undefined;
}

/** Searches the decoded texts, which do not stand in the record as they are, with the patterns that may match there. */
function scanPooledUnits(filter: RecordFilter, scan: RecordScan): WithholdReason | undefined {
  const { pool, units } = scan;
  const text = pool.bytes.subarray(0, pool.length);
  pooledUnits.open(units, (index) => units.inPool[index] === 1);
  for (let at = 0; at < filter.decodedCount; at += 1) {
    const pattern = filter.decodedPatternAt(at);
    if (filter.decodedSpansOf(at, spans)) {
      pooledUnits.findAt(spans);
      for (let place = 0; place < pooledUnits.count; place += 1) {
        const reason = scanWithin(pattern, scan, pooledUnits.found[place] as number);
        if (reason !== undefined) return reason;
      }
      continue;
    }
    const { finder } = pattern.pattern;
    if (finder !== undefined) {
      finder.lastIndex = 0;
      if (!finder.test(text)) continue;
    }
    for (let index = 0; index < units.count; index += 1) {
      if (units.inPool[index] === 0) continue;
      unit.open(scan, index);
      const reason = matchUnit(pattern, scan, unit);
      if (reason !== undefined) return reason;
    }
  }
  return undefined;
}

/** Finds what stands under keys in the strings of JSON, those alone in which a name was met. */
function scanTokenKeys(program: Program, scan: RecordScan, filter: RecordFilter): WithholdReason | undefined {
  if (scan.format === 'text' || (scan.tokens.held & stringHolds.separator) === 0) return undefined;
  const isAnywhere = !filter.nameSpans(spans);
  return findTokenKeys(program.keys, scan, unit, isAnywhere, spans);
}

/** The same as `scanKeys` of a record whose units are those of `prepareRest`. */
function scanRawKeys(program: Program, scan: RecordScan, filter: RecordFilter): WithholdReason | undefined {
  if (program.keys.isEmpty) return undefined;
  return (
    scanTokenKeys(program, scan, filter) ??
    findUnitKeys(program.keys, scan, unit, true) ??
    findKeysFast(program.keys, scan)
  );
}

/** Finds the same as `scanUnits`, with the patterns alone for which `filter` was asked about this record. */
export function scanFiltered(
  program: Program,
  scan: RecordScan,
  filter: RecordFilter,
): WithholdReason | undefined {
  const unfit = readTokens(scan);
  if (unfit !== undefined) return unfit;
  // Nothing is encoded, and neither a pattern nor a name is there.
  if ((scan.signs & signsOfEncoded) === 0 && !scan.isJoined && filter.count === 0 && !filter.mayHoldKeys)
    return undefined;
  const unready = prepareRest(scan);
  if (unready !== undefined) return unready;
  const { pool } = scan;
  if (pool.length > 0) {
    filter.addDecoded(pool.bytes, pool.length);
    const reason = scanPooledUnits(filter, scan);
    if (reason !== undefined) return reason;
  }
  const stop = scanRaw(filter, scan);
  if (stop !== undefined) return stop;
  const reason = filter.mayHoldKeys ? scanRawKeys(program, scan, filter) : undefined;
  if (reason === undefined) finish(scan);
  return reason;
}
