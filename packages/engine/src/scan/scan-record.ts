import type RE2 from 're2';
import type { PatternProgram, Program } from '../compile/ruleset.js';
import { recordFilterOf } from '../prefilter/record-filter.js';
import type { WithholdReason } from '../types.js';
import { finish } from './finish.js';
import { findTextKeys } from './find-text-keys.js';
import { findKeys } from './find-keys.js';
import { sign } from './inspect.js';
import { matchUnit } from './match-unit.js';
import { OpenUnit } from './open-unit.js';
import { prepare } from './prepare.js';
import type { RecordScan } from './record-scan.js';
import { trait } from './units.js';

const unit = new OpenUnit();

/** Finds what stands under keys: in the texts of the record, then in its JSON. */
function scanKeys(program: Program, scan: RecordScan): WithholdReason | undefined {
  const { units } = scan;
  if (program.keys.isEmpty) return undefined;
  for (let index = 0; index < units.count; index += 1) {
    const traits = (units.traits[index] as number) & (trait.text | trait.joined);
    if (traits !== trait.text || ((units.signs[index] as number) & sign.pairs) === 0) continue;
    unit.open(scan, index);
    const reason = findTextKeys(program.keys, scan, unit);
    if (reason !== undefined) return reason;
  }
  return findKeys(program.keys, scan);
}

/** The reference: searches every unit of the record with every pattern, and finds keys. */
export function scanUnits(program: Program, scan: RecordScan): WithholdReason | undefined {
  const unfit = prepare(scan);
  if (unfit !== undefined) return unfit;
  for (let index = 0; index < scan.units.count; index += 1) {
    unit.open(scan, index);
    for (const pattern of program.patterns) {
      const reason = matchUnit(pattern, scan, unit);
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
  finder.lastIndex = from - start;
  // Asking whether costs a tenth of asking where, and mostly the answer is no.
  if (!finder.test(record)) return -1;
  finder.lastIndex = from - start;
  const match = finder.exec(record);
  return match === null ? -1 : start + match.index;
}

/**
 * Searches the units that stand in the record as written with one pattern. Its finder runs over the record: no unit that
 * ends before the finder's match begins can hold one, so the first that ends behind is searched, and the finder goes on
 * at that unit's end.
 */
function scanRawUnits(program: PatternProgram, scan: RecordScan): WithholdReason | undefined {
  const { units, start } = scan;
  // The one unit of a text is the record, in which the finder has met something already.
  const finder = scan.format === 'text' ? undefined : program.pattern.finder;
  const record = scan.bytes.subarray(start, scan.end);
  let next = findNext(finder, record, start, start);
  if (next < 0) return undefined;
  for (let index = 0; index < units.count; index += 1) {
    if (units.inPool[index] === 1) continue;
    const end = units.ends[index] as number;
    // The units of documents within a text lie in the unit of the text and stand behind all others.
    const isNested = units.nestings[index] !== 0;
    if (!isNested && (next < 0 || end <= next)) continue;
    unit.open(scan, index);
    const reason = matchUnit(program, scan, unit);
    if (reason !== undefined) return reason;
    if (!isNested) next = findNext(finder, record, start, end);
  }
  return undefined;
}

/** Searches the decoded texts, which do not stand in the record as they are, with the patterns that may match there. */
function scanPooledUnits(patterns: readonly PatternProgram[], scan: RecordScan): WithholdReason | undefined {
  const { pool, units } = scan;
  const text = pool.bytes.subarray(0, pool.length);
  for (const pattern of patterns) {
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

/**
 * Finds the same as `scanUnits`, with the patterns alone that the prefilter has not ruled out. `record`: its index in the
 * frame that the prefilter has looked through, if it has.
 */
export function scanFiltered(program: Program, scan: RecordScan, record = -1): WithholdReason | undefined {
  const unfit = prepare(scan);
  if (unfit !== undefined) return unfit;
  const { bytes, start, end, pool } = scan;
  const filter = recordFilterOf(program);
  if (record < 0) filter.look(bytes, start, end, pool.bytes, pool.length);
  else filter.lookAtRecord(record, bytes, start, end, pool.bytes, pool.length);
  const stop = pool.length === 0 ? undefined : scanPooledUnits(filter.inDecoded(), scan);
  if (stop !== undefined) return stop;
  for (const pattern of filter.inRecord()) {
    const reason = scanRawUnits(pattern, scan);
    if (reason !== undefined) return reason;
  }
  const reason = scanKeys(program, scan);
  if (reason === undefined) finish(scan);
  return reason;
}
