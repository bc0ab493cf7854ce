import type { Program } from '../compile/ruleset.js';
import { isFilterWorthwhile, recordFilterOf } from '../prefilter/filters.js';
import type { WithholdReason } from '../types.js';
import type { RecordScan } from './record-scan.js';
import { scanFiltered, scanUnits } from './scan-record.js';
import { screenRecord } from './screen.js';

/** The reference path: every pattern over every unit of one opened record. All faster ways are held to it. */
export function scanPlain(program: Program, scan: RecordScan): WithholdReason | undefined {
  const { bytes, start, end, limits } = scan;
  const blocked = screenRecord(bytes, start, end, limits.maxRecordBytes, false);
  if (blocked !== undefined || start === end) return blocked;
  return scanUnits(program, scan);
}

/**
 * The same, searched only with the patterns that may match. `isClean`: the bytes are known to be UTF-8 without NUL. `record`:
 * its index in the frame that the prefilter has looked through, if it has.
 */
export function scanFast(
  program: Program,
  scan: RecordScan,
  isClean: boolean,
  record = -1,
): WithholdReason | undefined {
  const { bytes, start, end, limits } = scan;
  const blocked = screenRecord(bytes, start, end, limits.maxRecordBytes, isClean);
  if (blocked !== undefined || start === end) return blocked;
  // Of a frame the filter has been asked already.
  if (record < 0 && !isFilterWorthwhile(program, end - start)) return scanUnits(program, scan);
  const filter = recordFilterOf(program);
  if (record < 0) filter.chooseIn(bytes, start, end);
  else filter.chooseInFrame(record);
  return scanFiltered(program, scan, filter);
}

/** The same for a text that was screened already. */
export function scanJoined(program: Program, scan: RecordScan): WithholdReason | undefined {
  const filter = recordFilterOf(program);
  filter.chooseIn(scan.bytes, scan.start, scan.end);
  return scanFiltered(program, scan, filter);
}
