import type { FrameInput } from '@scrubjay/frame';
import type { Alarm } from './alarm.js';
import type { CanaryWatch } from './canary-watch.js';
import type { Sample, SecondLook } from './messages.js';
import { pickSamples } from './sampler.js';

/** Looks at samples under one ruleset. */
export interface SampleLooker {
  readonly fingerprint: string;
  lookAt(samples: readonly Sample[]): Promise<readonly SecondLook[]>;
}

/** `other_rules`: another ruleset scrubbed it than the one that looks. `passed_over`: there was no time for it. */
export type LookOutcome = 'clean' | 'leak' | 'other_rules' | 'passed_over';

export interface AuditorOptions {
  readonly canaries: CanaryWatch;
  /** The looker in force. Asked for the first time when there is something to look at. */
  readonly looker: () => Promise<SampleLooker>;
  readonly sampleRate: number;
  readonly maxRecordBytes: number;
  /** From 0 up to 1. */
  readonly random: () => number;
  /** Told of every sample. */
  readonly onLooked: (outcome: LookOutcome, count: number) => void;
}

/** An independent second look at what is about to be written. */
export interface Auditor {
  /** The messages without canaries, and what is wrong with any of them. Rejects, retryably, where there are no rules. */
  inspect(messages: readonly FrameInput[]): Promise<{
    readonly rest: readonly FrameInput[];
    readonly alarms: readonly Alarm[];
  }>;
}

export function createAuditor(options: AuditorOptions): Auditor {
  return {
    async inspect(messages) {
      const { rest, alarms } = options.canaries.sift(messages);
      return { rest, alarms: [...alarms, ...(await lookAgain(rest, options))] };
    },
  };
}

async function lookAgain(
  messages: readonly FrameInput[],
  { looker, sampleRate, maxRecordBytes, random, onLooked }: AuditorOptions,
): Promise<readonly Alarm[]> {
  const picked = pickSamples(messages, { sampleRate, maxRecordBytes, random });
  if (picked.length === 0) return [];
  const current = await looker();
  const { fingerprint } = current;
  const samples = picked.filter(({ ruleset }) => ruleset === fingerprint);
  tell(onLooked, 'other_rules', picked.length - samples.length);
  if (samples.length === 0) return [];
  const looks = await lookSurely(current, samples);
  const leaks = looks.flatMap((look, index) => {
    const service = samples[index]?.service;
    return look.isLeak ? [{ ...look, service }] : [];
  });
  tell(onLooked, 'leak', leaks.length);
  tell(onLooked, 'clean', looks.length - leaks.length);
  tell(onLooked, 'passed_over', samples.length - looks.length);
  return leaks.map(({ service, detectors }) => ({
    ...{ kind: 'second_look', count: 1, rulesetFingerprint: fingerprint, service, detectors },
  }));
}

/** A record over which the thread ends is one that did not pass; it must not hold up all others for ever. */
async function lookSurely(looker: SampleLooker, samples: readonly Sample[]): Promise<readonly SecondLook[]> {
  try {
    return await looker.lookAt(samples);
  } catch {
    const looks: SecondLook[] = [];
    for (const sample of samples) {
      looks.push(...(await looker.lookAt([sample]).catch(() => [{ isLeak: true, detectors: [] }])));
    }
    return looks;
  }
}

function tell(onLooked: AuditorOptions['onLooked'], outcome: LookOutcome, count: number): void {
  if (count > 0) onLooked(outcome, count);
}
