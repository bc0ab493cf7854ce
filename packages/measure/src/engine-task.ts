import { randomBytes } from 'node:crypto';
import {
  defaultLimits,
  detectRecord,
  redactFrame,
  redactFramePlain,
  type FrameBytes,
  type FrameResult,
  type RedactContext,
  type Ruleset,
} from '@scrubjay/engine';
import { framesOf, recordsOfFrame } from './frames.js';
import type { Task } from './rounds.js';

/** A key of its own for a measurement: its pseudonyms are thrown away. */
export function benchContext(): RedactContext {
  return { pseudonymKey: randomBytes(32), epoch: 'bench', limits: defaultLimits };
}

/** A task that redacts frames, and what its last pass found. */
export interface EngineTask extends Task {
  readonly findings: number;
}

type Redact = (frame: FrameBytes) => FrameResult;

class FrameRedaction implements EngineTask {
  readonly name: string;
  readonly #redact: Redact;
  readonly #frames: readonly FrameBytes[];
  #findings = 0;

  constructor(name: string, frames: readonly FrameBytes[], redact: Redact) {
    this.name = name;
    this.#frames = frames;
    this.#redact = redact;
  }

  get findings(): number {
    return this.#findings;
  }

  run(): void {
    let findings = 0;
    for (const frame of this.#frames) {
      for (const { count } of this.#redact(frame).counts) findings += count;
    }
    this.#findings = findings;
  }
}

/** The engine over frames. */
export function engineTask(name: string, ruleset: Ruleset, frames: readonly FrameBytes[]): EngineTask {
  const context = benchContext();
  return new FrameRedaction(name, frames, (frame) => redactFrame(ruleset, frame, context));
}

/** The engine's reference path over frames. */
export function plainPathTask(name: string, ruleset: Ruleset, frames: readonly FrameBytes[]): EngineTask {
  const context = benchContext();
  return new FrameRedaction(name, frames, (frame) => redactFramePlain(ruleset, frame, context));
}

/** Frames of the records in which a ruleset finds something, and of those in which it finds nothing. */
export function splitByFindings(
  ruleset: Ruleset,
  frames: readonly FrameBytes[],
): { readonly clean: readonly FrameBytes[]; readonly dirty: readonly FrameBytes[] } {
  const clean: Buffer[] = [];
  const dirty: Buffer[] = [];
  for (const frame of frames) {
    for (const record of recordsOfFrame(frame)) {
      const result = detectRecord(ruleset, record, frame.format, defaultLimits);
      const isClean = 'findings' in result && result.findings.length === 0;
      (isClean ? clean : dirty).push(record);
    }
  }
  return { clean: framesOf(clean), dirty: framesOf(dirty) };
}
