import type { KeyTable } from '../compile/key-table.js';
import type { DetectorProgram } from '../compile/ruleset.js';
import type { WithholdReason } from '../types.js';
import { regionsOf, type Regions } from './documents.js';
import { counts, createCandidate } from './counts.js';
import type { OpenUnit } from './open-unit.js';
import type { RecordScan } from './record-scan.js';
import { readPairs, type TakeValue } from './text-pairs.js';

const candidate = createCandidate(true);
const regions: Regions = { starts: [], ends: [] };
const noRegions: Regions = { starts: [], ends: [] };

/** Where the JSON documents of the text stand, counted from its begin: there keys are looked up in the documents. */
function findRegions(scan: RecordScan, unit: OpenUnit): Regions {
  regionsOf(scan, unit.index, regions);
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
export function findTextKeys(
  keys: KeyTable<DetectorProgram>,
  scan: RecordScan,
  unit: OpenUnit,
): WithholdReason | undefined {
  taker.open(scan, unit);
  const inside = scan.documents.areNone ? noRegions : findRegions(scan, unit);
  return readPairs(unit.text, keys, inside, taker.take) ? undefined : 'scan_budget';
}
