import type { Buffer } from 'node:buffer';
import type { EngineFormat, FrameBytes, FrameResult, Limits, RedactContext, Ruleset } from '@scrubjay/engine';

/** Records without their newlines, read as one format. */
export interface CaseFrame {
  readonly format: EngineFormat;
  readonly records: readonly Buffer[];
}

/** A ruleset that can be made again with fewer detectors. */
export interface RulesetPlan {
  readonly ruleset: Ruleset;
  /** The same with these detectors alone; undefined if they make no ruleset. */
  only(detectors: readonly string[]): Ruleset | undefined;
}

/** What both paths are to agree on: frames of one source, each going on from the one before it. */
export interface Case {
  readonly ruleset: Ruleset;
  readonly frames: readonly CaseFrame[];
  readonly limits: Limits;
}

/** A way to redact a frame. */
export type RedactFrame = (ruleset: Ruleset, input: FrameBytes, context: RedactContext) => FrameResult;

/** The two ways that are compared. Tests put a broken one in. */
export interface Paths {
  readonly fast: RedactFrame;
  readonly reference: RedactFrame;
}
