import { formatTable } from '../output.js';
import type { RunSummary } from './run-summary.js';

/** What a run did, as a table of detectors and a few lines, for a person. */
export function describeRun(summary: RunSummary): string {
  const { input, inputBytes, written, objects, empty, discarded, quarantined, seconds, place } = summary;
  const rows = [...summary.findings]
    .sort((a, b) => b.count - a.count || (a.detector < b.detector ? -1 : 1))
    .map(({ detector, action, count }) => [detector, action, count]);
  const reasons = quarantined.map(({ stage, reason, count }) => `${reason} at ${stage}: ${count}`).join(', ');
  const withheld = quarantined.reduce((sum, { count }) => sum + count, 0);
  const megabytes = inputBytes / 1e6;
  return [
    formatTable(['detector', 'action', 'findings'], rows, ['findings']),
    `${input} messages in (${megabytes.toFixed(2)} MB), ${written} records written to ${objects} objects in ${place}`,
    `${empty} empty, ${discarded} discarded by a rule, ${withheld} in quarantine${reasons === '' ? '' : ` (${reasons})`}`,
    `${seconds.toFixed(2)} s, ${(megabytes / seconds).toFixed(1)} MB/s from first byte to durable objects`,
  ].join('\n');
}
