import { ScrubjayError } from '@scrubjay/errors';
import { Accumulator, type JoinedBatch } from './accumulator.js';
import type { Budget } from './budget.js';
import type { Clock } from './clock.js';
import { Condition } from './condition.js';
import type { Partition, Receipt, SourceBatch, Stage, Target } from './contracts.js';
import type { RunnerLimits, RunnerObserver } from './options.js';
import type { Permits } from './permits.js';
import type { Turns } from './turns.js';

/** What the lanes of a runner share. */
export interface LaneContext<In, Out> {
  readonly stage: Stage<In, Out>;
  readonly target: Target<Out>;
  readonly limits: RunnerLimits;
  readonly budget: Budget;
  readonly turns: Turns;
  readonly permits: Permits;
  readonly clock: Clock;
  readonly observer: RunnerObserver;
  readonly retry: <T>(
    what: string,
    partition: Partition,
    signal: AbortSignal,
    call: () => Promise<T>,
  ) => Promise<T>;
}

/** A joined batch that the target took over; the messages are free by then. */
interface Sent {
  readonly messages: number;
  readonly bytes: number;
  readonly began: number;
  readonly ack: () => Promise<void>;
  readonly receipt: Receipt;
}

/**
 * One ownership of one partition: gathers its batches, carries them through stage and target one at a time and in
 * order, and acknowledges the unbroken durable prefix. Once dropped it does nothing further, whatever still comes in.
 */
export class Lane<In, Out> {
  readonly partition: Partition;
  readonly #context: LaneContext<In, Out>;
  readonly #onBroken: (error: unknown) => void;
  readonly #ready: Promise<void>;
  readonly #gathered: Accumulator<In>;
  readonly #changed = new Condition();
  readonly #dropped = new AbortController();
  #cancelTimer: () => void = () => undefined;
  #due = false;
  #flushing = false;
  #isWorking = false;
  #work: Promise<void> = Promise.resolve();
  #acks: Promise<void> = Promise.resolve();
  #heldBytes = 0;
  #inFlight = 0;
  #position: bigint | undefined;

