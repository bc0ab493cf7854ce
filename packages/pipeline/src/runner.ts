import { ScrubjayError, toScrubjayError } from '@scrubjay/errors';
import { Budget } from './budget.js';
import { settledWithin, sleep, systemClock, type Clock } from './clock.js';
import type { Partition, SourceBatch, SourceHandler } from './contracts.js';
import { LaneSet } from './lanes.js';
import type { Lane } from './lane.js';
import type { Runner, RunnerObserver, RunnerOptions } from './options.js';
import { Permits } from './permits.js';
import { backoffMs, retrying } from './retry.js';
import { Turns } from './turns.js';

const defaultSettleMs = 10_000;

/**
 * Joins a stage to a source and a target. Per partition everything happens strictly in order: batches are gathered up
 * to the limits, processed one at a time, delivered, and acknowledged once they and all before them are durable.
 * Retryable errors are tried again while the position is held; any other ends the run with nothing undone acknowledged.
 */
export function createRunner<In, Out>(options: RunnerOptions<In, Out>): Runner {
  return new PipelineRunner(options);
}

class PipelineRunner<In, Out> implements Runner {
  readonly #options: RunnerOptions<In, Out>;
  readonly #clock: Clock;
  readonly #observer: RunnerObserver;
  readonly #lanes: LaneSet<In, Out>;
  readonly #reading = new AbortController();
  readonly #broken = new AbortController();
  #failure: ScrubjayError | undefined;
  #isStarted = false;
  #isDraining = false;

