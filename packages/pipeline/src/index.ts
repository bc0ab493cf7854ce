export type * from './contracts.js';
export { systemClock, type Clock } from './clock.js';
export type {
  BatchDone,
  RetryPolicy,
  Runner,
  RunnerLimits,
  RunnerObserver,
  RunnerOptions,
} from './options.js';
export { createRunner } from './runner.js';
export { handleSignals, type SignalActions, type SignalEmitter } from './signals.js';
