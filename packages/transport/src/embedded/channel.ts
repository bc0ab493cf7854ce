import { ScrubjayError, toScrubjayError } from '@scrubjay/errors';
import type {
  Delivery,
  Partition,
  Receipt,
  Source,
  SourceBatch,
  SourceHandler,
  Target,
} from '@scrubjay/pipeline';

export interface ChannelOptions<Out, In> {
  /** Bytes that may lie in the channel; a delivery that alone has more goes through alone. */
  readonly maxBytes: number;
  readonly sizeOf: (message: In) => number;
  /** Turns an output of the first runner into a message of the second; undefined leaves it out. */
  readonly map: (output: Out, delivery: Delivery<Out>) => In | undefined;
}

/** Joins two runners of one process. */
export interface Channel<Out, In> {
  /**
   * For the first runner. A delivery is durable once the second runner has acknowledged it, and never if that fails or
   * ends before. Its rejections are final: the second runner has done its own retrying.
   */
  readonly target: Target<Out>;
  /**
   * For the second runner. Each delivery is one batch of the same partition and positions, also without any message.
   * Ends when the target was told that no more follows; rejects when the first runner ended without that.
   */
  readonly source: Source<In>;
  /** Ends both sides with an error. */
  fail(error: unknown): void;
}

/** Nothing is copied and nothing is durable: whoever acknowledges at the far end decides. */
export function createChannel<Out, In>(options: ChannelOptions<Out, In>): Channel<Out, In> {
  const link = new Link(options);
  return {
    target: {
      deliver: (delivery) => link.deliver(delivery),
      onAssigned: (partitions) => link.assign(partitions),
      onRevoked: (partitions) => link.revoke(partitions),
      end: () => link.end(),
      close: () => link.closeTarget(),
    },
    source: {
      run: (handler, signal) => link.run(handler, signal),
      close: () => link.closeSource(),
    },
    fail: (error) => link.fail(error),
  };
}

interface Deferred<T> {
  readonly promise: Promise<T>;
  readonly resolve: (value: T) => void;
  readonly reject: (error: ScrubjayError) => void;
}

function defer<T>(): Deferred<T> {
  let resolve!: (value: T) => void;
  let reject!: (error: ScrubjayError) => void;
  const promise = new Promise<T>((onResolve, onReject) => {
    resolve = onResolve;
    reject = onReject;
  });
  promise.catch(() => undefined);
  return { promise, resolve, reject };
}

/** What one partition has in the channel. */
interface Line {
  /** Deliveries that are not acknowledged yet, oldest first. */
  readonly unacknowledged: Deferred<undefined>[];
  /** Settles when the last delivery is handed over. */
  tail: Promise<void>;
  isRevoked: boolean;
}

class Link<Out, In> {
  readonly #options: ChannelOptions<Out, In>;
  readonly #lines = new Map<string, Line>();
  readonly #handler = defer<SourceHandler<In>>();
  readonly #ended = defer<undefined>();
  readonly #waiting: { readonly bytes: number; readonly room: Deferred<undefined> }[] = [];
  #usedBytes = 0;
  #isEnded = false;
  #isStopped = false;
  #failure: ScrubjayError | undefined;

  constructor(options: ChannelOptions<Out, In>) {
    this.#options = options;
  }