  constructor(options: RunnerOptions<In, Out>) {
    const { stage, target, limits } = options;
    this.#options = options;
    this.#clock = options.clock ?? systemClock;
    this.#observer = options.observer ?? {};
    const budget = new Budget(limits.maxBufferedBytes, () => {
      this.#flushLargest();
    });
    this.#lanes = new LaneSet(
      {
        stage,
        target,
        limits,
        budget,
        turns: new Turns(),
        permits: new Permits(limits.maxBatchesInStage ?? Infinity),
        clock: this.#clock,
        observer: this.#observer,
        retry: (what, { stream, partition }, signal, call) =>
          this.#retry(`${what} for partition ${partition} of ${stream}`, signal, call),
      },
      (lane, error) => {
        this.#onLaneBroken(lane, error);
      },
    );
  }

  async run(): Promise<void> {
    if (this.#isStarted)
      throw new ScrubjayError('SJ_INTERNAL', `The runner ${this.#options.name} was run twice.`);
    this.#isStarted = true;
    try {
      await this.#unlessBroken(() => this.#work());
    } catch (error) {
      this.#fail(error);
    }
    await this.#close();
    if (this.#failure !== undefined) throw this.#failure;
  }

  drain(): void {
    this.#isDraining = true;
    this.#reading.abort();
    this.#lanes.freeAllLost();
    for (const lane of this.#lanes) void lane.finish();
  }

  stop(): void {
    this.#fail(new ScrubjayError('SJ_STOPPED', `The runner ${this.#options.name} was stopped.`));
  }

  async #work(): Promise<void> {
    const { source, target } = this.#options;
    await source.run(this.#createHandler(), this.#reading.signal);
    await Promise.all([...this.#lanes].map((lane) => lane.finish()));
    await this.#retry('the end of the target', this.#broken.signal, async () => target.end?.());
    await Promise.all([...this.#lanes].map((lane) => lane.settled()));
    const loss = this.#lanes.firstLoss;
    if (loss !== undefined && !this.#isDraining) throw loss;
  }

  #createHandler(): SourceHandler<In> {
    return {
      onBatch: (batch) => this.#unlessBroken(() => this.#onBatch(batch)),
      onAssigned: (partitions) => this.#unlessBroken(() => this.#openLanes(partitions)),
      onRevoked: (partitions) => this.#unlessBroken(() => this.#onRevoked(partitions)),
    };
  }

  async #onBatch(batch: SourceBatch<In>): Promise<void> {
    const { partition, lag } = batch;
    const hold = this.#lanes.lostHold(partition);
    if (hold !== undefined) return hold;
    if (lag !== undefined) this.#observer.onLag?.(partition, lag);
    if (this.#lanes.get(partition) === undefined) void this.#openLanes([partition]);
    const lane = this.#lanes.get(partition);
    if (this.#isDraining) void lane?.finish();
    return lane?.offer(batch);
  }

  /** An error of the preparation breaks the lanes, which report it. */
  async #openLanes(partitions: readonly Partition[]): Promise<void> {
    const { target } = this.#options;
    const prepare = (): Promise<void> =>
      this.#retry('the assignment', this.#broken.signal, async () => target.onAssigned?.(partitions));
    await Promise.allSettled([this.#lanes.open(partitions, prepare)]);
  }

  async #onRevoked(partitions: readonly Partition[]): Promise<void> {
    await this.#settled(this.#lanes.remove(partitions));
    await this.#options.target.onRevoked?.(partitions);
  }

  #onLaneBroken(lane: Lane<In, Out>, thrown: unknown): void {
    const { name, source } = this.#options;
    const error = toScrubjayError(thrown, 'SJ_INTERNAL', `A delivery of ${name} failed`);
    const canGoOn = error.code === 'SJ_KAFKA_FENCED' && source.rewind !== undefined;
    if (canGoOn) this.#lose(lane, error).catch(this.#fail);
    else this.#fail(error);
  }

  async #lose(lane: Lane<In, Out>, error: ScrubjayError): Promise<void> {
    const { source, target, retry } = this.#options;
    const { partition } = lane;
    await this.#settled(this.#lanes.lose(lane, error));
    if (this.#lanes.lostHold(partition) === undefined) return;
    await target.onRevoked?.([partition]);
    await sleep(this.#clock, backoffMs(retry, 0, Math.random()), this.#reading.signal);
    if (this.#reading.signal.aborted || this.#lanes.lostHold(partition) === undefined) return;
    this.#lanes.freeLost(partition);
    await source.rewind?.([partition]);
  }

  readonly #fail = (thrown: unknown): void => {
    this.#failure ??= toScrubjayError(thrown, 'SJ_INTERNAL', `The runner ${this.#options.name} failed`);
    this.#broken.abort(this.#failure);
    this.#reading.abort();
    void this.#lanes.dropAll();
  };

  /** After a failure nothing is waited for longer than the bound, and what closing then reports is secondary. */
  async #close(): Promise<void> {
    const { source, target } = this.#options;
    if (this.#failure === undefined) {
      try {
        await target.close();
        await source.close();
      } catch (error) {
        this.#fail(error);
      }
      return;
    }
    if (this.#failure.code !== 'SJ_STOPPED') await this.#settled(this.#lanes.dropAll());
    await this.#settled(Promise.allSettled([target.close(), source.close()]));
  }

  #retry<T>(what: string, signal: AbortSignal, call: () => Promise<T>): Promise<T> {
    const onRetry = (error: ScrubjayError): void => this.#observer.onRetry?.(error);
    const { name, retry } = this.#options;
    return retrying(
      { policy: retry, clock: this.#clock, what: `In ${name}: ${what}`, onRetry },
      signal,
      call,
    );
  }

  #settled(work: Promise<unknown>): Promise<void> {
    return settledWithin(this.#clock, this.#options.limits.settleMs ?? defaultSettleMs, work);
  }

  /** Settles as `start()` does, but rejects with the failure as soon as there is one. */
  #unlessBroken<T>(start: () => Promise<T>): Promise<T> {
    const { signal } = this.#broken;
    return new Promise((resolve, reject) => {
      const onBroken = (): void => {
        reject(signal.reason as ScrubjayError);
      };
      if (signal.aborted) {
        onBroken();
        return;
      }
      signal.addEventListener('abort', onBroken);
      void start()
        .then(resolve, reject)
        .finally(() => {
          signal.removeEventListener('abort', onBroken);
        });
    });
  }

  #flushLargest(): void {
    let largest: Lane<In, Out> | undefined;
    for (const lane of this.#lanes) {
      if (lane.flushableBytes > (largest?.flushableBytes ?? 0)) largest = lane;
    }
    largest?.flush();
  }
}
