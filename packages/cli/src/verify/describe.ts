import type { RescrubFacts, Verification } from './verify-store.js';

const shownFingerprint = 12;

/** The report for people. */
export function describeVerification(result: Verification): readonly string[] {
  const {
    partitions,
    manifests,
    objects,
    held,
    records,
    bytes,
    withheld,
    rulesets,
    findings,
    rescrubs,
    problems,
  } = result;
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
    ...rescrubLines(rescrubs),
    ...problems.map(({ kind, key, detail }) => `PROBLEM ${kind}: ${key}: ${detail}`),
  ];
}

function rescrubLines({
  amendments,
  goneBefore,
  objects,
  unfinished,
  versionsKept,
}: RescrubFacts): readonly string[] {
  return [
    ...(amendments > 0
      ? [`${String(objects)} objects rescrubbed or released since, by signed amendments`]
      : []),
    ...(goneBefore === null
      ? []
      : [`GONE: ${goneBefore}, and what was before it; if not by retention, look into it`]),
    ...unfinished.map((key) => `UNFINISHED: ${key}: a rescrub or release was not finished; run it again`),
    ...versionsKept.map((key) => `VERSIONS KEPT: ${key}: the bucket still has versions of before a rescrub`),
  ];
}
