import type {
  Delivery,
  Partition,
  Receipt,
  Source,
  SourceBatch,
  SourceHandler,
  Stage,
  Target,
} from '../../src/contracts.js';
import type { RetryPolicy, RunnerLimits } from '../../src/options.js';

export const p0: Partition = { stream: 's', partition: 0 };
export const p1: Partition = { stream: 's', partition: 1 };

export const limits: RunnerLimits = {
  maxBatchBytes: 100,
  maxBatchMessages: 10,
  maxBatchAgeMs: 1000,
  maxBufferedBytes: 1000,
  maxInFlightDeliveries: 4,
};
export const retry: RetryPolicy = { initialMs: 100, maxMs: 1000 };

export interface Settled {
  readonly promise: Promise<void>;
  readonly resolve: () => void;
  readonly reject: (error: unknown) => void;
}

export function defer(): Settled {
  let resolve: () => void = () => undefined;
  let reject: (error: unknown) => void = () => undefined;
  const promise = new Promise<void>((onResolve, onReject) => {
    resolve = onResolve;
    reject = onReject;
  });
  return { promise, resolve, reject };
}

/** A batch whose messages are their own positions; `acked` gets `next` when it is acknowledged. */
export function batchOf(
  partition: Partition,
  first: number,
  count: number,
  acked: bigint[],
  more: { readonly bytes?: number; readonly lag?: number; readonly ack?: () => Promise<void> } = {},
): SourceBatch<number> {
  const next = BigInt(first + count);
  const messages = Array.from({ length: count }, (_, i) => first + i);
  const ack = more.ack ?? (async () => void acked.push(next));
  const lag = more.lag === undefined ? {} : { lag: more.lag };
  return { partition, messages, bytes: more.bytes ?? count, first: BigInt(first), next, ack, ...lag };
}

/** A source that the test drives by hand through `handler`; its run ends by `end()` or an abort. */
export class HandSource implements Source<number> {
  readonly #ended = defer();
  readonly #started = defer();
  #handler: SourceHandler<number> | undefined;
  closed = 0;

  get handler(): SourceHandler<number> {
    if (this.#handler === undefined) throw new Error('not run yet');
    return this.#handler;
  }

  async run(handler: SourceHandler<number>, signal: AbortSignal): Promise<void> {
    this.#handler = handler;
    this.#started.resolve();
    signal.addEventListener('abort', () => this.#ended.resolve());
    if (signal.aborted) this.#ended.resolve();
    await this.#ended.promise;
  }

  get started(): Promise<void> {
    return this.#started.promise;
  }

  end(): void {
    this.#ended.resolve();
  }

  fail(error: unknown): void {
    this.#ended.reject(error);
  }

  async close(): Promise<void> {
    this.closed++;
  }
}

/** A target whose receipts the test settles by hand, in `receipts`; with `auto` they are durable at once. */
export class HandTarget implements Target<string> {
  readonly deliveries: Delivery<string>[] = [];
  readonly receipts: Settled[] = [];
  readonly events: string[] = [];
  auto = false;
  positionCommitted = false;
  detached: boolean | undefined;
  onDeliver: (delivery: Delivery<string>) => Promise<void> = async () => undefined;

  async deliver(delivery: Delivery<string>): Promise<Receipt> {
    await this.onDeliver(delivery);
    this.deliveries.push(delivery);
    const receipt = defer();
    this.receipts.push(receipt);
    if (this.auto) receipt.resolve();
    const { positionCommitted, detached } = this;
    return { durable: receipt.promise, positionCommitted, ...(detached === undefined ? {} : { detached }) };
  }

  async onAssigned(partitions: readonly Partition[]): Promise<void> {
    this.events.push(`assigned ${partitions.map(({ partition }) => partition).join()}`);
  }

  async onRevoked(partitions: readonly Partition[]): Promise<void> {
    this.events.push(`revoked ${partitions.map(({ partition }) => partition).join()}`);
  }

  async end(): Promise<void> {
    this.events.push('end');
  }

  async close(): Promise<void> {
    this.events.push('close');
  }

  get ranges(): string[] {
    return this.deliveries.map(({ partition, first, next }) => `${partition.partition}:${first}-${next}`);
  }
}

/** Turns each number into its text. */
export const textStage: Stage<number, string> = {
  process: async ({ messages }) => messages.map(String),
};
