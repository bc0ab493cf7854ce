import { ScrubjayError } from '@scrubjay/errors';
import type { DetectorChange } from './compare-corpus.js';
import type { DiffReport } from './diff-report.js';
import type { MetricSample } from './read-metrics.js';

type Side = DiffReport['a'];

function sum(
  samples: readonly MetricSample[],
  name: string,
  labels: Readonly<Record<string, string>> = {},
): number {
  return samples
    .filter((sample) => sample.name === name)
    .filter((sample) => Object.entries(labels).every(([key, value]) => sample.labels.get(key) === value))
    .reduce((total, { value }) => total + value, 0);
}

/** The one ruleset of a role. Redactors that run different ones cannot be added up. */
function sideOf(samples: readonly MetricSample[], role: 'active' | 'shadow'): Side {
  const infos = samples.filter(
    ({ name, labels, value }) =>
      name === 'scrubjay_ruleset_info' && labels.get('role') === role && value === 1,
  );
  const [first] = infos;
  if (first === undefined)
    throw new ScrubjayError('SJ_USAGE', `No redactor at this address reports a ruleset with role ${role}.`, {
      fix: 'Set redactor.shadow in its configuration.',
    });
  const fingerprint = first.labels.get('fingerprint') ?? '';
  if (infos.some(({ labels }) => labels.get('fingerprint') !== fingerprint))
    throw new ScrubjayError('SJ_USAGE', `The redactors run different rulesets as ${role}.`, {
      fix: 'Wait until all have loaded the same, or name those that have.',
    });
  return { name: role, policy: first.labels.get('policy') ?? '', fingerprint };
}

/**
 * What the redactors count of their shadow ruleset, added up. Each counts from when its present two rulesets were both
 * in force.
 */
export function liveReport(
  samples: readonly MetricSample[],
  now: Date,
): DiffReport & { readonly errors: number } {
  const detectors = new Map<string, DetectorChange>();
  for (const { name, labels, value } of samples) {
    const change = labels.get('change');
    if (name !== 'scrubjay_shadow_findings_total' || value === 0) continue;
    if (change !== 'added' && change !== 'removed' && change !== 'changed') continue;
    const detector = labels.get('detector') ?? '';
    const entry = detectors.get(detector) ?? { detector, added: 0, removed: 0, changed: 0 };
    entry[change] += value;
    detectors.set(detector, entry);
  }
  const total = ({ added, removed, changed }: DetectorChange): number => added + removed + changed;
  return {
    kind: 'scrubjay-rules-diff',
    a: sideOf(samples, 'active'),
    b: sideOf(samples, 'shadow'),
    source: 'live',
    at: now.toISOString(),
    records: sum(samples, 'scrubjay_shadow_records_total'),
    withheld: {
      added: sum(samples, 'scrubjay_shadow_withheld_total', { change: 'added' }),
      removed: sum(samples, 'scrubjay_shadow_withheld_total', { change: 'removed' }),
    },
    detectors: [...detectors.values()].sort((a, b) => total(b) - total(a)),
    errors: sum(samples, 'scrubjay_shadow_errors_total'),
  };
}
