import type { Theatre } from '../stage/theatre.js';
import type { FaultKind, Strike } from './types.js';

const redactor = {
  victims: ['redactor'],
  strikes: 'one',
  domain: 'rules',
  durationMs: [2_000, 6_000],
} as const;

/** How many changes of the files the redactor has seen to so far, in all its processes of now. */
async function reloads({ fleet }: Theatre, outcome: 'loaded' | 'refused'): Promise<number> {
  const metrics = await fleet.first('redactor').metrics();
  return metrics?.sum('scrubjay_ruleset_reloads_total', { role: 'active', outcome }) ?? 0;
}

function told(theatre: Theatre, outcome: 'loaded' | 'refused', before: number): Strike['evidence'] {
  return async () => ((await reloads(theatre, outcome)) > before ? `the redactor ${outcome} it` : undefined);
}

async function reload(theatre: Theatre): Promise<Strike> {
  const before = await reloads(theatre, 'loaded');
  await theatre.rules.change();
  return { evidence: told(theatre, 'loaded', before), heal: () => Promise.resolve() };
}

async function spoil(theatre: Theatre): Promise<Strike> {
  const before = await reloads(theatre, 'refused');
  await theatre.rules.spoil();
  return { evidence: told(theatre, 'refused', before), heal: () => theatre.rules.mend() };
}

/** What can happen to the rules while the services run. */
export const rulesFaults: readonly FaultKind[] = [
  { ...redactor, name: 'rules-reload', title: 'Another ruleset', begin: reload },
  {
    ...redactor,
    name: 'rules-bad',
    title: 'A ruleset that does not compile',
    // A redactor that starts just then has no rules to go by.
    mayNotStart: [2],
    begin: spoil,
  },
];
