import { Session, type Profiler } from 'node:inspector';
import type { Task } from '@scrubjay/measure';
import { cutProfile } from './cut-profile.js';

/** One stretch of work, profiled. */
export interface Recording {
  readonly profile: Profiler.Profile;
  readonly passes: number;
  /** CPU time of the process, its helper threads included. */
  readonly cpuMs: number;
}

interface Round extends Omit<Recording, 'profile'> {
  /** Microseconds since the profiler started. */
  readonly startUs: number;
  readonly endUs: number;
}

/** Between two samples. Microseconds. */
const intervalUs = 250;
/** The compiler and the automata of the prefilter are done with most of their work after these. */
const leastWarmPasses = 3;

function repeat(task: Task, seconds: number, leastPasses: number): number {
  const start = performance.now();
  let passes = 0;
  while (passes < leastPasses || performance.now() - start < seconds * 1000) {
    task.run();
    passes += 1;
  }
  return passes;
}

function timeRound(task: Task, seconds: number, startedAt: number): Round {
  const cpu = process.cpuUsage();
  const startUs = (performance.now() - startedAt) * 1000;
  const passes = repeat(task, seconds, 1);
  const { user, system } = process.cpuUsage(cpu);
  return { startUs, endUs: (performance.now() - startedAt) * 1000, passes, cpuMs: (user + system) / 1000 };
}

function stop(session: Session): Profiler.Profile {
  let profile: Profiler.Profile | undefined;
  // Within a process the answer comes before the call returns.
  session.post('Profiler.stop', (error, answer) => {
    if (error !== null) throw error;
    profile = answer.profile;
  });
  if (profile === undefined) throw new Error('The profiler gave no profile.');
  return profile;
}

/**
 * Profiles a task `rounds` times for `seconds` each, after a warm-up. The profiler runs from before the warm-up to the end:
 * code that V8 optimises without it, or before it was last started, has no record of the functions that were put into it.
 */
export function recordProfiles(task: Task, rounds: number, seconds: number): Recording[] {
  const session = new Session();
  session.connect();
  try {
    session.post('Profiler.enable');
    session.post('Profiler.setSamplingInterval', { interval: intervalUs });
    session.post('Profiler.start');
    const startedAt = performance.now();
    repeat(task, seconds, leastWarmPasses);
    const timed = Array.from({ length: rounds }, () => timeRound(task, seconds, startedAt));
    const whole = stop(session);
    return timed.map(({ startUs, endUs, ...rest }) => ({
      ...rest,
      profile: cutProfile(whole, startUs, endUs),
    }));
  } finally {
    session.disconnect();
  }
}
