import { defaultLimits, detectRecord, type Finding, type Ruleset, sniffFormat } from '@scrubjay/engine';
import { judge, type LineOutcome } from './measure.js';
import type { LabelledLine } from './pieces.js';
import { type Scores, Tally } from './scores.js';

interface Detected {
  readonly findings: readonly Finding[];
  readonly withheld: string | undefined;
}

/** As the pipeline reads a record: its format is sniffed from its bytes. */
export function detect(ruleset: Ruleset, bytes: Buffer): Detected {
  const result = detectRecord(ruleset, bytes, sniffFormat(bytes), defaultLimits);
  if ('withheld' in result) return { findings: [], withheld: result.withheld };
  return { findings: result.findings, withheld: undefined };
}

/** Runs a ruleset over labelled lines. `onOutcome` sees every line. */
export function evaluate(
  ruleset: Ruleset,
  lines: Iterable<LabelledLine>,
  onOutcome: (outcome: LineOutcome) => void = () => undefined,
): Scores {
  const tally = new Tally();
  for (const line of lines) {
    const { findings, withheld } = detect(ruleset, line.bytes);
    if (withheld !== undefined) tally.addWithheld(withheld);
    const outcome = judge(line, findings);
    tally.add(outcome);
    onOutcome(outcome);
  }
  return tally.finish();
}
