import type { Program } from '../compile/ruleset.js';
import type { RecordScan } from '../scan/record-scan.js';
import type { RedactContext } from '../types.js';
import type { Counters } from './counters.js';
import type { Edits } from './edits.js';
import { planJson } from './plan-json.js';
import { planText } from './plan-text.js';
import type { SettledFinding } from './settle.js';

/**
 * Turns the settled findings of the scanned record into edits of its buffer. False: the record is discarded, only the
 * findings that discard it are counted, and no edit was added.
 */
export function planRecord(
  program: Program,
  scan: RecordScan,
  findings: readonly SettledFinding[],
  context: RedactContext,
  edits: Edits,
  counters: Counters,
): boolean {
  const discards = findings.filter(({ action }) => action === 'discard');
  if (discards.length > 0) {
    for (const discard of discards) counters.add(discard);
    return false;
  }
  if (scan.format === 'json') return planJson(program, scan, findings, context, edits, counters);
  planText(scan, findings, context, edits, counters);
  return true;
}
