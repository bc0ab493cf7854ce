import type { Program } from '../compile/ruleset.js';
import type { WithholdReason } from '../types.js';
import { scanUnits } from './scan-record.js';
import { screenRecord } from './screen.js';
import type { RecordScan } from './record-scan.js';

/** The reference path: every pattern over every unit of one opened record. All faster ways are held to it. */
export function scanPlain(program: Program, scan: RecordScan): WithholdReason | undefined {
  const { bytes, start, end, limits } = scan;
  const blocked = screenRecord(bytes, start, end, limits.maxRecordBytes, false);
  if (blocked !== undefined || start === end) return blocked;
  return scanUnits(program, scan);
}
