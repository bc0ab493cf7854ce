import {
  compareFindings,
  detectRecord,
  rulesetFor,
  type DetectResult,
  type FindingChange,
  type FrameBytes,
  type Limits,
  type RecordOrigin,
  type Ruleset,
} from '@scrubjay/engine';

/** Told how a shadow ruleset differs from the active one; names and counts, never values. */
export interface ShadowEvents {
  shadowFinding(detector: string, change: FindingChange, count: number): void;
  shadowRecords(count: number): void;
  shadowWithheld(change: 'added' | 'removed', count: number): void;
  shadowError(): void;
}

export interface ShadowOptions {
  /** Asked for at every frame; undefined while there is none. */
  readonly ruleset: () => Ruleset | undefined;
  /** Share of records that are compared, above 0 to 1. */
  readonly sampleRate: number;
  /** No further record of a frame is begun once this much time went by. Milliseconds. */
  readonly maxMsPerFrame: number;
  readonly limits: Limits;
  readonly events: ShadowEvents;
  /** Chances from 0 up to 1; tests own them. */
  readonly random?: () => number;
  /** Milliseconds. */
  readonly now?: () => number;
}

/** Runs a candidate ruleset beside the active one. It has no say in what comes out. */
export interface Shadow {
  /**
   * Compares both on a sample of the frame's records. `active` is the ruleset for their origin. Never throws, and writes
   * nothing into the frame.
   */
  compare(frame: FrameBytes, active: Ruleset, origin: RecordOrigin): void;
}

/** One record must not use up the time of a frame: a longer one is left out. Bytes. */
const maxSampledBytes = 65_536;

/** What differs in one frame. */
class FrameDifferences {
  records = 0;
  readonly #findings = new Map<FindingChange, Map<string, number>>();
  readonly #withheld = { added: 0, removed: 0 };

  add(active: DetectResult, candidate: DetectResult): void {
    this.records += 1;
    if ('withheld' in active || 'withheld' in candidate) {
      if (!('withheld' in active)) this.#withheld.added += 1;
      if (!('withheld' in candidate)) this.#withheld.removed += 1;
      return;
    }
    for (const { change, detector } of compareFindings(active.findings, candidate.findings)) {
      const counts = this.#findings.get(change) ?? new Map<string, number>();
      this.#findings.set(change, counts.set(detector, (counts.get(detector) ?? 0) + 1));
    }
  }

  report(events: ShadowEvents): void {
    events.shadowRecords(this.records);
    for (const [change, counts] of this.#findings)
      for (const [detector, count] of counts) events.shadowFinding(detector, change, count);
    for (const change of ['added', 'removed'] as const)
      if (this.#withheld[change] > 0) events.shadowWithheld(change, this.#withheld[change]);
  }
}

export function createShadow(options: ShadowOptions): Shadow {
  const { ruleset, events } = options;
  return {
    compare(frame, active, origin) {
      try {
        const root = ruleset();
        const candidate = root && rulesetFor(root, origin);
        // Equal fingerprints, equal output: nothing to learn.
        if (candidate === undefined || candidate.fingerprint === active.fingerprint) return;
        const differences = new FrameDifferences();
        compareSample(frame, active, candidate, options, differences);
        differences.report(events);
      } catch {
        events.shadowError();
      }
    },
  };
}

function compareSample(
  { bytes, lengths, format }: FrameBytes,
  active: Ruleset,
  candidate: Ruleset,
  options: ShadowOptions,
  differences: FrameDifferences,
): void {
  const { sampleRate, maxMsPerFrame, limits, random = Math.random, now = () => performance.now() } = options;
  const until = now() + maxMsPerFrame;
  let start = 0;
  for (const length of lengths) {
    const record = bytes.subarray(start, start + length);
    start += length;
    if (random() >= sampleRate || length > maxSampledBytes) continue;
    if (now() >= until) return;
    differences.add(
      detectRecord(active, record, format, limits),
      detectRecord(candidate, record, format, limits),
    );
  }
}
