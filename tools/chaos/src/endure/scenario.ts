import type { Theatre } from '../stage/theatre.js';
import type { Timeline } from '../stage/timeline.js';
import type { ProcessSamples } from './process-samples.js';

/** What a scenario works on: services under a steady load. */
export interface Stage {
  readonly theatre: Theatre;
  readonly timeline: Timeline;
  readonly processes: ProcessSamples;
  readonly minutes: number;
  readonly tell: (text: string) => void;
}

/** What was seen, by name; numbers with their unit in the name. */
export type Facts = Readonly<Record<string, number | Readonly<Record<string, number>>>>;

export interface Scenario {
  readonly name: string;
  readonly title: string;
  readonly minutes: number;
  /** Processes of each service. */
  readonly instances: number;
  /** Resolves with what was seen and what of it breaks a promise. */
  readonly run: (stage: Stage) => Promise<{ readonly facts: Facts; readonly findings: readonly string[] }>;
}
