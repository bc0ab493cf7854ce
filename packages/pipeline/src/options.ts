import type { ScrubjayError } from '@scrubjay/errors';
import type { Clock } from './clock.js';
import type { Partition, Source, Stage, Target } from './contracts.js';

/** Bounds of a runner's memory and latency. A source batch that alone exceeds one goes through alone. */
export interface RunnerLimits {
  /** A partition's batch goes to the stage once it holds this many bytes… */
  readonly maxBatchBytes: number;
  /** …or this many messages (a source batch without messages counts as one)… */
  readonly maxBatchMessages: number;
  /** …or once its first message has waited this long, in milliseconds. */
  readonly maxBatchAgeMs: number;
  /** Bytes of all partitions together, gathered or on their way to the target, before the source has to wait. */
  readonly maxBufferedBytes: number;
  /**
   * Deliveries per partition that may wait to become durable. A target that gathers many deliveries into one object
   * needs enough of them to fill it.
   */
  readonly maxInFlightDeliveries: number;
  /**
   * Batches of all partitions that the stage works on at the same time. What a stage makes of a batch takes several times its
   * bytes: after a stall all partitions have full batches at once. Default: one a partition.
   */
  readonly maxBatchesInStage?: number;
  /** How long a revoke, a failure or a stop waits for calls under way. Default 10,000. */
  readonly settleMs?: number;
}

/** Waits between attempts double from `initialMs` to `maxMs`; each is shortened at random by up to half. */
export interface RetryPolicy {
  readonly initialMs: number;
  readonly maxMs: number;
  /** Give up once an attempt fails this long after the first one. Default: never. */
  readonly maxElapsedMs?: number;
}

export interface BatchDone {
  readonly partition: Partition;
  readonly messages: number;
  readonly bytes: number;
  /** From the hand-over to the stage until everything that came out is durable and acknowledged. */
  readonly seconds: number;
}

/** What a runner reports. Telemetry implements it; none of it carries record content. An observer must not throw. */
export interface RunnerObserver {
  onBatchDone?(batch: BatchDone): void;
  onRetry?(error: ScrubjayError): void;
  /** Messages that wait behind the batch just read. */
  onLag?(partition: Partition, lag: number): void;
  /** The source had to wait this long for room. */
  onBackpressure?(ms: number): void;
}

export interface RunnerOptions<In, Out> {
  /** Names the runner in errors: ingest, redactor, sink. */
  readonly name: string;
  readonly source: Source<In>;
  readonly stage: Stage<In, Out>;
  readonly target: Target<Out>;
  readonly limits: RunnerLimits;
  readonly retry: RetryPolicy;
  readonly observer?: RunnerObserver;
  readonly clock?: Clock;
}

export interface Runner {
  /**
   * Resolves when the input ended, or after a drain, with everything durable, acknowledged and closed. Rejects with
   * the ScrubjayError that made it give up, SJ_STOPPED after a stop: then nothing undone was acknowledged. Call once.
   */
  run(): Promise<void>;
  /** Takes no more input, finishes what is buffered, closes. */
  drain(): void;
  /** Gives up at once; nothing further is committed. */
  stop(): void;
}
