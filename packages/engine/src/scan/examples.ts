import { Buffer } from 'node:buffer';
import {
  programOf,
  type CompiledExample,
  type DetectorProgram,
  type Program,
  type Ruleset,
} from '../compile/ruleset.js';
import { defaultThreshold } from '../compile/settings.js';
import { defaultLimits, type WithholdReason } from '../types.js';
import { scanPlain } from './plain.js';
import type { RawFinding } from './raw-finding.js';
import { RecordScan } from './record-scan.js';

/** How one example of one detector came out. */
export interface ExampleResult {
  readonly detector: string;
  readonly example: CompiledExample;
  /** Its place among the detector's examples of that kind, from 0. */
  readonly index: number;
  readonly passed: boolean;
  /** What this detector found, before overlaps with others were settled. UTF-8 bytes of the example's text. */
  readonly spans: readonly { readonly start: number; readonly end: number }[];
  /** Set if the example cannot be scanned at all; then it has not passed. */
  readonly withheld?: WithholdReason;
}

/** Examples are about the detector: what a policy allows, or from where it lets a finding count, is left aside. */
function provesItself({ confidence, verdict }: RawFinding): boolean {
  return verdict !== 'replaced' && confidence >= defaultThreshold;
}

function runExample(
  program: Program,
  detector: DetectorProgram,
  example: CompiledExample,
  scan: RecordScan,
): ExampleResult['spans'] | WithholdReason {
  const bytes = Buffer.from(example.text);
  scan.open(bytes, 0, bytes.length, example.format);
  const withheld = scanPlain(program, scan);
  if (withheld !== undefined) return withheld;
  return scan.findings
    .all()
    .filter((finding) => finding.detector.index === detector.index && provesItself(finding))
    .map(({ start, end }) => ({ start, end }))
    .sort((a, b) => a.start - b.start);
}

/** Runs the examples of all detectors: each `match` must give a finding of its own detector, each `ignore` none. */
export function runExamples(ruleset: Ruleset): ExampleResult[] {
  const program = programOf(ruleset);
  const scan = new RecordScan(defaultLimits);
  return program.detectors.flatMap((owner) => {
    const { id, examples } = owner.detector;
    const next = { match: 0, ignore: 0 };
    return examples.map((example) => {
      const outcome = runExample(program, owner, example, scan);
      const index = next[example.expected];
      next[example.expected] += 1;
      if (typeof outcome === 'string')
        return { detector: id, example, index, passed: false, spans: [], withheld: outcome };
      const passed = outcome.length > 0 === (example.expected === 'match');
      return { detector: id, example, index, passed, spans: outcome };
    });
  });
}
