import { Counter, Gauge, type Registry } from 'prom-client';

/** `active` decides what comes out; `shadow` is a candidate that runs beside it and decides nothing. */
export type RulesetRole = 'active' | 'shadow';

/** What a ruleset in use and its reloads report. */
export interface RulesetMetrics {
  /** The ruleset in force for a role; where one takes the place of another, the counts of the shadow begin anew. */
  ruleset(fingerprint: string, policy: string, detectors: number, role?: RulesetRole): void;
  /** A changed rules folder was taken up, or refused and the ruleset before it stays. */
  rulesetReload(role: RulesetRole, outcome: 'loaded' | 'refused'): void;
  /** A finding on which the shadow ruleset does not agree with the active one. */
  shadowFinding(detector: string, change: 'added' | 'removed' | 'changed', count: number): void;
  /** Records that both rulesets were run on. */
  shadowRecords(count: number): void;
  /** Records that only the shadow ruleset withholds (`added`), or only the active one (`removed`). */
  shadowWithheld(change: 'added' | 'removed', count: number): void;
  /** The comparison of a frame failed; its output did not notice. */
  shadowError(): void;
}

function createShadowCounters(registers: Registry[]) {
  return {
    findings: new Counter({
      name: 'scrubjay_shadow_findings_total',
      help: 'Findings on which the shadow ruleset differs from the active one, by detector and kind of change.',
      labelNames: ['detector', 'change'],
      registers,
    }),
    records: new Counter({
      name: 'scrubjay_shadow_records_total',
      help: 'Records that the shadow ruleset was compared on.',
      registers,
    }),
    withheld: new Counter({
      name: 'scrubjay_shadow_withheld_total',
      help: 'Records that only one of the two rulesets withholds.',
      labelNames: ['change'],
      registers,
    }),
    errors: new Counter({
      name: 'scrubjay_shadow_errors_total',
      help: 'Comparisons with the shadow ruleset that failed. The output is never affected.',
      registers,
    }),
  };
}

/** Registers the metrics of rulesets. Counters without labels start at 0. */
export function createRulesetMetrics(registry: Registry): RulesetMetrics {
  const registers = [registry];
  const info = new Gauge({
    name: 'scrubjay_ruleset_info',
    help: 'The rulesets in use: always 1, what matters is in the labels.',
    labelNames: ['role', 'fingerprint', 'policy', 'detectors'],
    registers,
  });
  const reloads = new Counter({
    name: 'scrubjay_ruleset_reloads_total',
    help: 'Changed rules folders by outcome: loaded, or refused, and then the ruleset before stays.',
    labelNames: ['role', 'outcome'],
    registers,
  });
  const shadow = createShadowCounters(registers);
  const shown = new Map<RulesetRole, Readonly<Record<string, string | number>>>();
  return {
    ruleset(fingerprint, policy, detectors, role = 'active') {
      const before = shown.get(role);
      if (before !== undefined) {
        info.remove(before);
        // What was counted compared other rulesets: begin anew, as after a restart.
        for (const counter of Object.values(shadow)) counter.reset();
      }
      const labels = { role, fingerprint, policy, detectors };
      info.set(labels, 1);
      shown.set(role, labels);
    },
    rulesetReload: (role, outcome) => reloads.inc({ role, outcome }),
    shadowFinding: (detector, change, count) => shadow.findings.inc({ detector, change }, count),
    shadowRecords: (count) => shadow.records.inc(count),
    shadowWithheld: (change, count) => shadow.withheld.inc({ change }, count),
    shadowError: () => shadow.errors.inc(),
  };
}