  async deliver(delivery: Delivery<Out>): Promise<Receipt> {
    const { map, sizeOf } = this.#options;
    if (this.#isEnded) throw new ScrubjayError('SJ_INTERNAL', 'A channel was written to after its end.');
    const messages = delivery.outputs.flatMap((output) => map(output, delivery) ?? []);
    const bytes = messages.reduce((sum, message) => sum + sizeOf(message), 0);
    const line = this.#lineOf(delivery.partition);
    await this.#room(bytes);
    const durable = defer<undefined>();
    line.unacknowledged.push(durable);
    const { partition, first, next } = delivery;
    const ack = acknowledging(line.unacknowledged, durable);
    line.tail = line.tail.then(() => this.#handOver(line, { partition, messages, bytes, first, next, ack }));
    return { durable: durable.promise, positionCommitted: false, detached: true };
  }

  async assign(partitions: readonly Partition[]): Promise<void> {
    const handler = await this.#handler.promise;
    this.#forget(partitions);
    await handler.onAssigned(partitions);
  }

  async revoke(partitions: readonly Partition[]): Promise<void> {
    const handler = await this.#handler.promise;
    this.#forget(partitions);
    await handler.onRevoked(partitions);
  }

  end(): Promise<void> {
    this.#isEnded = true;
    this.#ended.resolve(undefined);
    return Promise.resolve();
  }

  async run(handler: SourceHandler<In>, signal: AbortSignal): Promise<void> {
    this.#handler.resolve(handler);
    const stop = (): void => {
      this.#isStopped = true;
      this.#ended.resolve(undefined);
    };
    signal.addEventListener('abort', stop);
    if (signal.aborted) stop();
    try {
      await this.#ended.promise;
      await Promise.all([...this.#lines.values()].map(({ tail }) => tail));
      if (this.#failure !== undefined) throw this.#failure;
    } finally {
      signal.removeEventListener('abort', stop);
    }
  }

  closeTarget(): Promise<void> {
    if (!this.#isEnded) {
      this.fail(new ScrubjayError('SJ_STOPPED', 'The stage before this one ended before its work was done.'));
    }
    return Promise.resolve();
  }

  closeSource(): Promise<void> {
    const isDone =
      this.#isEnded && [...this.#lines.values()].every(({ unacknowledged }) => unacknowledged.length === 0);
    if (!isDone)
      this.fail(new ScrubjayError('SJ_STOPPED', 'The stage after this one ended before its work was done.'));
    return Promise.resolve();
  }

  fail(thrown: unknown): void {
    if (this.#failure !== undefined) return;
    const cause = toScrubjayError(thrown, 'SJ_INTERNAL', 'A channel between two stages failed');
    const { code, message, fix } = cause;
    const failure = new ScrubjayError(code, message, { fix, cause, retryable: false });
    this.#failure = failure;
    this.#isStopped = true;
    this.#handler.reject(failure);
    this.#ended.reject(failure);
    for (const { room } of this.#waiting.splice(0)) room.reject(failure);
    for (const { unacknowledged } of this.#lines.values()) {
      for (const durable of unacknowledged.splice(0)) durable.reject(failure);
    }
  }

  async #handOver(line: Line, batch: SourceBatch<In>): Promise<void> {
    try {
      const handler = await this.#handler.promise;
      if (!this.#isStopped && !line.isRevoked) await handler.onBatch(batch);
    } catch (error) {
      this.fail(error);
    } finally {
      this.#usedBytes -= batch.bytes;
      this.#admit();
    }
  }

  async #room(bytes: number): Promise<void> {
    if (this.#failure !== undefined) throw this.#failure;
    const room = defer<undefined>();
    this.#waiting.push({ bytes, room });
    this.#admit();
    await room.promise;
  }

  #admit(): void {
    const { maxBytes } = this.#options;
    for (let head = this.#waiting[0]; head !== undefined; head = this.#waiting[0]) {
      if (this.#usedBytes > 0 && this.#usedBytes + head.bytes > maxBytes) return;
      this.#usedBytes += head.bytes;
      this.#waiting.shift();
      head.room.resolve(undefined);
    }
  }

  #lineOf({ stream, partition }: Partition): Line {
    const key = `${partition}/${stream}`;
    const known = this.#lines.get(key);
    if (known !== undefined) return known;
    const line: Line = { unacknowledged: [], tail: Promise.resolve(), isRevoked: false };
    this.#lines.set(key, line);
    return line;
  }

  /** What is left of former ownerships is not handed over; their receipts never settle, as nobody waits for them. */
  #forget(partitions: readonly Partition[]): void {
    for (const { stream, partition } of partitions) {
      const key = `${partition}/${stream}`;
      const line = this.#lines.get(key);
      if (line === undefined) continue;
      line.isRevoked = true;
      this.#lines.delete(key);
    }
  }
}

/** An acknowledgement covers every earlier delivery of the partition. Built apart from the messages of the batch. */
function acknowledging(
  unacknowledged: Deferred<undefined>[],
  durable: Deferred<undefined>,
): () => Promise<void> {
  return () => {
    const done = unacknowledged.splice(0, unacknowledged.indexOf(durable) + 1);
    for (const { resolve } of done) resolve(undefined);
    return Promise.resolve();
  };
}
