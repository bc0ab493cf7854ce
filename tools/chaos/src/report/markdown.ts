import type { ChaosResult } from '../result.js';
import type { Verdict } from '../ledger/check.js';
import { summarize } from './summary.js';

/** The report for a person to read. */
export function toMarkdown(result: ChaosResult): string {
  const { settings, findings, faults, seconds, sent, startedAt } = result;
  const { seed, perSecond, brokers } = settings;
  const outcome = findings.length === 0 ? 'passed' : 'FAILED';
  return [
    `# Chaos, seed ${seed}: ${outcome}`,
    '',
    `${startedAt}, ${(seconds / 60).toFixed(1)} minutes, ${faults.length} faults in ${roundsOf(result)} rounds, ` +
      `${sent} messages at ${perSecond} a second, ${brokers} brokers.`,
    '',
    '```',
    commandOf(settings),
    '```',
    '',
    ...(findings.length === 0 ? [] : ['## Findings', '', ...findings.map((line) => `- ${line}`), '']),
    ...verdictLines(result.verdict),
    '## Faults',
    '',
    ...kindTable(result),
    '',
    '![Throughput over time, with the faults](timeline.svg)',
    '',
    ...exitLines(result),
    ...(result.disk === undefined ? [] : ['## Embedded, on a full disk', '', result.disk.summary, '']),
    '## Each fault',
    '',
    ...faultTable(result),
    '',
  ].join('\n');
}

function commandOf({
  seed,
  minutes,
  faults,
  perSecond,
  brokers,
  only,
  density,
}: ChaosResult['settings']): string {
  const limit = faults === Infinity ? '' : ` --faults ${faults}`;
  const kinds = only.length === 0 ? '' : ` --only ${only.join(',')}`;
  const dense = density === 'dense' ? ' --dense' : '';
  return `npm run chaos -- --seed ${seed} --minutes ${minutes}${limit} --rate ${perSecond} --brokers ${brokers}${dense}${kinds}`;
}

function roundsOf({ faults }: ChaosResult): number {
  return new Set(faults.map(({ round }) => round)).size;
}

function verdictLines(verdict: Verdict | undefined): string[] {
  if (verdict === undefined) return [];
  const { balance, looked, leaks, provenFinds, quarantined } = verdict;
  const { ids, writtenAgain, lost, repeated, unknown } = balance;
  const leaked = Object.values(leaks).flatMap((report) => Object.values(report).map(([count]) => count));
  const rows = Object.entries(looked).map(([place, amount]) => `| ${place} | ${amount} |`);
  return [
    '## Ledger',
    '',
    `${ids} ids in; ${lost} lost, ${repeated} twice, ${unknown} unknown; ${quarantined} records in quarantine; ` +
      `${leaked.reduce((sum, count) => sum + count, 0)} planted values in the clear.`,
    `The application wrote ${writtenAgain} ids more than once, as a confirmation was lost: each counts as often as it was written.`,
    `The same search finds ${provenFinds} planted values in the input topic.`,
    '',
    '| looked through for planted values | amount |',
    '| --- | ---: |',
    ...rows,
    '',
  ];
}

function kindTable(result: ChaosResult): string[] {
  return [
    '| fault | | count | recovery p50 | p99 | max | records/s at the sink meanwhile |',
    '| --- | --- | ---: | ---: | ---: | ---: | ---: |',
    ...summarize(result).map(({ kind, title, count, recovery: { p50, p99, max }, sinkRate }) => {
      const times = [p50, p99, max].map((time) => `${time.toFixed(1)} s`).join(' | ');
      return `| ${kind} | ${title} | ${count} | ${times} | ${sinkRate.toFixed(0)} |`;
    }),
  ];
}

function faultTable({ faults }: ChaosResult): string[] {
  return [
    '| # | round | fault | on | begun | healed | recovered after | what shows that it acted |',
    '| ---: | ---: | --- | --- | ---: | ---: | ---: | --- |',
    ...faults.map(({ number, round, kind, struck, begun, healed, recoverySeconds, evidence }) => {
      const recovered = recoverySeconds === undefined ? 'never' : `${recoverySeconds.toFixed(1)} s`;
      const times = `${begun.toFixed(1)} s | ${healed.toFixed(1)} s | ${recovered}`;
      return `| ${number} | ${round} | ${kind} | ${struck.join(', ')} | ${times} | ${evidence ?? '**nothing**'} |`;
    }),
  ];
}

function exitLines({ exits }: ChaosResult): string[] {
  if (exits.length === 0) return [];
  const rows = exits.map(({ instance, code, second, explainedBy }) => {
    const by = explainedBy === undefined ? '**nothing**' : `#${explainedBy}`;
    return `| ${instance} | ${second.toFixed(1)} s | ${code ?? 'signal'} | ${by} |`;
  });
  return [
    '## Processes that ended by themselves and were started again',
    '',
    '| instance | at | exit code | explained by |',
    '| --- | ---: | ---: | --- |',
    ...rows,
    '',
  ];
}
