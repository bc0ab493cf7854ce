/**
 * A partition of a stream: the unit of order, of ownership and of position. For Kafka a topic and partition
 * number; for a file its identity and 0; for Kinesis a stream and shard.
 */
export interface Partition {
  readonly stream: string;
  readonly partition: number;
}

/** A raw message as a transport hands it over. The buffers belong to the receiver. */
export interface SourceMessage {
  /** Opaque outside its transport; grows within a partition. Kafka: offset. File: byte position of the record. */
  readonly offset: bigint;
  /** Unix time in milliseconds that the transport knows for the message; the time of reading where it knows none. */
  readonly timestampMs: number;
  readonly key: Buffer | null;
  /** `null` is a tombstone. */
  readonly value: Buffer | null;
  readonly headers: Readonly<Record<string, string>>;
  /** The headers byte for byte, as far as the transport can: a name may come twice, a value need not be text. */
  readonly rawHeaders?: readonly (readonly [name: string, value: Buffer])[];
  /** Set when the transport had to withhold the value's normal form, e.g. a line longer than the limit. */
  readonly oversized?: boolean;
}

/**
 * Consecutive messages of one partition. Acknowledging it makes `next` the position to resume from, and covers every
 * earlier batch of the partition. A batch may hold no messages: its position still travels down and is acknowledged.
 */
export interface SourceBatch<M> {
  readonly partition: Partition;
  readonly messages: readonly M[];
  /** Size of the messages in bytes, for the limits of the runner. */
  readonly bytes: number;
  /** Position of the first message. */
  readonly first: bigint;
  /** Position to resume from once this batch is durable: after the last message. */
  readonly next: bigint;
  /** Messages that wait behind this batch in the partition; undefined where the source cannot know. */
  readonly lag?: number;
  /**
   * Makes `next` durable as the partition's position. The runner calls it in order, only after everything that
   * came out of the batch and of all before it is durable, and not at all where the target committed the position
   * itself. Of batches that it joined it acknowledges only the last. May be called again after a retryable rejection.
   * It is kept longer than the batch: it must neither use `this` nor hold on to the messages.
   */
  readonly ack: () => Promise<void>;
}

export interface SourceHandler<M> {
  /** Resolves when the runner has room for the partition's next batch: this is the backpressure. */
  onBatch(batch: SourceBatch<M>): Promise<void>;
  /**
   * These partitions are newly owned. A source whose partitions move between instances calls it, and waits, before it
   * reads their committed position: former owners are fenced meanwhile. Their next batch starts at that position. For
   * a partition that was never announced the runner prepares the target at its first batch.
   */
  onAssigned(partitions: readonly Partition[]): Promise<void>;
  /** These partitions now belong to somebody else: what is buffered of them is forgotten, nothing is committed. */
  onRevoked(partitions: readonly Partition[]): Promise<void>;
}

export interface Source<M> {
  /**
   * Reads until the input ends or `signal` aborts, then resolves. At most one `onBatch` per partition is under
   * way at a time. Rejects with a ScrubjayError when the source cannot go on. A handler that rejects stops it.
   */
  run(handler: SourceHandler<M>, signal: AbortSignal): Promise<void>;
  /**
   * The runner was fenced out of these partitions and forgot what it had of them. If they are still owned, call
   * `onAssigned` and read on from the committed position; batches that come before that are ignored. Must not wait for
   * an `onBatch`. Without it a fence ends the run.
   */
  rewind?(partitions: readonly Partition[]): Promise<void>;
  /**
   * Frees connections and files. Safe to call twice, and while `run` ends after an abort. Batches can be acknowledged until it is called, also after `run`
   * resolved; positions that were not acknowledged stay uncommitted.
   */
  close(): Promise<void>;
}

/** What a stage gets at once: consecutive messages of one partition. */
export interface StageBatch<In> {
  readonly partition: Partition;
  readonly first: bigint;
  readonly next: bigint;
  readonly messages: readonly In[];
}

/** One step of the pipeline: a batch in, outputs out (quarantine among them), without I/O of its own. */
export interface Stage<In, Out> {
  process(batch: StageBatch<In>): Promise<readonly Out[]>;
}

/** Everything that came out of the positions `[first, next)` of one partition. */
export interface Delivery<Out> {
  readonly partition: Partition;
  readonly first: bigint;
  readonly next: bigint;
  readonly outputs: readonly Out[];
}

export interface Receipt {
  /** Settles when all outputs of the delivery are durable; rejects when they will never be. */
  readonly durable: Promise<void>;
  /** True where the target made the source position durable together with the outputs (a Kafka transaction). */
  readonly positionCommitted: boolean;
  /**
   * True where somebody else accounts for the outputs from now on (the next runner in this process): neither their
   * bytes nor their number count against this runner's limits while they wait to become durable.
   */
  readonly detached?: boolean;
}

export interface Target<Out> {
  /**
   * Resolves when the target has taken the delivery over and has room for the next one. If it rejects, it took
   * nothing over, and the same delivery comes again where the error is retryable. One call at a time per partition.
   */
  deliver(delivery: Delivery<Out>): Promise<Receipt>;
  /** These partitions are newly owned: fence former owners and tidy their unfinished work before anything is read. */
  onAssigned?(partitions: readonly Partition[]): Promise<void>;
  /** These partitions are no longer owned: free what is held for them, commit nothing. */
  onRevoked?(partitions: readonly Partition[]): Promise<void>;
  /**
   * No delivery follows, because the input ended or the runner drains: make durable now whatever is still gathered,
   * instead of waiting for its time. Receipts may still be pending. Called again after a retryable rejection.
   */
  end?(): Promise<void>;
  close(): Promise<void>;
}
