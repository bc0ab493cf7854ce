import type { Theatre } from '../stage/theatre.js';
import type { FaultKind, Strike } from './types.js';

const redactor = {
  victims: ['redactor'],
  strikes: 'one',
  domain: 'rules',
  durationMs: [2_000, 6_000],
} as const;

/** Exit code of a process whose rules do not compile. */
const refusedRules = 2;

/** How many changes of the files the redactor has seen to so far, in all its processes of now. */
async function reloads({ fleet }: Theatre, outcome: 'loaded' | 'refused'): Promise<number> {
  const metrics = await fleet.first('redactor').metrics();
  return metrics?.sum('scrubjay_ruleset_reloads_total', { role: 'active', outcome }) ?? 0;
}

/** Another fault may end the redactor: then the one that is started in its place meets the files at its start. */
function told(
  theatre: Theatre,
  outcome: 'loaded' | 'refused',
  before: number,
  metAtStart: () => boolean,
): Strike['evidence'] {
  return async () => {
    if ((await reloads(theatre, outcome)) > before) return `the redactor ${outcome} it`;
    return metAtStart() ? `a redactor that was started meanwhile ${outcome} it` : undefined;
  };
}

async function reload(theatre: Theatre): Promise<Strike> {
  const before = await reloads(theatre, 'loaded');
  await theatre.rules.change();
  const { process: running } = theatre.fleet.first('redactor');
  const beganWithIt = (): boolean => {
    const { process } = theatre.fleet.first('redactor');
    return process !== running && process.lines.some((line) => line.includes('"event":"ruleset active"'));
  };
  return { evidence: told(theatre, 'loaded', before, beganWithIt), heal: () => Promise.resolve() };
}

async function spoil(theatre: Theatre): Promise<Strike> {
  const before = await reloads(theatre, 'refused');
  await theatre.rules.spoil();
  const begun = Date.now();
  const didNotStart = (): boolean =>
    theatre.fleet.exits.some(
      ({ instance, code, at }) => instance.startsWith('redactor') && code === refusedRules && at > begun,
    );
  return { evidence: told(theatre, 'refused', before, didNotStart), heal: () => theatre.rules.mend() };
}

/** What can happen to the rules while the services run. */
export const rulesFaults: readonly FaultKind[] = [
  { ...redactor, name: 'rules-reload', title: 'Another ruleset', begin: reload },
  {
    ...redactor,
    name: 'rules-bad',
    title: 'A ruleset that does not compile',
    // A redactor that starts just then has no rules to go by.
    mayNotStart: [refusedRules],
    begin: spoil,
  },
];