  /** Nothing is processed before `ready`. `onBroken` gets the error that made the lane drop itself. */
  constructor(
    context: LaneContext<In, Out>,
    partition: Partition,
    ready: Promise<void>,
    onBroken: (error: unknown) => void,
  ) {
    this.#context = context;
    this.partition = partition;
    this.#ready = ready;
    this.#onBroken = (error) => {
      if (this.#dropped.signal.aborted) return;
      this.drop();
      onBroken(error);
    };
    this.#gathered = new Accumulator(context.limits);
    ready.catch(this.#onBroken);
  }

  /** Bytes that a flush would set in motion. */
  get flushableBytes(): number {
    return this.#due ? 0 : this.#gathered.bytes;
  }

  /** Resolves once the batch is gathered, or will never be because the lane was dropped. */
  async offer(batch: SourceBatch<In>): Promise<void> {
    this.#checkOrder(batch);
    const { clock, budget, observer } = this.#context;
    const { signal } = this.#dropped;
    const began = clock.now();
    let mustWait = false;
    while (!this.#gathered.hasRoomFor(batch) && !signal.aborted) {
      mustWait = true;
      this.flush();
      await this.#changed.wait();
    }
    mustWait ||= !budget.hasRoomFor(batch.bytes);
    const isGranted = await budget.take(batch.bytes, signal);
    if (mustWait) observer.onBackpressure?.(clock.now() - began);
    if (isGranted) this.#gather(batch);
  }

  /** Sends on what is gathered without waiting for more. */
  flush(): void {
    if (this.#gathered.isEmpty) return;
    this.#due = true;
    if (this.#isWorking) return;
    this.#isWorking = true;
    this.#work = this.#carryAll();
  }

  /** Sends on all that is gathered now or later; resolves once the target has taken over everything. */
  finish(): Promise<void> {
    this.#flushing = true;
    this.flush();
    return this.#work;
  }

  /** Resolves once no call is under way and nothing that was delivered waits for its acknowledgement. */
  async settled(): Promise<void> {
    await this.#work;
    await this.#acks;
  }

  /** Forgets everything; nothing is acknowledged from now on. */
  drop(): void {
    if (this.#dropped.signal.aborted) return;
    this.#dropped.abort();
    this.#cancelTimer();
    this.#gathered.clear();
    this.#due = false;
    this.#context.budget.release(this.#heldBytes);
    this.#changed.notify();
  }

  #checkOrder(batch: SourceBatch<In>): void {
    if (this.#position !== undefined && batch.first < this.#position) {
      const { stream, partition } = this.partition;
      throw new ScrubjayError('SJ_INTERNAL', `The source went back in partition ${partition} of ${stream}.`);
    }
    this.#position = batch.next;
  }

  #gather(batch: SourceBatch<In>): void {
    const { clock, limits } = this.#context;
    if (this.#gathered.isEmpty) {
      this.#cancelTimer = clock.after(limits.maxBatchAgeMs, () => {
        this.flush();
      });
    }
    this.#heldBytes += batch.bytes;
    this.#gathered.add(batch);
    if (this.#flushing || this.#gathered.isFull) this.flush();
  }

  async #carryAll(): Promise<void> {
    try {
      await this.#ready;
      for (let batch = this.#takeDue(); batch !== undefined; batch = this.#takeDue())
        await this.#carry(batch);
    } catch (error) {
      this.#onBroken(error);
    } finally {
      this.#isWorking = false;
    }
  }

  #takeDue(): JoinedBatch<In> | undefined {
    if (!this.#due) return undefined;
    this.#due = false;
    this.#cancelTimer();
    const batch = this.#gathered.take();
    this.#changed.notify();
    return batch;
  }

  async #carry(batch: JoinedBatch<In>): Promise<void> {
    const { stage, target, limits, clock, turns, permits, retry } = this.#context;
    const { partition } = this;
    const { signal } = this.#dropped;
    const { first, next, messages, bytes, ack } = batch;
    const began = clock.now();
    const process = (): Promise<readonly Out[]> =>
      permits.during(async () => {
        await turns.next();
        if (signal.aborted) return [];
        return stage.process({ partition, first, next, messages });
      });
    const outputs = messages.length === 0 ? [] : await retry('stage', partition, signal, process);
    while (this.#inFlight >= limits.maxInFlightDeliveries && !signal.aborted) await this.#changed.wait();
    const receipt = await retry('target', partition, signal, () =>
      target.deliver({ partition, first, next, outputs }),
    );
    this.#track({ messages: messages.length, bytes, began, ack, receipt });
  }

  #track(sent: Sent): void {
    const { receipt } = sent;
    // At once and not only in its turn: a delivery that is lost ends the lane although earlier ones still wait.
    receipt.durable.catch(this.#onBroken);
    if (receipt.detached === true) this.#free(sent.bytes);
    else this.#inFlight++;
    this.#acks = this.#acks.then(() => this.#acknowledge(sent)).catch(this.#onBroken);
  }

  async #acknowledge({ messages, bytes, began, ack, receipt }: Sent): Promise<void> {
    const { clock, observer, retry } = this.#context;
    const { partition } = this;
    const { signal } = this.#dropped;
    if (!(await fulfilledBefore(signal, receipt.durable))) return;
    if (!receipt.positionCommitted) await retry('acknowledgement', partition, signal, ack);
    if (receipt.detached !== true) {
      this.#inFlight--;
      this.#free(bytes);
    }
    this.#changed.notify();
    observer.onBatchDone?.({ partition, messages, bytes, seconds: (clock.now() - began) / 1000 });
  }

  #free(bytes: number): void {
    if (this.#dropped.signal.aborted) return;
    this.#heldBytes -= bytes;
    this.#context.budget.release(bytes);
  }
}

/** True once `work` is fulfilled, false as soon as `signal` aborts or when it rejects. */
function fulfilledBefore(signal: AbortSignal, work: Promise<void>): Promise<boolean> {
  return new Promise((resolve) => {
    const settle = (isFulfilled: boolean): void => {
      signal.removeEventListener('abort', onAbort);
      resolve(isFulfilled && !signal.aborted);
    };
    const onAbort = (): void => {
      settle(false);
    };
    signal.addEventListener('abort', onAbort);
    if (signal.aborted) onAbort();
    work.then(
      () => {
        settle(true);
      },
      () => {
        settle(false);
      },
    );
  });
}
