import type { ChaosResult } from './result.js';

type Judged = Omit<ChaosResult, 'findings'>;

/** All that makes a run a failure. */
export function judge(result: Judged): string[] {
  return [
    ...judgeFaults(result),
    ...judgeProcesses(result),
    ...judgeStandstills(result),
    ...judgeVerdict(result),
    ...(result.disk?.findings ?? []),
  ];
}

function judgeFaults({ faults, settings }: Judged): string[] {
  const limit = settings.recoveryLimitMs / 1000;
  return faults.flatMap(({ number, kind, struck, evidence, recoverySeconds }) => [
    ...(evidence === undefined ? [`fault ${number} (${kind}) never acted`] : []),
    ...(recoverySeconds === undefined
      ? [`${struck.join(', ')} did not recover from fault ${number} (${kind}) in ${limit} s`]
      : []),
  ]);
}

function judgeProcesses({ exits, ended }: Judged): string[] {
  const unexplained = exits
    .filter(({ explainedBy }) => explainedBy === undefined)
    .map(
      ({ instance, code, second, lines }) =>
        `${instance} ended with ${String(code)} after ${second.toFixed(0)} s for no fault: ${lines.at(-1) ?? ''}`,
    );
  const undrained = Object.entries(ended)
    .filter(([, code]) => code !== 0)
    .map(([instance, code]) => `${instance} ended with ${String(code)} after SIGTERM`);
  return [...unexplained, ...undrained];
}

/** Faults may follow each other in one partition; a time of two recoveries without any move is more than that. */
function judgeStandstills({ standstills, settings }: Judged): string[] {
  const limit = (settings.recoveryLimitMs / 1000) * 2;
  return standstills
    .filter(({ seconds }) => seconds > limit)
    .map(
      ({ service, partition, seconds, until }) =>
        `${service} stood still in partition ${partition} for ${seconds.toFixed(0)} s until second ${until.toFixed(0)}`,
    );
}

/** What is wrong with what came out. */
export function judgeVerdict({ verdict }: Pick<Judged, 'verdict'>): string[] {
  if (verdict === undefined) return [];
  const { balance, leaks, looked, provenFinds } = verdict;
  const { ids, neverStored, lost, repeated, unknown, examples } = balance;
  const wrong = Object.entries({ lost, repeated, unknown, 'never stored': neverStored })
    .filter(([, count]) => count > 0)
    .map(([what, count]) => `${count} of ${ids} ids ${what}, such as ${examples.join(' ')}`);
  const leaked = Object.entries(leaks)
    .filter(([, report]) => Object.keys(report).length > 0)
    .map(([place, report]) => `planted values in the clear, ${place}: ${JSON.stringify(report)}`);
  const blind = Object.entries(looked)
    .filter(([, amount]) => amount === 0)
    .map(([place]) => `nothing was looked at: ${place}`);
  return [
    ...(ids === 0 ? ['no record went in'] : []),
    ...wrong,
    ...leaked,
    ...blind,
    ...(provenFinds === 0 ? ['the search for planted values finds none in the input'] : []),
  ];
}
