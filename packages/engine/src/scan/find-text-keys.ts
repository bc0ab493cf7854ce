import type { KeyTable } from '../compile/key-table.js';
import type { DetectorProgram } from '../compile/ruleset.js';
import type { WithholdReason } from '../types.js';
import { regionsOf, regionsOfToken, type Regions } from './documents.js';
import { counts, createCandidate } from './counts.js';
import type { OpenUnit } from './open-unit.js';
import type { RecordScan } from './record-scan.js';
import type { Spans } from '../prefilter/spans.js';
import { sign } from './inspect.js';
import { trait } from './units.js';
import { stringHolds, tokenKind } from '../formats/json-tokens.js';
import { readPairs, type TakeValue } from './text-pairs.js';

const candidate = createCandidate(true);
const regions: Regions = { starts: [], ends: [] };
const noRegions: Regions = { starts: [], ends: [] };

/** Where the JSON documents of the text stand, counted from its begin: there keys are looked up in the documents. */
function findRegions(scan: RecordScan, unit: OpenUnit): Regions {
  if (unit.index < 0) regionsOfToken(scan, unit.token, regions);
  else regionsOf(scan, unit.index, regions);
  for (let at = 0; at < regions.starts.length; at += 1) {
    regions.starts[at] = (regions.starts[at] as number) - unit.offset;
    regions.ends[at] = (regions.ends[at] as number) - unit.offset;
  }
  return regions;
}

/** Takes the values of one unit, one unit after the other. */
class ValueTaker {
  #scan: RecordScan | undefined;
  #unit: OpenUnit | undefined;

  readonly take: TakeValue = (detector, from, to) => {
    const scan = this.#scan as RecordScan;
    const unit = this.#unit as OpenUnit;
    candidate.detector = detector;
    unit.place(candidate, from, to);
    candidate.matchStart = candidate.start;
    candidate.matchEnd = candidate.end;
    candidate.matchFrom = from;
    candidate.matchTo = to;
    if (!counts(scan, candidate)) return 'left';
    if (!scan.add(candidate, unit.token, unit.scope)) return 'withhold';
    return scan.lastVerdict === 'counts' ? 'taken' : 'left';
  };

  open(scan: RecordScan, unit: OpenUnit): void {
    this.#scan = scan;
    this.#unit = unit;
    unit.describe(candidate);
  }
}

const taker = new ValueTaker();

/** Adds to `scan` what detectors find by a field's name in the text of one unit. */
function findTextKeys(
  keys: KeyTable<DetectorProgram>,
  scan: RecordScan,
  unit: OpenUnit,
): WithholdReason | undefined {
  taker.open(scan, unit);
  const inside = scan.documents.areNone ? noRegions : findRegions(scan, unit);
  return readPairs(unit.text, keys, inside, taker.take) ? undefined : 'scan_budget';
}

/** Whether a unit is a token of the record that stands in it as written. */
function isToken({ format, units }: RecordScan, index: number): boolean {
  return format === 'json' && units.inPool[index] === 0 && units.nestings[index] === 0;
}

/**
 * Adds to `scan` what detectors find by a field's name in the texts of its units. `isRest`: but for those that `findTokenKeys`
 * reads.
 */
export function findUnitKeys(
  keys: KeyTable<DetectorProgram>,
  scan: RecordScan,
  unit: OpenUnit,
  isRest: boolean,
): WithholdReason | undefined {
  const { units } = scan;
  for (let index = 0; index < units.count; index += 1) {
    if (isRest && isToken(scan, index)) continue;
    const traits = (units.traits[index] as number) & (trait.text | trait.joined);
    if (traits !== trait.text || ((units.signs[index] as number) & sign.pairs) === 0) continue;
    unit.open(scan, index);
    const reason = findTextKeys(keys, scan, unit);
    if (reason !== undefined) return reason;
  }
  return undefined;
}

/**
 * The same in the strings of a JSON record that stand in it as written; of these, where `isAnywhere` is false, in those alone that
 * hold a byte of one of the spans, or end right before one.
 */
export function findTokenKeys(
  keys: KeyTable<DetectorProgram>,
  scan: RecordScan,
  unit: OpenUnit,
  isAnywhere: boolean,
  { count: spanCount, firsts, lasts }: Spans,
): WithholdReason | undefined {
  const { tokens, documents } = scan;
  const { kinds, holds, escaped, starts, ends } = tokens;
  let span = 0;
  const count = documents.all[0]?.endToken ?? 0;
  for (let token = 0; token < count; token += 1) {
    if (((holds[token] as number) & stringHolds.separator) === 0) continue;
    if (kinds[token] !== tokenKind.string || escaped[token] === 1) continue;
    if (!isAnywhere) {
      while (span < spanCount && (lasts[span] as number) < (starts[token] as number)) span += 1;
      if (span === spanCount) return undefined;
      if ((firsts[span] as number) > (ends[token] as number)) continue;
    }
    unit.openToken(scan, token);
    const reason = findTextKeys(keys, scan, unit);
    if (reason !== undefined) return reason;
  }
  return undefined;
}
