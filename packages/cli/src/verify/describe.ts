import type { Verification } from './verify-store.js';

const shownFingerprint = 12;

/** The report for people. */
export function describeVerification(result: Verification): readonly string[] {
  const { partitions, manifests, objects, held, records, bytes, withheld, rulesets, findings, problems } =
    result;
  const most = Math.max(0, ...findings.map(({ detector }) => detector.length));
  return [
    `${String(manifests)} signed manifests of ${String(partitions)} partitions`,
    `${String(objects)} objects, ${String(records)} records, ${String(bytes)} bytes`,
    ...(held > 0 ? [`${String(held)} of the objects withheld over alarms of the auditor`] : []),
    ...(withheld > 0 ? [`${String(withheld)} messages withheld by the sink, in quarantine`] : []),
    `rulesets: ${rulesets.map((one) => one.slice(0, shownFingerprint) || 'none').join(', ') || 'none'}`,
    ...(findings.length > 0 ? ['removed:'] : []),
    ...findings.map(
      ({ detector, action, count }) => `  ${detector.padEnd(most)}  ${action.padEnd(12)}  ${String(count)}`,
    ),
    ...problems.map(({ kind, key, detail }) => `PROBLEM ${kind}: ${key}: ${detail}`),
  ];
}
