import type { RecordScan } from '../scan/record-scan.js';
import type { RedactContext } from '../types.js';
import type { Counters } from './counters.js';
import { nothing, type Edits } from './edits.js';
import { replacementFor } from './replacement.js';
import type { SettledFinding } from './settle.js';

function asItIs(text: string): string {
  return text;
}

/** Turns the findings of a text record, none of which discards it, into edits. */
export function planText(
  scan: RecordScan,
  findings: readonly SettledFinding[],
  context: RedactContext,
  edits: Edits,
  counters: Counters,
): void {
  for (const finding of findings) {
    const { start, end, action } = finding;
    const value = scan.bytes.subarray(start, end);
    edits.add(start, end, action === 'drop' ? nothing : replacementFor(finding, value, context, asItIs));
    counters.add(finding);
  }
}
